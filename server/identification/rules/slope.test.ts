import { expect, test } from 'vitest'
import { metersPerDegree } from '../../risk/rules/reach.ts'
import { voidHeight } from '../../threat/rules/flood.ts'
import type { Terrain } from '../../threat/rules/terrain.ts'
import { slopeAt } from './slope.ts'

const step = 1 / 1200
const size = 9
const at = (column: number, row: number): [number, number] => [121 + column * step, 31 - row * step]

const terrain = (height: (column: number, row: number) => number): Terrain => ({
  west: 121,
  north: 31,
  step,
  columns: size,
  rows: size,
  edition: 'test',
  heights: Int16Array.from({ length: size * size }, (_, i) => height(i % size, Math.floor(i / size))),
})

test('a plane that rises 50 m a cell to the east has the slope of that triangle, whatever way it runs', () => {
  const { perLng, perLat } = metersPerDegree(at(4, 4)[1])
  const degrees = (rise: number, run: number) => (Math.atan(rise / run) * 180) / Math.PI
  expect(
    slopeAt(
      terrain(column => 50 * column),
      at(4, 4),
    ),
  ).toBeCloseTo(degrees(50, step * perLng), 6)
  expect(
    slopeAt(
      terrain((_, row) => 50 * row),
      at(4, 4),
    ),
  ).toBeCloseTo(degrees(50, step * perLat), 6)
  expect(
    slopeAt(
      terrain(() => 7),
      at(4, 4),
    ),
  ).toBe(0)
})

test('where a neighbour was not measured there is no slope', () => {
  const holed = terrain((column, row) => (column === 5 && row === 4 ? voidHeight : 3))
  expect(slopeAt(holed, at(4, 4))).toBeNull()
  expect(slopeAt(holed, at(2, 2))).toBe(0)
  expect(slopeAt(holed, at(0, 4))).toBeNull()
})
