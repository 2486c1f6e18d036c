import { expect, it } from 'vitest'
import type { Bbox, LngLat } from '../server/region/place.ts'
import { ledBeyond, seaOf } from './coast.ts'
import { isInside } from './ring.ts'

const box: Bbox = [0, 0, 10, 10]
const isSea = (sea: LngLat[][][], at: LngLat) =>
  sea.some(([outer = [], ...holes]) => isInside(at, outer) && !holes.some(hole => isInside(at, hole)))

it('puts the sea on the right of the coastline and beyond the map', () => {
  const sea = seaOf(
    [
      [
        [4, -1],
        [5, 5],
        [4, 11],
      ],
    ],
    box,
  )
  expect(isSea(sea, [8, 5])).toBe(true)
  expect(isSea(sea, [10.3, 5])).toBe(true)
  expect(isSea(sea, [2, 5])).toBe(false)
})

it('cuts islands out and keeps two coasts apart', () => {
  const west: LngLat[] = [
    [2, 12],
    [2, -2],
  ]
  const east: LngLat[] = [
    [8, -2],
    [8, 12],
  ]
  const island: LngLat[] = [
    [0.5, 4],
    [1, 4],
    [1, 5],
    [0.5, 5],
    [0.5, 4],
  ]
  const sea = seaOf([west, east, island], box)
  expect([isSea(sea, [1.5, 8]), isSea(sea, [9, 8]), isSea(sea, [5, 5])]).toEqual([true, true, false])
  expect(isSea(sea, [0.7, 4.5])).toBe(false)
})

it('makes a strait between two shores one sea', () => {
  const sea = seaOf(
    [
      [
        [4, -2],
        [4, 12],
      ],
      [
        [6, 12],
        [6, -2],
      ],
    ],
    box,
  )
  expect([isSea(sea, [5, 5]), isSea(sea, [2, 5]), isSea(sea, [8, 5])]).toEqual([true, false, false])
})

it('surrounds lone islands with sea and makes none of nothing', () => {
  const island: LngLat[] = [
    [4, 4],
    [6, 4],
    [6, 6],
    [4, 6],
    [4, 4],
  ]
  expect(isSea(seaOf([island], box), [1, 1])).toBe(true)
  expect(isSea(seaOf([island], box), [5, 5])).toBe(false)
  expect(seaOf([], box)).toEqual([])
})

it('leads a bay that ends at the rim of the map on beyond it', () => {
  const bay: LngLat[] = [
    [7, 0],
    [10, 0],
    [10, 10],
    [6, 10],
    [5, 5],
    [7, 0],
  ]
  const led = ledBeyond(bay, box)
  expect(isInside([10.3, 5], led)).toBe(true)
  expect(isInside([7, 10.3], led)).toBe(true)
  expect(isInside([5.5, 5], led)).toBe(true)
  expect(isInside([4, 5], led)).toBe(false)
  const pond: LngLat[] = [
    [1, 1],
    [2, 1],
    [2, 2],
    [1, 1],
  ]
  expect(ledBeyond(pond, box)).toEqual(pond)
})
