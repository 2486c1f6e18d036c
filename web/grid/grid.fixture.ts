import type { Grid } from '../../server/grid/grid.ts'
import type { Polygon } from '../../server/region/place.ts'
import { lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'

const base: Spot = [1_170_000_000, 280_000_000]
const step = 1000

/** A spot by column and row of the board, fractions allowed. */
export const at = (column: number, row: number): [number, number] => [
  Math.round(base[0] + column * step),
  Math.round(base[1] + row * step),
]

export const square = (column: number, row: number): Polygon => {
  const ring = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)]
  return { type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)].map(lngLatOf)] }
}

/** A board of squares numbered row by row from 1; a grid's version is its number. */
export function board(size: number): Grid[] {
  return Array.from({ length: size * size }, (_, i) => ({
    id: i + 1,
    townId: 1,
    regionId: 10 + Math.floor(i / size),
    parentId: null,
    level: 'first' as const,
    regionName: `第${Math.floor(i / size) + 1}村`,
    code: `G${String(i + 1).padStart(3, '0')}`,
    name: `第 ${i + 1} 网格`,
    polygon: square(i % size, Math.floor(i / size)),
    areaSquareMeters: 1000,
    households: 3,
    people: 10,
    lead: '陆志强',
    phone: '13812342210',
    validFrom: null,
    retiredAt: null,
    version: i + 1,
  }))
}
