import { expect, test } from 'vitest'
import type { Polygon } from '../../region/place.ts'
import { doubleArea, spotOf } from '../../region/rules/lattice.ts'
import { type Drawn, importCoverage } from './import-coverage.ts'

/** A rectangle in steps of 0.001 degrees. */
const box = (west: number, south: number, east: number, north: number): Polygon => {
  const at = (x: number, y: number): [number, number] => [
    Math.round((121 + x / 1000) * 1e7) / 1e7,
    Math.round((30 + y / 1000) * 1e7) / 1e7,
  ]
  const ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]
  return { type: 'Polygon', coordinates: [ring] }
}
const face = (code: string, ...sides: [number, number, number, number]): Drawn => ({
  code,
  polygon: box(...sides),
})

const areaOf = (polygons: readonly Polygon[]): bigint =>
  polygons
    .flatMap(({ coordinates }) => coordinates)
    .reduce((sum, ring) => sum + doubleArea(ring.slice(0, -1).map(spotOf)), 0n)

/** The polygons that are there after, unchanged ones included. */
function after(present: readonly Drawn[], file: readonly Drawn[]): Polygon[] {
  const { faces, gone } = importCoverage(present, file)
  const replaced = new Set(faces.map(each => each.present))
  const kept = present.filter((_, i) => !gone.has(i) && !replaced.has(i)).map(({ polygon }) => polygon)
  return [...kept, ...faces.map(({ polygon }) => polygon)]
}

const town = [face('A', 0, 0, 5, 5), face('B', 5, 0, 10, 5), face('C', 0, 5, 10, 10)]
const whole = areaOf(town.map(({ polygon }) => polygon))

test('a face is the grid with its code, or else the one with most common ground', () => {
  const file = [face('B', 4, 0, 10, 5), face('', 0, 0, 4, 5), face('Z', 0, 5, 10, 10)]
  const { faces, gone } = importCoverage(town, file)
  expect(faces.map(({ file: row, present }) => [row, present])).toEqual([
    [0, 1],
    [1, 0],
    [2, 2],
  ])
  expect(faces[2]?.polygon).toBe(town[2]?.polygon)
  expect(gone.size).toBe(0)
  expect(areaOf(after(town, file))).toBe(whole)
})

test('a code far from its grid does not count', () => {
  const { faces } = importCoverage(town, [
    face('C', 0, 0, 5, 5),
    face('', 5, 0, 10, 5),
    face('', 0, 5, 10, 10),
  ])
  expect(faces.map(({ file, present }) => [file, present])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ])
})

test('one divided grid keeps its number on the larger part, and the other knows where it came from', () => {
  const file = [face('', 0, 5, 3, 10), face('', 3, 5, 10, 10)]
  const { faces, gone } = importCoverage(town, file)
  expect(faces.map(({ file: row, present, origin }) => [row, present, origin])).toEqual([
    [0, null, 2],
    [1, 2, 2],
    // A neighbour takes the vertex where the new edge meets its own.
    [null, 0, 0],
  ])
  expect(gone.size).toBe(0)
  expect(areaOf(after(town, file))).toBe(whole)
})

test('a grid that the file swallows goes to the one that has its ground', () => {
  const file = [face('A', 0, 0, 10, 5)]
  const { faces, gone } = importCoverage(town, file)
  expect(faces.map(({ file: row, present }) => [row, present])).toEqual([
    [0, 0],
    [null, 2],
  ])
  expect([...gone]).toEqual([[1, 0]])
  expect(areaOf(after(town, file))).toBe(whole)
})

test.each([
  ['a face drawn too small', [face('A', 0, 0, 3, 4)]],
  ['a strip through everything', [face('S', 2, 1, 8, 9)]],
  ['faces with a hole between them', [face('A', 0, 0, 4, 5), face('B', 6, 0, 10, 5)]],
  ['a face across three', [face('', 3, 3, 7, 7)]],
])('%s leaves neither hole nor overlap', (_, file) => {
  expect(areaOf(after(town, file))).toBe(whole)
})
