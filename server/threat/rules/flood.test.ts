import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bathtub, handByRow, handFlood, voidHeight } from './flood.ts'

// EX-C40.
const valley = {
  columns: 5,
  rows: 5,
  heights: [
    [12, 11, 10, 11, 12],
    [11, 10, 9, 10, 11],
    [10.5, 9.5, 8, 9.5, 10.5],
    [10, 9, 7.5, 9, 10],
    [9.5, 8.5, 7, 8.5, 9.5],
  ].flat(),
}
const seed = 4 * 5 + 2

test.each([
  [1, 5, 5],
  [2, 15, 17],
])('EX-C40: a stage of %s m above the drainage', (stage, cells, depthSum) => {
  expect(handFlood(handByRow(valley, 2), stage)).toMatchObject({ cells, depthSum })
})

test.each([
  [8, 2, 1.5],
  [9.5, 8, 9.5],
])('EX-C40: water at %s m', (level, cells, depthSum) => {
  expect(bathtub(valley, { seed, level })).toMatchObject({ cells, depthSum, meetsEdge: true })
})

test('water at the height of the ground is no flood', () => {
  expect(bathtub(valley, { seed, level: 7 })).toMatchObject({ cells: 0, depthSum: 0, meetsEdge: false })
  expect(handFlood(handByRow(valley, 2), 0).cells).toBe(0)
})

test('a hollow behind a wall and ground nobody measured stay dry', () => {
  const heights = [1, 9, 1, 1, 9, voidHeight, 1, 9, 1]
  const found = bathtub({ columns: 3, rows: 3, heights }, { seed: 0, level: 5 })
  expect([...found.wet]).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0])
})

test('water passes a gap at a corner', () => {
  const heights = [1, 9, 9, 9, 1, 9, 9, 9, 1]
  expect(bathtub({ columns: 3, rows: 3, heights }, { seed: 0, level: 5 })).toMatchObject({
    cells: 3,
    deepest: 4,
  })
})

test('a higher level never floods less', () => {
  const grids = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 36, maxLength: 36 })
  fc.assert(
    fc.property(grids, fc.integer({ min: 0, max: 35 }), (heights, at) => {
      const grid = { columns: 6, rows: 6, heights }
      const [low, high] = [4, 6].map(level => bathtub(grid, { seed: at, level }))
      return low?.wet.every((wet, i) => wet === 0 || high?.wet[i] === 1) ?? false
    }),
  )
})
