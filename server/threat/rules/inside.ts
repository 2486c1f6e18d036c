import Flatbush from 'flatbush'
import type { LngLat, MultiPolygon } from '../../region/place.ts'
import { metersPerDegree } from './plane.ts'

/** An area asked many times for what lies inside it. */
export class Inside {
  readonly bounds: readonly [number, number, number, number]
  readonly #edges: Float64Array
  readonly #index: Flatbush

  constructor({ coordinates }: MultiPolygon) {
    const rings = coordinates.flat()
    const count = rings.reduce((sum, ring) => sum + Math.max(0, ring.length - 1), 0)
    this.#edges = new Float64Array(Math.max(1, count) * 4)
    this.#index = new Flatbush(Math.max(1, count))
    let at = 0
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++, at += 4) {
        const a: LngLat = ring[i - 1] ?? [0, 0]
        const b: LngLat = ring[i] ?? [0, 0]
        this.#edges.set([...a, ...b], at)
        this.#index.add(
          Math.min(a[0], b[0]),
          Math.min(a[1], b[1]),
          Math.max(a[0], b[0]),
          Math.max(a[1], b[1]),
        )
      }
    }
    if (count === 0) this.#index.add(Infinity, Infinity, -Infinity, -Infinity)
    this.#index.finish()
    this.bounds = [this.#index.minX, this.#index.minY, this.#index.maxX, this.#index.maxY]
  }

  /** Whether a place lies inside, islands left out. */
  holds([x, y]: LngLat): boolean {
    const [west, south, east, north] = this.bounds
    if (x < west || x > east || y < south || y > north) return false
    let inside = false
    for (const edge of this.#index.search(x, y, east, y)) {
      const [ax, ay, bx, by] = this.#edgeAt(edge)
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
    return inside
  }

  /** Metres of a line that lie inside. */
  metersOf(line: readonly LngLat[]): number {
    let meters = 0
    for (let i = 1; i < line.length; i++)
      meters += this.#metersOfPiece(line[i - 1] ?? [0, 0], line[i] ?? [0, 0])
    return meters
  }

  #metersOfPiece(a: LngLat, b: LngLat): number {
    const [west, east] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])]
    const [south, north] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])]
    const [w, s, e, n] = this.bounds
    if (east < w || west > e || north < s || south > n) return 0
    const cuts = this.#index
      .search(west, south, east, north)
      .flatMap(edge => crossing(a, b, this.#edgeAt(edge)))
      .sort((one, other) => one - other)
    const stops = [0, ...cuts, 1]
    let share = 0
    for (let i = 1; i < stops.length; i++) {
      const [from, to] = [stops[i - 1] ?? 0, stops[i] ?? 0]
      if (to > from && this.holds(between(a, b, (from + to) / 2))) share += to - from
    }
    if (share === 0) return 0
    const scale = metersPerDegree((a[1] + b[1]) / 2)
    return share * Math.hypot((b[0] - a[0]) * scale.lng, (b[1] - a[1]) * scale.lat)
  }

  #edgeAt(edge: number): readonly [number, number, number, number] {
    const [ax = 0, ay = 0, bx = 0, by = 0] = this.#edges.subarray(edge * 4, edge * 4 + 4)
    return [ax, ay, bx, by]
  }
}

const between = (a: LngLat, b: LngLat, share: number): LngLat => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]

/** Where along a piece, 0 to 1, it meets an edge. */
function crossing(
  a: LngLat,
  b: LngLat,
  [cx, cy, dx, dy]: readonly [number, number, number, number],
): number[] {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], dx - cx, dy - cy]
  const cross = rx * sy - ry * sx
  if (cross === 0) return []
  const along = ((cx - a[0]) * sy - (cy - a[1]) * sx) / cross
  const across = ((cx - a[0]) * ry - (cy - a[1]) * rx) / cross
  return along > 0 && along < 1 && across >= 0 && across <= 1 ? [along] : []
}
