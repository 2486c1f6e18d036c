import { expect, test } from 'vitest'
import type { LngLat, Polygon } from '../../region/place.ts'
import { follow } from './follow.ts'

const unit = 1e-7
const outline = (...spots: [number, number][]): Polygon => ({
  type: 'Polygon',
  coordinates: [[...spots, ...spots.slice(0, 1)].map(([x, y]): LngLat => [x * unit, y * unit])],
})
const spots = (polygon: Polygon | null) =>
  polygon?.coordinates[0]?.slice(0, -1).map(([x, y]) => [Math.round(x / unit), Math.round(y / unit)])
const square = outline([0, 0], [10, 0], [10, 10], [0, 10])

test('a vertex of the outline goes along', () =>
  expect(spots(follow(square, [{ kind: 'move-vertex', from: [10, 10], to: [12, 11] }]))).toEqual([
    [0, 0],
    [10, 0],
    [12, 11],
    [0, 10],
  ]))

test('an edge that passes through the vertex gets it', () =>
  expect(spots(follow(square, [{ kind: 'move-vertex', from: [10, 5], to: [12, 6] }]))).toEqual([
    [0, 0],
    [10, 0],
    [12, 6],
    [10, 10],
    [0, 10],
  ]))

test('an inserted vertex is inserted and may be moved on', () =>
  expect(
    spots(
      follow(square, [
        {
          kind: 'insert-vertex',
          between: [
            [10, 10],
            [10, 0],
          ],
          at: [10, 4],
        },
        { kind: 'move-vertex', from: [10, 4], to: [9, 4] },
      ]),
    ),
  ).toEqual([
    [0, 0],
    [10, 0],
    [9, 4],
    [10, 10],
    [0, 10],
  ]))

test('an outline without a part in it stays as it is', () =>
  expect(follow(square, [{ kind: 'move-vertex', from: [5, 5], to: [6, 6] }])).toBeNull())

test('every part of several outlines follows', () => {
  const two = {
    type: 'MultiPolygon' as const,
    coordinates: [square.coordinates, outline([20, 0], [30, 0], [30, 10]).coordinates],
  }
  const after = follow(two, [{ kind: 'move-vertex', from: [30, 0], to: [31, 1] }])
  expect(after?.coordinates[1]?.[0]?.[1]).toEqual([31 * unit, unit])
  expect(after?.coordinates[0]).toEqual(square.coordinates)
})
