import { expect, test } from 'vitest'
import { scaleOf, sharesOf } from './sheet.ts'

test('the scale of a sheet is metres on the ground for one on paper', () => {
  expect(scaleOf(7900, 316)).toBe(25_000)
  expect(scaleOf(316, 316)).toBe(1000)
  expect(scaleOf(7912, 316)).toBe(25_000)
  expect(scaleOf(8000, 316)).toBe(25_300)
})

test('shares are of all cells, also of those not assessed, and of none there are none', () => {
  expect(sharesOf([10, 20, 30, 40, 100])).toEqual([5, 10, 15, 20, 50])
  expect(sharesOf([0, 0, 0, 0, 0])).toEqual([0, 0, 0, 0, 0])
})
