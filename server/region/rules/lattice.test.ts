import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  doubleArea,
  grazes,
  lngLatOf,
  onSegment,
  placeIn,
  type Spot,
  segmentsMeet,
  spotOf,
  turn,
} from './lattice.ts'

const world = fc.tuple(
  fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  fc.integer({ min: -900_000_000, max: 900_000_000 }),
)

test('a position goes to the lattice and back unchanged', () =>
  fc.assert(
    fc.property(world, spot => {
      expect(spotOf(lngLatOf(spot))).toEqual(spot)
    }),
  ))

test('the side of a turn is exact anywhere in the world', () =>
  fc.assert(
    fc.property(world, world, world, (o, a, b) => {
      const [px, py, qx, qy] = [a[0] - o[0], a[1] - o[1], b[0] - o[0], b[1] - o[1]].map(BigInt) as [
        bigint,
        bigint,
        bigint,
        bigint,
      ]
      const exact = px * qy - py * qx
      expect(Math.sign(turn(o, a, b))).toBe(exact > 0n ? 1 : exact < 0n ? -1 : 0)
    }),
  ))

test('one unit beside a line around half the world is not on it', () => {
  const [a, b]: Spot[] = [
    [-1_800_000_000, -900_000_000],
    [1_800_000_000, 900_000_000],
  ]
  if (!a || !b) return
  expect(onSegment(a, b, [0, 0])).toBe(true)
  expect(onSegment(a, b, [0, 1])).toBe(false)
  expect(turn(a, b, [0, 1])).toBeGreaterThan(0)
})

test.each<[string, Spot, Spot, { c: Spot; d: Spot }, boolean]>([
  ['cross', [0, 0], [4, 4], { c: [0, 4], d: [4, 0] }, true],
  ['touch in the middle', [0, 0], [4, 0], { c: [2, 0], d: [2, 4] }, true],
  ['share an end', [0, 0], [4, 0], { c: [4, 0], d: [4, 4] }, false],
  ['go on straight', [0, 0], [4, 0], { c: [4, 0], d: [8, 0] }, false],
  ['run back', [0, 0], [4, 0], { c: [4, 0], d: [1, 0] }, true],
  ['are the same', [0, 0], [4, 0], { c: [4, 0], d: [0, 0] }, true],
  ['lie apart on one line', [0, 0], [4, 0], { c: [5, 0], d: [8, 0] }, false],
  ['are parallel', [0, 0], [4, 0], { c: [0, 1], d: [4, 1] }, false],
])('segments that %s', (_, a, b, other, meet) => {
  expect(segmentsMeet(a, b, other)).toBe(meet)
  expect(segmentsMeet(other.c, other.d, { c: a, d: b })).toBe(meet)
})

test('a spot too close to a long edge to be told from it grazes it', () => {
  expect(grazes([0, 0], [100_000_001, 1], [50_000_000, 0])).toBe(false)
  expect(grazes([0, 0], [1_000_000_001, 1], [999_999_999, 1])).toBe(true)
  expect(grazes([0, 0], [10, 0], [5, 0])).toBe(true)
  expect(grazes([0, 0], [10, 0], [11, 0])).toBe(false)
})

test('inside, on the edge and outside of a ring', () => {
  const ring: Spot[] = [
    [0, 0],
    [4, 0],
    [4, 4],
    [2, 2],
    [0, 4],
  ]
  expect(placeIn(ring, [1, 1])).toBe(1)
  expect(placeIn(ring, [2, 3])).toBe(-1)
  expect(placeIn(ring, [3, 3])).toBe(0)
  expect(placeIn(ring, [4, 4])).toBe(0)
  expect(placeIn(ring, [-1, 0])).toBe(-1)
  expect(doubleArea(ring)).toBe(24n)
  expect(doubleArea(ring.toReversed())).toBe(-24n)
})
