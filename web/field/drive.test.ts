import { expect, test } from 'vitest'
import type { Order } from '../../server/dispatch/dispatch.ts'
import type { LngLat } from '../../server/region/place.ts'
import { metersTo, nextStep, pointAlong, secondsLeft } from './drive.ts'

// East along a parallel, then north: two legs of about 955 m and 1,113 m.
const line: LngLat[] = [
  [121.9, 30.88],
  [121.91, 30.88],
  [121.91, 30.89],
]
const step = (lngLat: LngLat, street: string) => ({
  kind: 'left',
  text: { zh: `左转进入${street}`, en: `Left into ${street}` },
  meters: 100,
  seconds: 10,
  street,
  lngLat,
})
// Only what these rules read of an order.
const order = {
  etaSeconds: 200,
  route: { type: 'LineString', coordinates: line },
  steps: [step([121.9, 30.88], '起点路'), step([121.91, 30.88], '港区中路')],
} as unknown as Order

test('a point along the line, at its ends and beyond', () => {
  expect(pointAlong(line, 0)).toEqual(line[0])
  expect(pointAlong(line, 99_999)).toEqual(line[2])
  const middle = pointAlong(line, metersTo(line, [121.91, 30.88]) / 2)
  expect(middle?.[0]).toBeCloseTo(121.905, 5)
  expect(pointAlong([], 5)).toBeUndefined()
})

test('the next turn is the first one still ahead', () => {
  expect(nextStep(order, [121.9, 30.88])?.step.street).toBe('港区中路')
  expect(nextStep(order, [121.9, 30.88])?.meters).toBeGreaterThan(900)
  expect(nextStep(order, [121.91, 30.885])).toBeUndefined()
})

test('the time left shrinks with the way left', () => {
  expect(secondsLeft(order, [121.9, 30.88])).toBe(200)
  expect(secondsLeft(order, [121.91, 30.89])).toBeCloseTo(0)
})
