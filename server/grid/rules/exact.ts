import { type Spot, same, turn } from '../../region/rules/lattice.ts'

// Each product below this, and a sum of a few of them, is an exact integer.
const exactSum = 2 ** 51
const exactReach = 2 ** 25

/** Twice the signed area of a ring in square units, exactly; quick for rings of ordinary size. */
export function exactDoubleArea(ring: readonly Spot[]): bigint {
  const [first] = ring
  if (!first) return 0n
  const [ox, oy] = first
  let [whole, sum, px, py] = [0n, 0, 0, 0]
  for (const [x, y] of ring) {
    const [qx, qy] = [x - ox, y - oy]
    if (Math.abs(qx) >= exactReach || Math.abs(qy) >= exactReach) return slowDoubleArea(ring)
    sum += px * qy - qx * py
    if (sum > exactSum || sum < -exactSum) {
      whole += BigInt(sum)
      sum = 0
    }
    px = qx
    py = qy
  }
  return whole + BigInt(sum)
}

function slowDoubleArea(ring: readonly Spot[]): bigint {
  let sum = 0n
  let previous = ring.at(-1) ?? [0, 0]
  for (const spot of ring) {
    sum += BigInt(previous[0]) * BigInt(spot[1]) - BigInt(spot[0]) * BigInt(previous[1])
    previous = spot
  }
  return sum
}

/** Twice the area by which a vertex at r bends the edge from a to b, exactly; positive when r lies to the left. */
export const bendOf = (a: Spot, b: Spot, r: Spot): bigint => exactDoubleArea([a, b, r])

function dot([ox, oy]: Spot, [ax, ay]: Spot, [bx, by]: Spot): number {
  const [px, py, qx, qy] = [ax - ox, ay - oy, bx - ox, by - oy]
  const farthest = Math.max(Math.abs(px), Math.abs(py), Math.abs(qx), Math.abs(qy))
  if (farthest < exactReach) return px * qx + py * qy
  return Number(BigInt(px) * BigInt(qx) + BigInt(py) * BigInt(qy))
}

/**
 * Whether a spot is on a segment or nearer to its inside than a hundredth of a unit, where degrees as
 * floating-point numbers no longer tell the two apart. Decided in whole numbers.
 */
export function isOn(a: Spot, b: Spot, p: Spot): boolean {
  const along = dot(a, b, p)
  if (along <= 0) return same(a, p)
  if (dot(b, a, p) <= 0) return same(b, p)
  const off = turn(a, b, p)
  if (off === 0) return true
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const [left, right] = [off * off * 10_000, dx * dx + dy * dy]
  if (left > right * 1.001) return false
  if (left < right * 0.999) return true
  const exactOff = bendOf(a, b, p)
  return exactOff * exactOff * 10_000n < BigInt(dx) * BigInt(dx) + BigInt(dy) * BigInt(dy)
}

/** How two edges that are not the same one get in each other's way: they cross or touch, are too close, or not at all. */
export function conflictOf(a: Spot, b: Spot, { c, d }: { c: Spot; d: Spot }): 'crosses' | 'close' | null {
  const shared = same(a, c) || same(a, d) ? a : same(b, c) || same(b, d) ? b : null
  if (shared) {
    const [p, q] = [shared === a ? b : a, same(shared, c) ? d : c]
    if (same(p, q)) return 'crosses'
    if (!isOn(shared, p, q) && !isOn(shared, q, p)) return null
    return turn(shared, p, q) === 0 ? 'crosses' : 'close'
  }
  if (crossesInside(a, b, { c, d })) return 'crosses'
  const touch = touching(a, b, { c, d }) ?? touching(c, d, { c: a, d: b })
  if (touch === undefined) return null
  return touch === 0 ? 'crosses' : 'close'
}

const touching = (a: Spot, b: Spot, { c, d }: { c: Spot; d: Spot }): number | undefined =>
  isOn(a, b, c) ? turn(a, b, c) : isOn(a, b, d) ? turn(a, b, d) : undefined

/** Whether two segments cross inside both. */
export function crossesInside(a: Spot, b: Spot, { c, d }: { c: Spot; d: Spot }): boolean {
  const [toC, toD] = [Math.sign(turn(a, b, c)), Math.sign(turn(a, b, d))]
  if (toC * toD >= 0) return false
  return Math.sign(turn(c, d, a)) * Math.sign(turn(c, d, b)) < 0
}

/** Whether a segment passes through the unit square round a spot that lies in the segment's box. */
export function passes(a: Spot, b: Spot, p: Spot): boolean {
  const [dx, dy] = [Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1])]
  if (p[0] < Math.min(a[0], b[0]) || p[0] > Math.max(a[0], b[0])) return false
  if (p[1] < Math.min(a[1], b[1]) || p[1] > Math.max(a[1], b[1])) return false
  return 2 * Math.abs(turn(a, b, p)) <= dx + dy
}

/** The lattice spot nearest to where two crossing segments meet. */
export function meetingSpot(a: Spot, b: Spot, { c, d }: { c: Spot; d: Spot }): Spot {
  const [dx, dy, ex, ey] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]].map(BigInt)
  const [wx, wy] = [BigInt(c[0] - a[0]), BigInt(c[1] - a[1])]
  const below = (dx ?? 0n) * (ey ?? 0n) - (dy ?? 0n) * (ex ?? 0n)
  const above = wx * (ey ?? 0n) - wy * (ex ?? 0n)
  return [a[0] + rounded(above * (dx ?? 0n), below), a[1] + rounded(above * (dy ?? 0n), below)]
}

/** A quotient rounded to the nearest whole number, halves upward. */
function rounded(above: bigint, below: bigint): number {
  const [n, d] = below < 0n ? [-above, -below] : [above, below]
  const twice = 2n * n + d
  const quotient = twice / (2n * d)
  return Number(twice < 0n && quotient * 2n * d !== twice ? quotient - 1n : quotient)
}

/** The spot exactly on an edge that is nearest to one beside it, within `reach` units; null when there is none. */
export function exactlyOn(a: Spot, b: Spot, { near, reach }: { near: Spot; reach: number }): Spot | null {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const parts = commonDivisor(Math.abs(dx), Math.abs(dy))
  const long = Math.abs(dx) >= Math.abs(dy) ? 0 : 1
  const share = (near[long] - a[long]) / (long === 0 ? dx : dy)
  const step = Math.round(share * parts)
  if (step <= 0 || step >= parts) return null
  const spot: Spot = [a[0] + (dx / parts) * step, a[1] + (dy / parts) * step]
  return Math.max(Math.abs(spot[0] - near[0]), Math.abs(spot[1] - near[1])) <= reach ? spot : null
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}

/** Orders directions from one spot counterclockwise, beginning east; exact. */
export function byDirection(o: Spot, p: Spot, q: Spot): number {
  const [half, other] = [halfOf(o, p), halfOf(o, q)]
  return half === other ? -Math.sign(turn(o, p, q)) : half - other
}

const halfOf = ([ox, oy]: Spot, [x, y]: Spot) => (y > oy || (y === oy && x > ox) ? 0 : 1)

/** The order of two spots west to east, then south to north. */
export const byPlace = (p: Spot, q: Spot): number => p[0] - q[0] || p[1] - q[1]

/** How far a spot is along a segment, as a number that only serves to order; exact up to rounding far off. */
export const along = (a: Spot, b: Spot, p: Spot): number => dot(a, b, p)
