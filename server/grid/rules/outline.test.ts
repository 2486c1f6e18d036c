import { expect, test } from 'vitest'
import type { Polygon } from '../../region/place.ts'
import { doubleArea, lngLatOf, type Spot, spotOf } from '../../region/rules/lattice.ts'
import { outlineAfter, type Rings } from './outline.ts'

const box = (x: number, y: number, width = 10, height = 10): Spot[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]
const polygon = (...rings: Spot[][]): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf)),
})
const after = (outline: Polygon, ground: { before: Rings[]; after: Rings[] }) => outlineAfter(outline, ground)
const spots = (outline: unknown) => {
  const { type, coordinates } = outline as Polygon
  expect(type).toBe('Polygon')
  return coordinates.map(ring => ring.slice(0, -1).map(spotOf))
}

test('an inner boundary that moves leaves the outline as it is', () => {
  const [before, moved] = [
    [[box(0, 0)], [box(10, 0)]],
    [[box(0, 0, 12)], [box(12, 0, 8)]],
  ]
  // Both ends of the moved boundary lie on straight edges of the outline: only those edges are parted otherwise.
  const next = after(polygon(box(0, 0, 20)), { before, after: moved })
  const [ring = []] = spots(next)
  expect(doubleArea(ring)).toBe(400n)
  expect(after(polygon(box(0, 0, 20)), { before, after: before })).toBeNull()
})

test('ground that comes from a neighbour is taken into the outline, vertex by vertex', () => {
  const next = after(polygon(box(0, 0, 20)), {
    before: [[box(0, 0)], [box(10, 0)]],
    after: [
      [box(0, 0)],
      [
        [
          [10, 0],
          [20, 0],
          [25, 5],
          [20, 10],
          [10, 10],
        ],
      ],
    ],
  })
  const [ring = []] = spots(next)
  expect(ring).toContainEqual([25, 5])
  expect(doubleArea(ring)).toBe(400n + 50n)
})

test('a face in the middle that leaves makes a hole', () => {
  const ring = (x: number, y: number): Rings => [box(x, y)]
  const board = [0, 10, 20].flatMap(x => [0, 10, 20].map(y => ring(x, y)))
  const next = after(polygon(box(0, 0, 30, 30)), {
    before: board,
    after: board.filter((_, i) => i !== 4),
  })
  const [outer = [], hole = []] = spots(next)
  expect([doubleArea(outer), doubleArea(hole)]).toEqual([1800n, -200n])
})

test('an outline that falls apart becomes two', () => {
  const next = after(polygon(box(0, 0, 30)), {
    before: [[box(0, 0)], [box(10, 0)], [box(20, 0)]],
    after: [[box(0, 0)], [box(20, 0)]],
  })
  expect(next).toMatchObject({ type: 'MultiPolygon' })
})

test('an outline that did not run along its faces is told apart', () => {
  const next = after(polygon(box(0, 0, 21)), {
    before: [[box(0, 0)], [box(10, 0)]],
    after: [[box(0, 0)], [box(10, 0, 12)]],
  })
  expect(next).toHaveProperty('apart')
})

test('edges of the outline that only pass by keep their places', () => {
  const outline = polygon([
    [0, 0],
    [20, 0],
    [20, 10],
    [0, 10],
  ])
  const next = after(outline, {
    before: [[box(0, 0)], [box(10, 0)]],
    after: [
      [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
          [-4, 5],
        ],
      ],
      [box(10, 0)],
    ],
  })
  const [ring = []] = spots(next)
  expect(ring.map(String)).toEqual(expect.arrayContaining(['20,0', '20,10', '0,0', '0,10', '-4,5']))
})
