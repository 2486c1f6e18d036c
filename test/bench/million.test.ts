import { expect, test } from 'vitest'
import { doubleArea, type Spot } from '../../server/region/rules/lattice.ts'
import { checkPolygon } from '../../server/region/rules/validity.ts'
import { cellLine, type MillionCells, makeCells, makeSources, millionBounds, ringOf } from './million.ts'

const spots = ({ start, xy }: MillionCells, cell: number): Spot[] =>
  Array.from({ length: (start[cell + 1] ?? 0) - (start[cell] ?? 0) }, (_, i) => {
    const at = ((start[cell] ?? 0) + i) * 2
    return [xy[at] ?? 0, xy[at + 1] ?? 0]
  })

test('cells have 8 to 20 vertices, are valid, and are the same every time', () => {
  const cells = makeCells(2500)
  expect(makeCells(2500)).toEqual(cells)
  const sizes = Array.from({ length: cells.count }, (_, cell) => spots(cells, cell).length)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(8)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20)
  expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeCloseTo(14, 0)
  for (let cell = 0; cell < cells.count; cell++) {
    expect(doubleArea(spots(cells, cell))).toBeGreaterThan(0n)
    const checked = checkPolygon({ type: 'Polygon', coordinates: [ringOf(cells, cell)] })
    expect(checked.valid, `cell ${cell}`).toBe(true)
  }
})

test('cells leave no gap: every inner edge is the reverse of exactly one other', () => {
  const cells = makeCells(900)
  const edges = new Set<string>()
  const rings = Array.from({ length: cells.count }, (_, cell) => spots(cells, cell))
  for (const ring of rings) ring.forEach((a, i) => void edges.add(`${a}>${ring[(i + 1) % ring.length]}`))
  const inner = rings.filter((_, cell) => {
    const [i, j] = [cell % 30, Math.floor(cell / 30)]
    return i > 0 && j > 0 && i < 29 && j < 29
  })
  expect(edges.size).toBe(rings.flat().length)
  for (const ring of inner) {
    ring.forEach((a, i) => void expect(edges.has(`${ring[(i + 1) % ring.length]}>${a}`)).toBe(true))
  }
})

test('a line is GeoJSON that says the cell', () => {
  const cells = makeCells(9)
  const feature = JSON.parse(cellLine(cells, 4))
  expect(feature.properties).toMatchObject({ ordinal: 4, code: 'M0000004' })
  expect(feature.geometry.coordinates[0]).toEqual(ringOf(cells, 4))
})

test('sources lie among the cells and are mostly blue', () => {
  const sources = makeSources(5000, 10_000)
  const [w, s, e, n] = millionBounds(10_000)
  expect(Math.min(...sources.lng)).toBeGreaterThanOrEqual(w)
  expect(Math.max(...sources.lat)).toBeLessThanOrEqual(n)
  expect([e, s]).toEqual([120.1, 30])
  const of = (level: number) => sources.inherent.filter(each => each === level).length
  expect(of(4)).toBeGreaterThan(of(3) / 2)
  expect(of(1)).toBeLessThan(of(2))
  expect(of(0)).toBeGreaterThan(0)
})
