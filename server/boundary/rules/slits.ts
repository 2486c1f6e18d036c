import Flatbush from 'flatbush'
import { boxOf, onSegment, type Spot, same, segmentsMeet } from '../../region/rules/lattice.ts'
import type { Survey } from './survey.ts'

/** A line across the open end of a narrow channel between two faces. */
type Mouth = readonly [Spot, Spot]

/** How many times longer than its mouth is wide the edge of a channel is; anything shorter is a bay. */
const timesDeeper = 8
/** The edge of a channel is at least as long as this many widths of a sliver. */
const leastWidths = 4

/** One walk along the edge of ground that nobody has, which lies on the left. */
interface Shore {
  spots: Spot[]
  /** The face on the right of the edge that begins at each spot, or -1. */
  faces: number[]
  /** Millimetres from the start to each spot. */
  along: number[]
  /** Twice the area swept so far, seen from the first spot, in square units. */
  swept: number[]
}

interface Channel {
  mouth: Mouth
  /** From where to where it runs along the shore, by the order of its edges; `to` below `from` runs over the start. */
  from: number
  to: number
  millimeters: number
}

/**
 * Finds channels between two faces that are open at one end: there the boundaries of both were drawn apart, and no
 * rule for gaps would see it, since nothing closes them. Each is as narrow as a sliver and far deeper than wide.
 */
export function slitMouths(survey: Survey, sliverMeters: number): Mouth[] {
  if (sliverMeters <= 0) return []
  return shoresOf(survey, sliverMeters).flatMap(shore => mouthsAlong(shore, survey, sliverMeters))
}

function shoresOf(survey: Survey, sliverMeters: number): Shore[] {
  const { arrangement, members } = survey
  const isOpen = (cell: number) =>
    cell < 0 || (members[cell]?.length === 0 && survey.shapeOf([cell]).widthMeters >= sliverMeters)
  const open = new Map<number, boolean>()
  const isShore = (half: number) => {
    const cell = arrangement.cellOf(half)
    const known = open.get(cell) ?? isOpen(cell)
    open.set(cell, known)
    return known
  }
  const seen = new Uint8Array(arrangement.edges.length * 2)
  const shores: Shore[] = []
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !isShore(start)) continue
    const halves: number[] = []
    for (let half = start; !seen[half]; half = arrangement.next[half] ?? start) {
      seen[half] = 1
      halves.push(half)
    }
    shores.push(shoreOf(survey, halves))
  }
  return shores
}

function shoreOf(survey: Survey, halves: readonly number[]): Shore {
  const { arrangement, members, measure } = survey
  const shore: Shore = { spots: [], faces: [], along: [0], swept: [0] }
  const [x0, y0] = arrangement.spot(arrangement.from(halves[0] ?? 0))
  for (const half of halves) {
    const [a, b] = [arrangement.spot(arrangement.from(half)), arrangement.spot(arrangement.to(half))]
    shore.spots.push(a)
    shore.faces.push(members[arrangement.cellOf(half ^ 1)]?.[0] ?? -1)
    shore.along.push((shore.along.at(-1) ?? 0) + measure.millimeters(a, b))
    const cross = (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)
    shore.swept.push((shore.swept.at(-1) ?? 0) + cross)
  }
  return shore
}

function mouthsAlong(shore: Shore, survey: Survey, sliverMeters: number): Mouth[] {
  const { spots } = shore
  const index = new Flatbush(spots.length, 16, Float64Array)
  for (const [i, a] of spots.entries()) {
    const b = spots[(i + 1) % spots.length] ?? a
    index.add(...boxOf([a, b]))
  }
  index.finish()
  const channels = spots.flatMap((_, i) => channelsFrom(i, { shore, survey, sliverMeters, index }))
  channels.sort((p, q) => q.millimeters - p.millimeters || p.from - q.from || p.to - q.to)
  const taken = new Uint8Array(spots.length)
  const mouths: Mouth[] = []
  for (const channel of channels) {
    // The longest came first: whatever overlaps one of them has an end in it.
    if (taken[channel.from] || taken[channel.to] || isCrossed(channel.mouth, spots, index)) continue
    for (const edge of edgesOf(channel, spots.length)) taken[edge] = 1
    mouths.push(channel.mouth)
  }
  return mouths
}

interface Looking {
  shore: Shore
  survey: Survey
  sliverMeters: number
  index: Flatbush
}

/** Channels whose mouth begins at one spot of the shore and ends on an edge of another face. */
function channelsFrom(i: number, { shore, survey, sliverMeters, index }: Looking): Channel[] {
  const { spots, faces } = shore
  const count = spots.length
  const at = spots[i] ?? [0, 0]
  const own = [faces[i] ?? -1, faces[(i + count - 1) % count] ?? -1]
  if (own.includes(-1)) return []
  const reach = survey.measure.unitsOf(sliverMeters)
  const near = index.search(at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)
  return near.flatMap(j => {
    const face = faces[j] ?? -1
    if (face < 0 || own.includes(face)) return []
    const [a, b] = [spots[j] ?? at, spots[(j + 1) % count] ?? at]
    const foot = footOf(at, a, b)
    const millimeters = survey.measure.millimeters(at, foot)
    if (millimeters === 0 || millimeters >= sliverMeters * 1000) return []
    const ends = { i, j, foot, millimeters }
    return [runOf(shore, survey, ends), runOf(shore, survey, { ...ends, isBack: true })]
      .filter(run => run !== null && isSlit(run, { survey, sliverMeters, mouthMillimeters: millimeters }))
      .flatMap(run => (run ? [{ ...run, mouth: [at, foot] as const }] : []))
  })
}

interface Ends {
  i: number
  j: number
  foot: Spot
  millimeters: number
  /** From the foot along the shore to the spot, rather than the other way round. */
  isBack?: boolean
}

type Run = Omit<Channel, 'mouth'> & { doubleArea: number }

/** What one part of the shore and the mouth enclose; null where it lies on the wrong side. */
function runOf(
  { spots, along, swept }: Shore,
  survey: Survey,
  { i, j, foot, millimeters, isBack }: Ends,
): Run | null {
  const nowhere: Spot = [0, 0]
  const [x0, y0] = spots[0] ?? nowhere
  const [at, start] = [spots[i] ?? nowhere, spots[j] ?? nowhere]
  const cross = (p: Spot, q: Spot) => (p[0] - x0) * (q[1] - y0) - (q[0] - x0) * (p[1] - y0)
  const [whole, all] = [along.at(-1) ?? 0, swept.at(-1) ?? 0]
  // Up to the foot on edge j, which lies past its start.
  const footAlong = (along[j] ?? 0) + survey.measure.millimeters(start, foot)
  const footSwept = (swept[j] ?? 0) + cross(start, foot)
  const [fromAlong, toAlong] = isBack ? [footAlong, along[i] ?? 0] : [along[i] ?? 0, footAlong]
  const [fromSwept, toSwept] = isBack ? [footSwept, swept[i] ?? 0] : [swept[i] ?? 0, footSwept]
  const isOver = toAlong < fromAlong
  const length = toAlong - fromAlong + (isOver ? whole : 0)
  const doubleArea = toSwept - fromSwept + (isOver ? all : 0) + (isBack ? cross(at, foot) : cross(foot, at))
  if (doubleArea <= 0) return null
  const [from, to] = isBack
    ? [same(foot, spots[(j + 1) % spots.length] ?? start) ? j + 1 : j, i - 1]
    : [i, same(foot, start) ? j - 1 : j]
  const count = spots.length
  return { from: from % count, to: (to + count) % count, millimeters: length + millimeters, doubleArea }
}

function isSlit(
  { millimeters, doubleArea }: Run,
  {
    survey,
    sliverMeters,
    mouthMillimeters,
  }: { survey: Survey; sliverMeters: number; mouthMillimeters: number },
): boolean {
  const widthMeters = survey.measure.widthMeters(BigInt(Math.round(doubleArea)), millimeters)
  return (
    widthMeters < sliverMeters &&
    millimeters >= mouthMillimeters * timesDeeper &&
    millimeters >= sliverMeters * leastWidths * 1000
  )
}

function edgesOf({ from, to }: Channel, count: number): number[] {
  const length = ((to - from + count) % count) + 1
  return Array.from({ length }, (_, k) => (from + k) % count)
}

/** Whether the shore runs across a mouth, but for where it ends. */
function isCrossed([a, b]: Mouth, spots: readonly Spot[], index: Flatbush): boolean {
  return index.search(...boxOf([a, b])).some(edge => {
    const [c, d] = [spots[edge] ?? a, spots[(edge + 1) % spots.length] ?? a]
    if (same(c, a) || same(d, a) || same(c, b) || same(d, b) || nearly(c, d, b)) return false
    return segmentsMeet(a, b, { c, d }) || onSegment(c, d, b)
  })
}

/** Whether a foot was rounded off this very edge. */
function nearly(c: Spot, d: Spot, b: Spot): boolean {
  const foot = footOf(b, c, d)
  return Math.abs(foot[0] - b[0]) <= 1 && Math.abs(foot[1] - b[1]) <= 1
}

/** The lattice spot of a segment that is nearest to a spot. */
function footOf(p: Spot, a: Spot, b: Spot): Spot {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length
  const within = Math.min(1, Math.max(0, share))
  return [a[0] + Math.round(dx * within), a[1] + Math.round(dy * within)]
}
