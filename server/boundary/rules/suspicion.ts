import Flatbush from 'flatbush'
import type { LngLat } from '../../region/place.ts'
import { type Spot, spotOf } from '../../region/rules/lattice.ts'
import type { Crs, CrsCandidate, CrsQuestion } from '../boundary.ts'
import { bandOf, isInChina, placingOf } from './crs.ts'
import { Measure } from './measure.ts'

type Pair = [x: number, y: number]

interface Suspects {
  /** What the file says, or null. */
  said: Crs | null
  positions: readonly Pair[]
  /** Boundaries that are there already, as runs of lattice spots; they are trusted. */
  present: readonly (readonly Spot[])[]
  center: LngLat
}

const mostSampled = 400
/** Boundaries nearer than this are the same boundaries, drawn by two hands. */
const alikeMeters = 40
/** A shift is suspected where another system brings the file four times nearer, and not by a mere breadth of a line. */
const timesNearer = 4
const breadthMeters = 15

/**
 * Whether to ask what the coordinates of a file mean: when it does not say, or when what it says lies beside the
 * boundaries that are there just as a shifted web map would.
 */
export function questionOf({ said, positions, present, center }: Suspects): CrsQuestion | null {
  const sample = thinned(positions)
  // Shifted coordinates are in use in China alone: degrees elsewhere leave nothing to ask.
  if (!said && !isInChina(center) && isElsewhere(sample)) return null
  const field = fieldOf(present)
  const candidates = (said ? withShifts(said) : guesses(sample, center)).map(
    (crs): CrsCandidate => ({
      crs,
      name: placingOf(crs)?.name ?? { zh: crs, en: crs },
      medianMeters: field && medianDistance(sample, { crs, field }),
    }),
  )
  const [first] = candidates
  const best = nearest(candidates)
  if (!said) {
    return { suggested: best?.crs ?? first?.crs ?? null, candidates, reason: 'silent' }
  }
  if (!placingOf(said)) return { suggested: null, candidates: [], reason: 'unknown' }
  const isShifted = best && best.crs !== said && isNearer(best, first) && sample.some(isInChina)
  return isShifted ? { suggested: best.crs, candidates, reason: 'offset' } : null
}

/** Whether positions are degrees, and none of them in China. */
const isElsewhere = (positions: readonly Pair[]): boolean =>
  positions.length > 0 &&
  positions.every(
    ([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90 && !isInChina([x, y]) && !isInChina([y, x]),
  )

function isNearer(best: CrsCandidate, said: CrsCandidate | undefined): boolean {
  const [near, far] = [best.medianMeters ?? 0, said?.medianMeters ?? 0]
  return far > breadthMeters && far >= near * timesNearer
}

/** The candidate that lies on what is there, if one does. */
function nearest(candidates: readonly CrsCandidate[]): CrsCandidate | null {
  const fitting = candidates.filter(({ medianMeters }) => medianMeters !== null && medianMeters < alikeMeters)
  return fitting.sort((p, q) => (p.medianMeters ?? 0) - (q.medianMeters ?? 0)).find(() => true) ?? null
}

const isDegrees = (crs: Crs) => placingOf(crs)?.isMetric === false

const withShifts = (said: Crs): Crs[] => (isDegrees(said) ? [said, 'GCJ-02', 'BD-09'] : [said])

/** What positions of a file that says nothing may be, the likeliest first. */
function guesses(sample: readonly Pair[], center: LngLat): Crs[] {
  const [x = 0, y = 0] = sample[0] ?? []
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return ['EPSG:4490', 'EPSG:4326', 'GCJ-02', 'BD-09']
  const found: { crs: Crs; far: number }[] = []
  for (let code = 4491; code <= 4554; code++) {
    const band = bandOf(code)
    const [lng = NaN, lat = NaN] = placingOf(`EPSG:${code}`)?.toDegrees([x, y]) ?? []
    if (!band || Number.isNaN(lng) || Math.abs(lng - band.meridian) > 4) continue
    found.push({ crs: `EPSG:${code}`, far: Math.hypot(lng - center[0], lat - center[1]) })
  }
  const near = found.sort((p, q) => p.far - q.far).filter(({ far }) => far < 5)
  return [...near.slice(0, 6).map(({ crs }) => crs), 'EPSG:3857']
}

const thinned = (positions: readonly Pair[]): Pair[] => {
  const step = Math.max(1, Math.ceil(positions.length / mostSampled))
  return positions.filter((_, i) => i % step === 0)
}

interface Field {
  index: Flatbush
  edges: (readonly [Spot, Spot])[]
  measure: Measure
}

function fieldOf(present: Suspects['present']): Field | null {
  const edges = present.flatMap(run =>
    run.map((a, i): readonly [Spot, Spot] => [a, run[(i + 1) % run.length] ?? a]),
  )
  if (edges.length === 0) return null
  const index = new Flatbush(edges.length, 16, Float64Array)
  for (const [[ax, ay], [bx, by]] of edges) {
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
  }
  index.finish()
  return { index, edges, measure: new Measure((edges[0]?.[0][1] ?? 0) / 1e7) }
}

/** How far the positions lie from the boundaries that are there, in the middle of all; null when nowhere near. */
function medianDistance(sample: readonly Pair[], { crs, field }: { crs: Crs; field: Field }): number | null {
  const placing = placingOf(crs)
  if (!placing) return null
  const distances = sample.map(pair => {
    const [lng, lat] = placing.toDegrees(pair)
    return Number.isFinite(lng) && Number.isFinite(lat) ? distance(spotOf([lng, lat]), field) : Infinity
  })
  const median = distances.sort((p, q) => p - q)[distances.length >> 1] ?? Infinity
  return Number.isFinite(median) ? Math.round(median) : null
}

function distance(spot: Spot, { index, edges, measure }: Field): number {
  let best = Infinity
  for (const slot of index.neighbors(spot[0], spot[1], 8)) {
    const [a, b] = edges[slot] ?? [spot, spot]
    best = Math.min(best, measure.millimeters(spot, onto(a, b, spot)) / 1000)
  }
  return best
}

/** The place on a segment nearest to a spot. */
function onto(a: Spot, b: Spot, p: Spot): Spot {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length
  const share = Math.min(1, Math.max(0, along))
  return [a[0] + dx * share, a[1] + dy * share]
}
