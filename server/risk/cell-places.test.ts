import { expect, test } from 'vitest'
import type { LngLat } from '../region/place.ts'
import { fieldOf } from './build.ts'
import { boxOfCells } from './cell-places.ts'
import type { FieldCell } from './outlines.ts'

const square = (ordinal: number, [west, south]: LngLat, side: number): FieldCell => ({
  ordinal,
  people: 0,
  ring: [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ],
})

test('the box about all cells holds a large one beside many small ones to its last corner', () => {
  const small = Array.from({ length: 200 }, (_, i) =>
    square(i, [117 + (i % 20) / 5000, 28 + i / 100_000], 0.0002),
  )
  const { cells } = fieldOf(1, { cells: [...small, square(200, [117.01, 28], 0.2)], sources: [] })
  const [west, south, east, north] = boxOfCells(cells)
  expect([west <= 117, south <= 28, east >= 117.21, north >= 28.2]).toEqual([true, true, true, true])
})
