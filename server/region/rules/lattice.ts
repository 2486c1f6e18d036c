import type { LngLat } from '../place.ts'

/** A position in whole units of 1e-7 degrees, so that geometry is compared exactly. */
export type Spot = readonly [x: number, y: number]

const unitsPerDegree = 1e7

export const spotOf = ([lng, lat]: LngLat): Spot => [
  Math.round(lng * unitsPerDegree),
  Math.round(lat * unitsPerDegree),
]
export const lngLatOf = ([x, y]: Spot): LngLat => [x / unitsPerDegree, y / unitsPerDegree]

// Below this the product of two differences, and the difference of two such products, is an exact integer.
const exactReach = 2 ** 25

/** Positive when o, a, b turn left, negative when they turn right, 0 when they lie on one line. Exact in sign. */
export function turn([ox, oy]: Spot, [ax, ay]: Spot, [bx, by]: Spot): number {
  const [px, py, qx, qy] = [ax - ox, ay - oy, bx - ox, by - oy]
  const farthest = Math.max(Math.abs(px), Math.abs(py), Math.abs(qx), Math.abs(qy))
  if (farthest < exactReach) return px * qy - py * qx
  return Number(BigInt(px) * BigInt(qy) - BigInt(py) * BigInt(qx))
}

/** Twice the signed area of a ring of distinct spots (not closed), exactly; positive when counterclockwise. */
export function doubleArea(ring: readonly Spot[]): bigint {
  const [first] = ring
  if (!first) return 0n
  let sum = 0n
  let previous = first
  for (const spot of ring) {
    sum += BigInt(previous[0] - first[0]) * BigInt(spot[1] - first[1])
    sum -= BigInt(spot[0] - first[0]) * BigInt(previous[1] - first[1])
    previous = spot
  }
  return sum
}

export const same = (a: Spot, b: Spot): boolean => a[0] === b[0] && a[1] === b[1]

/** Whether a spot lies in the box that two spots span, edges included. */
const between = ([ax, ay]: Spot, [bx, by]: Spot, [x, y]: Spot) =>
  Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by)

/** Whether a spot lies on a segment, ends included. */
export const onSegment = (a: Spot, b: Spot, p: Spot): boolean => between(a, b, p) && turn(a, b, p) === 0

/**
 * Whether two segments meet anywhere but in an end that both have. Two that share an end meet only when
 * one runs back along the other.
 */
export function segmentsMeet(a: Spot, b: Spot, { c, d }: { c: Spot; d: Spot }): boolean {
  const shared = same(a, c) || same(a, d) ? a : same(b, c) || same(b, d) ? b : null
  if (shared) {
    const p = shared === a ? b : a
    const q = same(shared, c) ? d : c
    if (same(p, q)) return true
    return onSegment(shared, p, q) || onSegment(shared, q, p)
  }
  const sides = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)].map(Math.sign)
  const [toC = 0, toD = 0, toA = 0, toB = 0] = sides
  if (toC * toD < 0 && toA * toB < 0) return true
  return onSegment(a, b, c) || onSegment(a, b, d) || onSegment(c, d, a) || onSegment(c, d, b)
}

/**
 * Whether a spot lies on a segment or so close beside its inside that degrees as floating-point numbers
 * cannot tell: nearer than a hundredth of a unit, which is a tenth of a millimetre.
 */
export function grazes(a: Spot, b: Spot, p: Spot): boolean {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const along = (p[0] - a[0]) * dx + (p[1] - a[1]) * dy
  const length = dx * dx + dy * dy
  if (along <= 0 || along >= length) return same(a, p) || same(b, p)
  return Math.abs(turn(a, b, p)) < Math.sqrt(length) / 100
}

/** Whether a spot is inside a ring: 1 inside, 0 on its edge, -1 outside. */
export function placeIn(ring: readonly Spot[], p: Spot): -1 | 0 | 1 {
  let inside = false
  let a = ring.at(-1)
  for (const b of ring) {
    const isPast =
      a && ((a[0] < p[0] && b[0] < p[0]) || (a[1] < p[1] && b[1] < p[1]) || (a[1] > p[1] && b[1] > p[1]))
    if (a && !isPast) {
      if (onSegment(a, b, p)) return 0
      if (a[1] > p[1] !== b[1] > p[1] && turn(a, b, p) > 0 === b[1] > a[1]) inside = !inside
    }
    a = b
  }
  return inside ? 1 : -1
}

/** Of some spots: west, south, east, north, on the lattice. */
export function boxOf(spots: readonly Spot[]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of spots) {
    west = Math.min(west, x)
    south = Math.min(south, y)
    east = Math.max(east, x)
    north = Math.max(north, y)
  }
  return [west, south, east, north]
}
