import type { LngLat, Polygon } from '../../region/place.ts'
import { metersPerDegree } from './graph.ts'

export type Spot = readonly [number, number]
export type Path = Spot[]

/** Meters east and north of an origin. */
export function projected(line: LngLat[], origin: LngLat): Path {
  const scale = metersPerDegree(origin[1])
  return line.map(([lng, lat]): Spot => [(lng - origin[0]) * scale.lng, (lat - origin[1]) * scale.lat])
}

export function distanceToShape(path: Path, spot: Spot): number {
  let least = Infinity
  for (let i = 1; i < path.length; i++) {
    least = Math.min(least, distanceToPiece(spot, path[i - 1] ?? spot, path[i] ?? spot))
  }
  return least
}

function distanceToPiece(spot: Spot, a: Spot, b: Spot): number {
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const length2 = dx * dx + dy * dy
  const along = length2 === 0 ? 0 : ((spot[0] - a[0]) * dx + (spot[1] - a[1]) * dy) / length2
  const share = Math.max(0, Math.min(1, along))
  return Math.hypot(a[0] + dx * share - spot[0], a[1] + dy * share - spot[1])
}

const SAMPLE_METERS = 5

/** Meters of `path` that lie within `nearMeters` of `line`, sampled every five meters. */
export function alongLine(path: Path, line: Path, nearMeters: number): number {
  let meters = 0
  for (let i = 1; i < path.length; i++) {
    const a = path[i - 1] ?? [0, 0]
    const b = path[i] ?? [0, 0]
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const samples = Math.max(1, Math.ceil(length / SAMPLE_METERS))
    for (let k = 0; k < samples; k++) {
      const share = (k + 0.5) / samples
      const spot: Spot = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
      if (distanceToShape(line, spot) <= nearMeters) meters += length / samples
    }
  }
  return meters
}

export function crossesLine(path: Path, line: Path): boolean {
  for (let i = 1; i < path.length; i++) {
    for (let k = 1; k < line.length; k++) {
      const [a, b, c, d] = [path[i - 1], path[i], line[k - 1], line[k]]
      if (a && b && c && d && piecesCross({ a, b, c, d })) return true
    }
  }
  return false
}

function piecesCross({ a, b, c, d }: { a: Spot; b: Spot; c: Spot; d: Spot }): boolean {
  const side = (p: Spot, q: Spot, r: Spot) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
  const first = side(a, b, c) * side(a, b, d)
  const second = side(c, d, a) * side(c, d, b)
  return first <= 0 && second <= 0 && (first < 0 || second < 0)
}

/** Inside the outer ring and outside every hole, by the even-odd rule. */
export function inPolygon(polygon: Polygon, [x, y]: LngLat): boolean {
  let inside = false
  for (const ring of polygon.coordinates) {
    for (let i = 0, k = ring.length - 1; i < ring.length; k = i++) {
      const [xi, yi] = ring[i] ?? [0, 0]
      const [xk, yk] = ring[k] ?? [0, 0]
      if (yi > y !== yk > y && x < ((xk - xi) * (y - yi)) / (yk - yi) + xi) inside = !inside
    }
  }
  return inside
}

/** Whether a line has a point inside a polygon or crosses its edge. */
export function meetsPolygon(line: LngLat[], polygon: Polygon): boolean {
  if (line.some(lngLat => inPolygon(polygon, lngLat))) return true
  return polygon.coordinates.some(ring => crossesLine(line, ring))
}
