import type { LngLat, MultiPolygon } from '../../region/place.ts'

/** Metres east and north of a place, or downwind and to the left of the wind. */
export type Spot = readonly [number, number]

/** Metres of one degree on the ellipsoid at a latitude. */
export function metersPerDegree(latitude: number): { lng: number; lat: number } {
  const phi = (latitude * Math.PI) / 180
  return {
    lng: 111_412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi),
    lat: 111_132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi),
  }
}

const onLattice = (degrees: number) => Math.round(degrees * 1e7) / 1e7

/** From metres east and north of a place to degrees on the lattice of 1e-7. */
export function placedAt([lng, lat]: LngLat): (spot: Spot) => LngLat {
  const scale = metersPerDegree(lat)
  return ([east, north]) => [onLattice(lng + east / scale.lng), onLattice(lat + north / scale.lat)]
}

/** From metres downwind and to the left to metres east and north. */
export function turned(windFromDegrees: number): (spot: Spot) => Spot {
  const toward = ((windFromDegrees + 180) * Math.PI) / 180
  const [s, c] = [Math.sin(toward), Math.cos(toward)]
  return ([x, y]) => [x * s - y * c, x * c + y * s]
}

const corners = 180

/** Counterclockwise ring of a circle, closed. */
export const circle = (radius: number): Spot[] => closed(arc(radius, [0, 360], corners).slice(0, -1))

function arc(radius: number, [from, to]: readonly [number, number], steps: number): Spot[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const
  })
}

/** ERG: a square downwind that begins at the source, half of it on each side of the axis. */
export const downwindSquare = (side: number): Spot[] =>
  closed([
    [0, -side / 2],
    [side, -side / 2],
    [side, side / 2],
    [0, side / 2],
  ])

/** The square together with the isolation circle, of which half lies upwind. */
export function squareWithCircle(side: number, radius: number): Spot[] {
  const half = Math.max(side / 2, radius)
  const upwind = arc(radius, [90, 270], corners / 2)
  const square: Spot[] = [
    [0, -half],
    [side, -half],
    [side, half],
    [0, half],
  ]
  return closed(withoutRepeats([...square, ...upwind]))
}

const closed = (ring: Spot[]): Spot[] => [...ring, ...ring.slice(0, 1)]

function withoutRepeats(ring: Spot[]): Spot[] {
  return ring.filter((spot, i) => {
    const before = ring.at(i - 1)
    return !before || Math.hypot(spot[0] - before[0], spot[1] - before[1]) > 0.01
  })
}

/** Signed square metres of a closed ring, counterclockwise positive. */
export function areaOf(ring: readonly Spot[]): number {
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] ?? [0, 0], ring[i] ?? [0, 0]]
    sum += a[0] * b[1] - b[0] * a[1]
  }
  return sum / 2
}

/** One ring about a place as a polygon on the map. */
export function drawn(lngLat: LngLat, ring: readonly Spot[]): MultiPolygon {
  const place = placedAt(lngLat)
  return { type: 'MultiPolygon', coordinates: [[ring.map(place)]] }
}
