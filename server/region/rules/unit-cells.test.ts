import { expect, test } from 'vitest'
import { cellsOver } from './unit-cells.ts'

const bounds: [number, number, number, number] = [117.2, 28.28, 117.22, 28.3]

test('cells are hectares, only where something is built, and share their corners exactly', () => {
  const cells = cellsOver(bounds, [
    [117.2005, 28.2805],
    [117.2015, 28.2805],
  ])
  expect(cells).toHaveLength(2)
  const [left, right] = cells
  expect(left?.ring[1]).toEqual(right?.ring[0])
  expect(left?.ring[2]).toEqual(right?.ring[3])
  const [[x0, y0] = [0, 0], [x1] = [0, 0], [, y1] = [0, 0]] = left?.ring ?? []
  const area = (x1 - x0) * 111_320 * Math.cos((28.29 * Math.PI) / 180) * (y1 - y0) * 111_320
  expect(area).toBeGreaterThan(9_900)
  expect(area).toBeLessThan(10_100)
})

test('a gap closed on three sides belongs to the built-up extent, an open field does not', () => {
  const around: [number, number][] = []
  const at = (column: number, row: number): [number, number] => [
    117.2005 + column * 0.00102,
    28.2805 + row * 0.0009,
  ]
  for (const [c, r] of [
    [0, 1],
    [2, 1],
    [1, 0],
  ] as const)
    around.push(at(c, r))
  expect(cellsOver(bounds, around)).toHaveLength(4)
  expect(cellsOver(bounds, [at(0, 0), at(5, 5)])).toHaveLength(2)
})

test('nothing built gives no cells and points outside are left out', () => {
  expect(cellsOver(bounds, [])).toEqual([])
  expect(cellsOver(bounds, [[118, 29]])).toEqual([])
})
