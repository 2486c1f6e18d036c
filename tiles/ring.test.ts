import { expect, it } from 'vitest'
import type { LngLat } from '../server/region/place.ts'
import { isInside, joinPaths, labelPoint, ringSquareMeters } from './ring.ts'

it('joins paths end to end, turning them where they must', () => {
  expect(
    joinPaths([
      [1, 2],
      [4, 3],
      [2, 3],
      [4, 1],
    ]).map(path => path.length),
  ).toEqual([5])
  expect(
    joinPaths(
      [
        [1, 2],
        [3, 2],
      ],
      false,
    ),
  ).toHaveLength(2)
  expect(
    joinPaths([
      [1, 2],
      [5, 6],
    ]),
  ).toEqual([
    [1, 2],
    [5, 6],
  ])
})

it('puts the label of a horseshoe on its body', () => {
  const horseshoe: LngLat[] = [
    [0, 0],
    [3, 0],
    [3, 3],
    [2, 3],
    [2, 1],
    [1, 1],
    [1, 3],
    [0, 3],
    [0, 0],
  ]
  expect(isInside(labelPoint(horseshoe), horseshoe)).toBe(true)
})

it('measures a hectare', () => {
  const side = 100 / 111_320
  const east = side / Math.cos((28 * Math.PI) / 180)
  const ring: LngLat[] = [
    [118, 28],
    [118 + east, 28],
    [118 + east, 28 + side],
    [118, 28 + side],
    [118, 28],
  ]
  expect(ringSquareMeters(ring)).toBeCloseTo(10_000, 0)
})
