import type { LngLat, Polygon } from '../../region/place.ts'

/** A hazard source made ready for distances: local metres around its point, its area's rings, its box in degrees. */
export interface Reach {
  lng: number
  lat: number
  /** Metres in a degree of longitude and of latitude at the source. */
  perLng: number
  perLat: number
  reachMeters: number
  /** Closed rings of the area in local metres, x and y in turn; none for a point source. */
  rings: Float64Array[]
  /** West, south, east, north of everything that the reach can touch. */
  box: [number, number, number, number]
}

interface Place {
  lngLat: LngLat
  area: Polygon | null
  reachMeters: number
}

/** Metres in a degree at a latitude: series of the WGS 84 ellipsoid, good to centimetres over the width of a town. */
export function metersPerDegree(lat: number): { perLng: number; perLat: number } {
  const phi = (lat * Math.PI) / 180
  return {
    perLng: 111412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi),
    perLat: 111132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi),
  }
}

/** What lies within `reachMeters` of the area, or of the point without one; rings in metres from the point. */
export function reachOf({ lngLat: [lng, lat], area, reachMeters }: Place): Reach {
  const { perLng, perLat } = metersPerDegree(lat)
  const rings = (area?.coordinates ?? []).map(ring =>
    Float64Array.from(ring.flatMap(([x, y]) => [(x - lng) * perLng, (y - lat) * perLat])),
  )
  const box = boxOf(rings[0] ?? new Float64Array(2))
  const [west, south, east, north] = box
  return {
    lng,
    lat,
    perLng,
    perLat,
    reachMeters,
    rings,
    box: [
      lng + (west - reachMeters - 1) / perLng,
      lat + (south - reachMeters - 1) / perLat,
      lng + (east + reachMeters + 1) / perLng,
      lat + (north + reachMeters + 1) / perLat,
    ],
  }
}

/** A closed ring within an array: x and y in turn, `unit` of them in a degree. */
export interface RingAt {
  positions: Float64Array | Int32Array
  /** First number of the ring, and the number behind its last. */
  from: number
  to: number
  unit: number
}

/**
 * Metres from a source to the nearest point of a cell, 0 when they touch, or Infinity beyond the reach.
 * The field and its explanation both ask this and nothing else, so they cannot disagree.
 * @param cell the cell's closed outer ring: longitude and latitude in turn
 */
export function distanceWithin(source: Reach, cell: Float64Array): number {
  const distance = distanceTo(source, { positions: cell, from: 0, to: cell.length, unit: 1 })
  return distance <= source.reachMeters ? distance : Infinity
}

/** Metres from a source to the nearest point of a closed ring, 0 when they touch. */
export const distanceTo = (source: Reach, ring: RingAt): number =>
  source.rings.length === 0 ? pointDistance(source, ring) : areaDistance(source, localRing(source, ring))

// Most sources are points and this runs for each cell near the edge of each reach: one pass, nothing allocated.
function pointDistance({ lng, lat, perLng, perLat }: Reach, { positions, from, to, unit }: RingAt): number {
  let least = Infinity
  let within = false
  let ax = ((positions[from] ?? 0) / unit - lng) * perLng
  let ay = ((positions[from + 1] ?? 0) / unit - lat) * perLat
  for (let i = from + 2; i + 1 < to; i += 2) {
    const bx = ((positions[i] ?? 0) / unit - lng) * perLng
    const by = ((positions[i + 1] ?? 0) / unit - lat) * perLat
    if (ay > 0 !== by > 0 && 0 < ax - ((bx - ax) * ay) / (by - ay)) within = !within
    const dx = bx - ax
    const dy = by - ay
    const length = dx * dx + dy * dy
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length))
    const px = ax + along * dx
    const py = ay + along * dy
    least = Math.min(least, px * px + py * py)
    ax = bx
    ay = by
  }
  return within ? 0 : Math.sqrt(least)
}

function localRing({ lng, lat, perLng, perLat }: Reach, { positions, from, to, unit }: RingAt): Float64Array {
  const local = new Float64Array(to - from)
  for (let i = 0; i + 1 < local.length; i += 2) {
    local[i] = ((positions[from + i] ?? 0) / unit - lng) * perLng
    local[i + 1] = ((positions[from + i + 1] ?? 0) / unit - lat) * perLat
  }
  return local
}

function areaDistance({ rings, reachMeters }: Reach, cell: Float64Array): number {
  const [outer, ...holes] = rings
  if (!outer) return Infinity
  const x = cell[0] ?? 0
  const y = cell[1] ?? 0
  if (inside(x, y, outer) && !holes.some(hole => inside(x, y, hole))) return 0
  if (inside(outer[0] ?? 0, outer[1] ?? 0, cell)) return 0
  const [west, south, east, north] = boxOf(cell)
  let least = Infinity
  for (const ring of rings) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const side = { ax: ring[i] ?? 0, ay: ring[i + 1] ?? 0, bx: ring[i + 2] ?? 0, by: ring[i + 3] ?? 0 }
      const apart =
        Math.max(side.ax, side.bx) < west - reachMeters ||
        Math.min(side.ax, side.bx) > east + reachMeters ||
        Math.max(side.ay, side.by) < south - reachMeters ||
        Math.min(side.ay, side.by) > north + reachMeters
      if (!apart) least = Math.min(least, segmentToRing(side, cell))
    }
  }
  return Math.sqrt(least)
}

interface Segment {
  ax: number
  ay: number
  bx: number
  by: number
}

function segmentToRing(side: Segment, ring: Float64Array): number {
  let least = Infinity
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const edge = { ax: ring[i] ?? 0, ay: ring[i + 1] ?? 0, bx: ring[i + 2] ?? 0, by: ring[i + 3] ?? 0 }
    if (crosses(side, edge)) return 0
    least = Math.min(
      least,
      toSegment(side.ax, side.ay, edge),
      toSegment(side.bx, side.by, edge),
      toSegment(edge.ax, edge.ay, side),
      toSegment(edge.bx, edge.by, side),
    )
  }
  return least
}

/** Squared distance from a point to a segment. */
function toSegment(x: number, y: number, { ax, ay, bx, by }: Segment): number {
  const dx = bx - ax
  const dy = by - ay
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  const px = ax + along * dx - x
  const py = ay + along * dy - y
  return px * px + py * py
}

const turn = (s: Segment, x: number, y: number) => (s.bx - s.ax) * (y - s.ay) - (s.by - s.ay) * (x - s.ax)

const crosses = (s: Segment, t: Segment) =>
  turn(s, t.ax, t.ay) > 0 !== turn(s, t.bx, t.by) > 0 && turn(t, s.ax, s.ay) > 0 !== turn(t, s.bx, s.by) > 0

/** Even-odd rule on a closed ring. */
export function inside(x: number, y: number, ring: Float64Array): boolean {
  let is = false
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const ay = ring[i + 1] ?? 0
    const by = ring[i + 3] ?? 0
    if (ay > y === by > y) continue
    const ax = ring[i] ?? 0
    const bx = ring[i + 2] ?? 0
    if (x < ((bx - ax) * (y - ay)) / (by - ay) + ax) is = !is
  }
  return is
}

/** West, south, east, north of a ring. */
export function boxOf(ring: Float64Array): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const x = ring[i] ?? 0
    const y = ring[i + 1] ?? 0
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return [west, south, east, north]
}
