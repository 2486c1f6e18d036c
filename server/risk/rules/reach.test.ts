import { expect, test } from 'vitest'
import type { LngLat, Polygon } from '../../region/place.ts'
import { distanceWithin, reachOf } from './reach.ts'

const base: LngLat = [117, 28]
// One thousandth of a degree at 28 degrees north: 98.4 m east, 110.8 m north.
const at = (x: number, y: number): LngLat => [base[0] + x / 1000, base[1] + y / 1000]
const ring = (...points: LngLat[]) => Float64Array.from([...points, ...points.slice(0, 1)].flat())
const cell = (x: number, y: number) => ring(at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1))
const source = (reachMeters: number, area: Polygon | null = null) =>
  reachOf({ lngLat: base, area, reachMeters })
const area = (...rings: LngLat[][]): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(points => [...points, ...points.slice(0, 1)]),
})

test('a cell that holds the point is at distance 0, even with no reach', () => {
  expect(distanceWithin(source(0), cell(-0.5, -0.5))).toBe(0)
  expect(distanceWithin(source(0), cell(1, 1))).toBe(Infinity)
})

test('the distance is to the nearest edge or corner, in metres', () => {
  expect(distanceWithin(source(500), cell(2, -0.5))).toBeCloseTo(196.6, 0)
  expect(distanceWithin(source(500), cell(-0.5, 3))).toBeCloseTo(332.5, 0)
  expect(distanceWithin(source(500), cell(2, 3))).toBeCloseTo(Math.hypot(196.6, 332.5), 0)
})

test('the reach is included and one step beyond is not', () => {
  const exact = distanceWithin(source(5000), cell(2, 3))
  expect(distanceWithin(source(exact), cell(2, 3))).toBe(exact)
  expect(distanceWithin(source(exact - 1e-6), cell(2, 3))).toBe(Infinity)
})

test('an area counts from its edge, and 0 where it touches, holds or lies in the cell', () => {
  const square = area([at(0, 0), at(4, 0), at(4, 4), at(0, 4)])
  expect(distanceWithin(source(0, square), cell(1, 1))).toBe(0)
  expect(distanceWithin(source(0, square), cell(3.5, 3.5))).toBe(0)
  expect(distanceWithin(source(0, square), cell(4, 0))).toBe(0)
  expect(distanceWithin(source(500, square), cell(6, 1))).toBeCloseTo(196.6, 0)
  const small = area([at(0.2, 0.2), at(0.4, 0.2), at(0.4, 0.4)])
  expect(distanceWithin(source(0, small), cell(0, 0))).toBe(0)
})

test('a cell in a hole of the area is as far as the hole’s edge', () => {
  const ringed = area([at(0, 0), at(9, 0), at(9, 9), at(0, 9)], [at(1, 1), at(1, 8), at(8, 8), at(8, 1)])
  expect(distanceWithin(source(0, ringed), cell(4, 4))).toBe(Infinity)
  expect(distanceWithin(source(400, ringed), cell(4, 4))).toBeCloseTo(295, 0)
})
