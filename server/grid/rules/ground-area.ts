import Flatbush from 'flatbush'
import type { MultiPolygon, Polygon } from '../../region/place.ts'
import { boxOf, type Spot, spotOf } from '../../region/rules/lattice.ts'
import type { Box } from './edge-index.ts'

/**
 * How far an edge may be beside a boundary and still run along it, in units (2 cm). A vertex put into an edge lies up
 * to one beside it.
 */
const slackUnits = 2

type Segment = readonly [Spot, Spot]
type Place = readonly [x: number, y: number]

/** Ground with a boundary that others may share and not cross. Plain arithmetic, so that it is alike everywhere. */
export class GroundArea {
  readonly #segments: Segment[]
  readonly #index: Flatbush | null

  constructor(polygons: readonly (readonly (readonly Spot[])[])[]) {
    this.#segments = polygons.flatMap(rings => rings.flatMap(sidesOf))
    const count = this.#segments.length
    this.#index = count > 0 ? new Flatbush(count, 16, Float64Array) : null
    for (const segment of this.#segments) this.#index?.add(...boxOf([...segment]))
    this.#index?.finish()
  }

  static of(outline: Polygon | MultiPolygon): GroundArea {
    return new GroundArea(ringsOf(outline))
  }

  /** The parts of the boundary whose boxes meet a box. */
  segmentsIn(box: Box): Segment[] {
    return (this.#index?.search(...box) ?? []).flatMap(i => {
      const segment = this.#segments[i]
      return segment ? [segment] : []
    })
  }

  holds([x, y]: Place): boolean {
    let crossings = 0
    for (const [[ax, ay], [bx, by]] of this.segmentsIn([x, y, Infinity, y])) {
      if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) crossings += 1
    }
    return crossings % 2 === 1
  }

  /** Where a segment is inside the area, outside it, or anywhere, without running along its boundary; null when nowhere. */
  strays(a: Spot, b: Spot, where: 'inside' | 'outside' | 'anywhere'): Spot | null {
    const [west, south, east, north] = boxOf([a, b])
    const box: Box = [west - slackUnits, south - slackUnits, east + slackUnits, north + slackUnits]
    const stops = [0, 1]
    const along: Stretch[] = []
    for (const segment of this.segmentsIn(box)) {
      const stretch = stretchAlong(a, b, segment)
      if (stretch) along.push(stretch)
      stops.push(...(stretch ?? []), ...crossing(a, b, segment))
    }
    stops.sort((s, t) => s - t)
    for (const [i, s] of stops.entries()) {
      const t = stops[i + 1] ?? s
      if (t - s < 1e-9) continue
      const share = (s + t) / 2
      if (along.some(([from, to]) => from <= share && share <= to)) continue
      const place: Place = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
      if (where === 'anywhere' || this.holds(place) === (where === 'inside'))
        return [Math.round(place[0]), Math.round(place[1])]
    }
    return null
  }
}

/** Rings without their closing repeat, by polygon. */
export const ringsOf = (outline: Polygon | MultiPolygon): Spot[][][] =>
  (outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates).map(rings =>
    rings.map(ring => ring.slice(0, -1).map(spotOf)),
  )

const sidesOf = (ring: readonly Spot[]): Segment[] =>
  ring.map((a, i): Segment => [a, ring[(i + 1) % ring.length] ?? a])

/** From which share of a segment's length to which. */
type Stretch = readonly [from: number, to: number]

/** The stretch of ab that lies within the slack of a segment. */
function stretchAlong(a: Spot, b: Spot, [c, d]: Segment): Stretch | null {
  const [dx, dy] = [d[0] - c[0], d[1] - c[1]]
  const length = Math.sqrt(dx * dx + dy * dy)
  const [ux, uy] = length === 0 ? [1, 0] : [dx / length, dy / length]
  const [px, py, vx, vy] = [a[0] - c[0], a[1] - c[1], b[0] - a[0], b[1] - a[1]]
  const sideways = clipped([0, 1], { at: py * ux - px * uy, by: vy * ux - vx * uy, length: 0 })
  return sideways && clipped(sideways, { at: px * ux + py * uy, by: vx * ux + vy * uy, length })
}

/** What of a stretch has `at + by * share` between 0 and a length, with the slack on either side. */
function clipped(
  [from, to]: Stretch,
  { at, by, length }: { at: number; by: number; length: number },
): Stretch | null {
  const [low, high] = [-slackUnits, length + slackUnits]
  if (by === 0) return at >= low && at <= high ? [from, to] : null
  const [s, t] = [(low - at) / by, (high - at) / by]
  const stretch: Stretch = [Math.max(from, Math.min(s, t)), Math.min(to, Math.max(s, t))]
  return stretch[0] <= stretch[1] ? stretch : null
}

function crossing(a: Spot, b: Spot, [c, d]: Segment): number[] {
  const [vx, vy, wx, wy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
  const below = vx * wy - vy * wx
  if (below === 0) return []
  const share = ((c[0] - a[0]) * wy - (c[1] - a[1]) * wx) / below
  return share > 0 && share < 1 ? [share] : []
}

/** A place inside a polygon of the lattice, never on the height of a vertex. */
export function placeInside(rings: readonly (readonly Spot[])[]): Place {
  const [, south, , north] = boxOf(rings[0] ?? [])
  const y = Math.floor((south + north) / 2) + 0.5
  const crossings = rings
    .flatMap(ring => sidesOf(ring))
    .flatMap(([[ax, ay], [bx, by]]) => (ay > y !== by > y ? [ax + ((y - ay) * (bx - ax)) / (by - ay)] : []))
    .sort((p, q) => p - q)
  let widest = { x: crossings[0] ?? 0, width: -1 }
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [from, to] = [crossings[i] ?? 0, crossings[i + 1] ?? 0]
    if (to - from > widest.width) widest = { x: (from + to) / 2, width: to - from }
  }
  return [widest.x, y]
}

/** Whether a place that is on no vertex's height lies inside rings. */
export const holdsPlace = (rings: readonly (readonly Spot[])[], place: Place): boolean => {
  const [x, y] = place
  let isIn = false
  for (const ring of rings) {
    let [ax, ay] = ring.at(-1) ?? [0, 0]
    for (const [bx, by] of ring) {
      if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) isIn = !isIn
      ;[ax, ay] = [bx, by]
    }
  }
  return isIn
}
