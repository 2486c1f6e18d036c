import { expect, test } from 'vitest'
import type { LngLat } from '../../region/place.ts'
import { binCells } from '../../risk/cells.ts'
import { outlinesOf } from '../../risk/outlines.ts'
import { byPlace, carried } from './by-place.ts'

const square = (x: number, y: number, side: number): LngLat[] => {
  const at = (i: number, j: number): LngLat => [120 + x + i * side, 30 + y + j * side]
  return [at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)]
}
const coverage = (columns: number, rows: number, side: number) =>
  binCells(
    outlinesOf(
      Array.from({ length: columns * rows }, (_, ordinal) => ({
        ordinal,
        ring: square((ordinal % columns) * side, Math.floor(ordinal / columns) * side, side),
      })),
    ),
  )

test('each new cell is compared with the old one that lay where its middle is', async () => {
  const places = await byPlace(coverage(2, 2, 0.002), coverage(4, 4, 0.001))
  expect([...places]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3])
})

test('where no cell lay there is nothing to compare with', async () => {
  const places = await byPlace(coverage(2, 1, 0.001), coverage(3, 2, 0.001))
  expect([...places]).toEqual([0, 1, -1, -1, -1, -1])
  expect([...carried(Uint8Array.of(3, 1), places)]).toEqual([3, 1, 0, 0, 0, 0])
})

test('the same cells lie in their own places, and an ordinal without cell in none', async () => {
  const cells = coverage(5, 5, 0.001)
  expect([...(await byPlace(cells, cells))]).toEqual(Array.from({ length: 25 }, (_, i) => i))
  const gap = binCells(
    outlinesOf([
      { ordinal: 0, ring: square(0, 0, 0.001) },
      { ordinal: 2, ring: square(0.001, 0, 0.001) },
    ]),
  )
  expect([...(await byPlace(gap, gap))]).toEqual([0, -1, 2])
})
