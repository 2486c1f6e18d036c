import { expect, it } from 'vitest'
import type { LngLat } from '../../server/region/place.ts'
import { packIndex } from '../../server/risk/rules/cell-index.ts'
import { packCells, unpackCells } from '../../server/risk/rules/cell-pack.ts'
import { boundsOfCells, widened } from './cell-places.ts'

const square = (i: number): LngLat[] => [
  [121 + i, 31],
  [122 + i, 31],
  [122 + i, 32],
  [121 + i, 32],
]
const rounded = (bounds: readonly number[] | undefined) => bounds?.map(each => Math.round(each * 100) / 100)

it('covers the outlines of the cells named, whichever chunk they are in', () => {
  const cells = [5, 0, 3, 9].map((ordinal, i) => ({ ordinal, polygon: square(i) }))
  const geometry = unpackCells(packCells(cells, 4))
  expect(geometry.chunks.length).toBeGreaterThan(1)
  expect(rounded(boundsOfCells(geometry, [0]))).toEqual([122, 31, 123, 32])
  expect(rounded(boundsOfCells(geometry, [9, 0, 77]))).toEqual([122, 31, 125, 32])
  expect(boundsOfCells(geometry, [77, 4])).toBeUndefined()
})

it('takes the middle of a cell whose outline is still to come', () => {
  const geometry = unpackCells(
    packIndex([
      {
        bounds: [121, 31, 122, 32],
        vertices: 10,
        ordinals: Uint32Array.of(4, 6),
        middles: Uint16Array.of(0, 65_535, 65_535, 0),
      },
    ]),
  )
  expect(rounded(boundsOfCells(geometry, [6]))).toEqual([122, 31, 122, 31])
  expect(rounded(boundsOfCells(geometry, [4, 6]))).toEqual([121, 31, 122, 32])
})

it('widens by metres, more degrees the farther north', () => {
  expect(rounded(widened([121, 0, 122, 0], 11_132))).toEqual([120.9, -0.1, 122.1, 0.1])
  expect(rounded(widened([121, 60, 122, 60], 11_132))).toEqual([120.8, 59.9, 122.2, 60.1])
})
