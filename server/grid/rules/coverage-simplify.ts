import { boxOf, type Spot, same } from '../../region/rules/lattice.ts'
import type { BoundaryEditOf } from '../boundary-edit.ts'
import { reasons } from './coverage-edit.ts'
import { absent, type Plan, planOf, type Refused, refused } from './coverage-plan.ts'
import { conflictOf } from './exact.ts'
import type { Faces } from './faces.ts'
import type { OuterBounds } from './outer-bounds.ts'

const unitsPerMeter = 1e7 / 111_320

type Simplifying = Omit<BoundaryEditOf<'simplify'>, 'outer'> & {
  /** Whether the outer boundary is simplified as well, within these bounds. */
  outer: boolean
  within: OuterBounds | null
}

/**
 * Takes vertices out of shared boundaries, each boundary once for both its faces. Junctions stay, and so does a
 * vertex without which edges would meet. No boundary moves further than the tolerance.
 */
export function planSimplify(
  faces: Faces,
  { faces: ids, toleranceMeters, outer, within }: Simplifying,
): Plan | Refused {
  const missing = ids.find(id => !faces.has(id))
  if (missing !== undefined) return refused(absent(faces, missing), [0, 0])
  const named = [...new Set(ids)].sort((a, b) => a - b)
  const at = faces.ringsOf(named[0] ?? 0)[0]?.[0] ?? [0, 0]
  const gone = new Set<string>()
  for (const arc of arcsOf(faces, named, outer)) {
    const reach = toleranceMeters * unitsPerMeter
    const minded = isOuterArc(faces, arc) ? within : null
    for (const spot of removable(faces, { arc, reach, within: minded })) {
      gone.add(String(spot))
    }
  }
  if (gone.size === 0) return refused(reasons.nothing, at)
  const near = new Set(named)
  for (const id of named) for (const half of faces.halvesOf(id)) near.add(faces.idOf(half ^ 1) ?? id)
  const sets = [...near]
    .sort((a, b) => a - b)
    .map(id => ({ id, was: faces.ringsOf(id) }))
    .map(({ id, was }) => ({ id, was, rings: was.map(ring => ring.filter(spot => !gone.has(String(spot)))) }))
    .filter(({ was, rings }) => was.some((ring, i) => ring.length !== rings[i]?.length))
    .map(({ id, rings }) => ({ id, rings }))
  return planOf({ sets })
}

/** The boundaries of the faces from junction to junction, each once; closed ones begin and end at their lowest spot. */
function arcsOf(faces: Faces, ids: readonly number[], outer: boolean): Spot[][] {
  const { plane } = faces
  const seen = new Set<number>()
  const isJunction = (v: number) => {
    const halves = plane.outOf(v)
    return halves.length !== 2
  }
  const arcs: Spot[][] = []
  for (const id of ids) {
    for (const start of faces.startsOf(id)) {
      for (const arc of cut(faces.ring(start), half => isJunction(plane.originOf(half)))) {
        const [first = -1] = arc
        if (seen.has(first >> 1) || (!outer && plane.isOuterEdge(first))) continue
        for (const half of arc) seen.add(half >> 1)
        const spots = [...arc.map(plane.from), plane.to(arc.at(-1) ?? first)]
        arcs.push(oneWay(spots))
      }
    }
  }
  return arcs
}

function isOuterArc({ plane }: Faces, [a = [0, 0], b = [0, 0]]: readonly Spot[]): boolean {
  const half = plane.between(plane.vertexAt(a), plane.vertexAt(b))
  return half >= 0 && plane.isOuterEdge(half)
}

/** A ring cut before each wanted half-edge; a ring without any stays whole. */
function cut(halves: readonly number[], isStart: (half: number) => boolean): number[][] {
  const first = halves.findIndex(isStart)
  const turned = [...halves.slice(Math.max(0, first)), ...halves.slice(0, Math.max(0, first))]
  const arcs: number[][] = []
  for (const half of turned) {
    if (arcs.length === 0 || isStart(half)) arcs.push([half])
    else arcs.at(-1)?.push(half)
  }
  return arcs
}

/** The same boundary seen from either side gives the same spots in the same order. */
function oneWay(spots: Spot[]): Spot[] {
  const first: Spot = spots[0] ?? [0, 0]
  const last: Spot = spots.at(-1) ?? [0, 0]
  if (!same(first, last))
    return first[0] < last[0] || (first[0] === last[0] && first[1] < last[1]) ? spots : spots.toReversed()
  const open = spots.slice(0, -1)
  const lowest = open.reduce((best, p, i) => {
    const q = open[best] ?? p
    return p[0] < q[0] || (p[0] === q[0] && p[1] < q[1]) ? i : best
  }, 0)
  const turned = [...open.slice(lowest), ...open.slice(0, lowest)]
  const [second, back] = [turned[1] ?? first, turned.at(-1) ?? first]
  const isForward = second[0] < back[0] || (second[0] === back[0] && second[1] < back[1])
  const [start = first, ...rest] = turned
  return [start, ...(isForward ? rest : rest.toReversed()), start]
}

/** The spots of an arc that may go: Douglas and Peucker's choice, less what would bring edges together. */
function removable(
  faces: Faces,
  { arc, reach, within }: { arc: readonly Spot[]; reach: number; within: OuterBounds | null },
): Spot[] {
  const cosine = cosineOf((arc[0]?.[1] ?? 0) / 1e7)
  const kept = new Set([0, arc.length - 1])
  const isClosed = same(arc[0] ?? [0, 0], arc.at(-1) ?? [1, 1])
  const open: [number, number][] = [[0, arc.length - 1]]
  const offs = (from: number, to: number, i: number) =>
    offLine(arc[from] ?? [0, 0], arc[to] ?? [0, 0], { p: arc[i] ?? [0, 0], cosine })
  if (isClosed) {
    // A closed boundary keeps three corners at least, so that it keeps an area.
    const far = farthest(1, arc.length - 1, i => offs(0, 0, i)).i
    const side = farthest(1, arc.length - 1, i => (i === far ? -1 : offs(0, far, i))).i
    const [low, high] = [Math.min(far, side), Math.max(far, side)]
    for (const i of [low, high]) kept.add(i)
    open.splice(0, 1, [0, low], [low, high], [high, arc.length - 1])
  }
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part
    const worst = farthest(from + 1, to, i => offs(from, to, i))
    const isFree = to - from > 1 && worst.off <= reach * reach && !bars(faces, { arc, from, to, within })
    if (to - from < 2 || isFree) continue
    kept.add(worst.i)
    open.push([from, worst.i], [worst.i, to])
  }
  return arc.filter((_, i) => !kept.has(i))
}

function farthest(from: number, to: number, off: (i: number) => number): { i: number; off: number } {
  let best = { i: from, off: -1 }
  for (let i = from; i < to; i++) {
    const each = off(i)
    if (each > best.off) best = { i, off: each }
  }
  return best
}

interface Part {
  arc: readonly Spot[]
  from: number
  to: number
  within: OuterBounds | null
}

/** Whether the straight way over a part of an arc would meet an edge that is not of that part, or leave the bounds. */
function bars({ plane }: Faces, { arc, from, to, within }: Part): boolean {
  const a: Spot = arc[from] ?? [0, 0]
  const b: Spot = arc[to] ?? [0, 0]
  if (within?.faultOf(a, b)) return true
  const own = new Set<number>()
  for (let i = from; i < to; i++) {
    own.add(plane.between(plane.vertexAt(arc[i] ?? a), plane.vertexAt(arc[i + 1] ?? b)) >> 1)
  }
  return plane.index.each(
    boxOf([a, b]),
    edge => !own.has(edge) && conflictOf(a, b, { c: plane.from(edge * 2), d: plane.to(edge * 2) }) !== null,
  )
}

/** The square of the distance from a segment, in units of latitude. Plain arithmetic, so that it is alike everywhere. */
function offLine(a: Spot, b: Spot, { p, cosine }: { p: Spot; cosine: number }): number {
  const [dx, dy] = [(b[0] - a[0]) * cosine, b[1] - a[1]]
  const [px, py] = [(p[0] - a[0]) * cosine, p[1] - a[1]]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length))
  const [ox, oy] = [px - share * dx, py - share * dy]
  return ox * ox + oy * oy
}

/** The cosine of an angle in degrees by its series: engines need not agree on the last digit of Math.cos. */
export function cosineOf(degrees: number): number {
  const angle = (degrees * Math.PI) / 180
  let [sum, term] = [1, 1]
  for (let i = 1; i < 12; i++) {
    term *= -(angle * angle) / ((2 * i - 1) * (2 * i))
    sum += term
  }
  return sum
}
