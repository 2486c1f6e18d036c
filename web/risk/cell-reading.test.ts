import { expect, test } from 'vitest'
import type { LngLat } from '../../server/region/place.ts'
import { packCells, unpackCells } from '../../server/risk/rules/cell-pack.ts'
import { cellBeside, cellBox, cellInMiddle, countLevels } from './cell-reading.ts'

const side = 0.001
const square = (x: number, y: number): LngLat[] => [
  [121 + x * side, 30 + y * side],
  [121 + (x + 1) * side, 30 + y * side],
  [121 + (x + 1) * side, 30 + (y + 1) * side],
  [121 + x * side, 30 + (y + 1) * side],
  [121 + x * side, 30 + y * side],
]
const places = [
  [0, 0],
  [1, 0],
  [0, 1],
  [5, 0],
] as const
const cells = places.map(([x, y], ordinal) => ({ ordinal, polygon: square(x, y) }))
const geometry = unpackCells(packCells(cells, 2))
const levels = [1, 2, 0, 4]

test('counts the cells of each level in view', () => {
  expect(countLevels(geometry, levels, [120, 29, 122, 31])).toEqual([1, 1, 1, 0, 1])
  expect(countLevels(geometry, levels, [121.0011, 30.0001, 121.0019, 30.0009])).toEqual([0, 0, 1, 0, 0])
  expect(countLevels(geometry, levels, [0, 0, 1, 1])).toEqual([0, 0, 0, 0, 0])
})

test('steps to the cell beside, over a narrow gap, and stays at the edge', () => {
  expect(cellBeside(geometry, 0, 'east')).toBe(1)
  expect(cellBeside(geometry, 0, 'north')).toBe(2)
  expect(cellBeside(geometry, 1, 'west')).toBe(0)
  expect(cellBeside(geometry, 1, 'east')).toBe(3)
  expect(cellBeside(geometry, 0, 'south')).toBeUndefined()
  expect(cellBeside(geometry, 99, 'east')).toBeUndefined()
})

test('knows the box of a cell', () => {
  const box = cellBox(geometry, 1)
  expect(box?.map(value => Math.round(value * 1000) / 1000)).toEqual([121.001, 30, 121.002, 30.001])
  expect(cellBox(geometry, 77)).toBeUndefined()
})

test('picks the cell nearest to the middle of the view, and none where none is in view', () => {
  expect(cellInMiddle(geometry, [121.001, 30, 121.002, 30.001])).toBe(1)
  // A lake in the middle: the nearest of its shore.
  expect(cellInMiddle(geometry, [121.0005, 30, 121.0065, 30.002])).toBe(1)
  expect(cellInMiddle(geometry, [120, 29, 120.5, 29.5])).toBeUndefined()
})
