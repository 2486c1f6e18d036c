import { expect, test } from 'vitest'
import { boxOf, isSeen } from './seen.ts'

test('the box holds every piece of an outline', () => {
  const piece = (lng: number): [number, number][][] => [
    [
      [lng, 22],
      [lng + 1, 22],
      [lng + 1, 23],
      [lng, 22],
    ],
  ]
  expect(boxOf({ type: 'MultiPolygon', coordinates: [piece(114), piece(117)] })).toEqual([114, 22, 118, 23])
  expect(boxOf({ type: 'MultiPolygon', coordinates: [] })).toBeUndefined()
})

test('what sticks out of the view, or is a dot in it, is not seen', () => {
  const view: [number, number, number, number] = [0, 0, 10, 10]
  expect(isSeen([4, 4, 6, 6], view)).toBe(true)
  expect(isSeen([4, 4, 4.9, 4.9], view)).toBe(false)
  expect(isSeen([4, 4, 11, 6], view)).toBe(false)
})
