import { expect, test } from 'vitest'
import type { LngLat, Polygon } from '../place.ts'
import { checkLine, checkMultiPolygon, checkPolygon } from './validity.ts'

const ring = (...points: LngLat[]): LngLat[] => [...points, ...points.slice(0, 1)]
const polygon = (...coordinates: LngLat[][]): Polygon => ({ type: 'Polygon', coordinates })
const square = (x: number, y: number, size: number) =>
  ring([x, y], [x + size, y], [x + size, y + size], [x, y + size])
const reasonOf = (result: { valid: boolean; message?: { en: string } }) =>
  result.valid ? 'valid' : result.message?.en

test('a clockwise outer ring is turned round, a hole turned the other way, repeats dropped', () => {
  const clockwise: LngLat[] = [
    [0, 0],
    [0, 4],
    [4, 4],
    [4, 4],
    [4, 0],
    [0, 0],
  ]
  const turned: LngLat[] = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [0, 0],
  ]
  const hole: LngLat[] = [
    [1, 1],
    [1, 2],
    [2, 2],
    [2, 1],
    [1, 1],
  ]
  expect(checkPolygon(polygon(clockwise, square(1, 1, 1)))).toEqual({
    valid: true,
    polygon: polygon(turned, hole),
  })
})

test.each([
  ['a bow tie', polygon(ring([0, 0], [2, 2], [2, 0], [0, 2])), /crosses/],
  ['a spike', polygon(ring([0, 0], [4, 0], [4, 4], [4, 8], [4, 4], [0, 4])), /crosses/],
  ['a ring that touches itself', polygon(ring([0, 0], [4, 0], [4, 4], [2, 0], [0, 4])), /crosses/],
  ['a vertex used twice', polygon(ring([0, 0], [2, 2], [4, 0], [4, 4], [2, 2], [0, 4])), /crosses/],
  [
    'an open ring',
    polygon([
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ]),
    /open/,
  ],
  ['a line', polygon(ring([0, 0], [4, 0], [2, 0])), /crosses/],
  [
    'two points',
    polygon([
      [0, 0],
      [4, 0],
      [4, 0],
      [0, 0],
    ]),
    /three different/,
  ],
  ['a hole outside', polygon(square(0, 0, 4), square(5, 5, 1)), /outside/],
  ['a hole across', polygon(square(0, 0, 4), square(3, 3, 2)), /crosses/],
  ['a hole in a hole', polygon(square(0, 0, 9), square(1, 1, 6), square(2, 2, 1)), /another hole/],
  ['a touching hole', polygon(square(0, 0, 4), ring([0, 2], [1, 1], [1, 3])), /crosses/],
  ['not a number', polygon(ring([0, 0], [Number.NaN, 0], [4, 4])), /range/],
  ['out of the world', polygon(ring([0, 0], [181, 0], [4, 4])), /range/],
  ['thinner than the lattice', polygon(ring([0, 0], [1e-9, 0], [1e-9, 1e-9])), /three different/],
])('%s is refused', (_, bad, reason) => expect(reasonOf(checkPolygon(bad))).toMatch(reason))

test('a refusal says where', () =>
  expect(checkPolygon(polygon(square(0, 0, 4), square(5, 5, 1)), 'area')).toMatchObject({
    path: 'area',
    at: [5, 5],
  }))

test('two edges that cross are told by where they do, far from any vertex', () => {
  const bow = ring([0, 0], [4, 4], [4, 0], [0, 4])
  expect(checkPolygon(polygon(bow))).toMatchObject({ at: [2, 2] })
  const across = checkPolygon(polygon(square(0, 0, 4), ring([3, 1], [7, 1], [7, 3], [3, 3])))
  // A hole leaves its outline as often as it enters it; either place is true.
  expect([
    [4, 1],
    [4, 3],
  ]).toContainEqual(across.valid || across.at)
})

test('several polygons may be islands in holes but not overlap', () => {
  const lake = [square(0, 0, 9), square(1, 1, 6)]
  expect(checkMultiPolygon({ type: 'MultiPolygon', coordinates: [lake, [square(2, 2, 1)]] }).valid).toBe(true)
  const over = checkMultiPolygon({
    type: 'MultiPolygon',
    coordinates: [[square(0, 0, 9)], [square(2, 2, 1)]],
  })
  expect(reasonOf(over)).toMatch(/overlap/)
})

test('a long boundary is checked edge by edge', () => {
  const round = (n: number) =>
    ring(
      ...Array.from(
        { length: n },
        (_, i): LngLat => [Math.cos((i / n) * 6.283185) * 9, Math.sin((i / n) * 6.283185) * 9],
      ),
    )
  expect(checkPolygon(polygon(round(15_000))).valid).toBe(true)
  expect(reasonOf(checkPolygon(polygon(round(25_000))))).toMatch(/more than/)
})

test('a line needs two different positions', () => {
  const line = (...coordinates: LngLat[]) => checkLine({ type: 'LineString', coordinates })
  expect(line([0, 0], [0, 0], [1, 1])).toEqual({
    valid: true,
    line: {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [1, 1],
      ],
    },
  })
  expect(reasonOf(line([1, 1], [1, 1]))).toMatch(/two different/)
})
