import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LngLat, Polygon } from '../../region/place.ts'
import { lngLatOf, type Spot, segmentsMeet } from '../../region/rules/lattice.ts'
import { checkPolygon } from '../../region/rules/validity.ts'
import { buildCoverage } from './build-coverage.ts'
import type { Coverage } from './coverage.ts'
import type { CoverageEdit } from './coverage-edit.ts'

const base: Spot = [1_170_000_000, 280_000_000]
const step = 1000
const at = (column: number, row: number): Spot => [base[0] + column * step, base[1] + row * step]
const polygon = (...rings: Spot[][]): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf)),
})
const box = (column: number, row: number, size = 1): Spot[] => [
  at(column, row),
  at(column + size, row),
  at(column + size, row + size),
  at(column, row + size),
]

/** A board of squares, numbered row by row from 1; the middle one of 5 x 5 is a ring round a smaller one. */
function board(size: number): { coverage: Coverage; faces: number } {
  const faces = Array.from({ length: size * size }, (_, i) => ({
    id: i + 1,
    polygon: polygon(box(i % size, Math.floor(i / size))),
  }))
  const hole: Spot[] = [at(2.3, 2.3), at(2.3, 2.7), at(2.7, 2.7), at(2.7, 2.3)]
  const middle = faces[12]
  if (middle && size === 5) {
    middle.polygon = polygon(box(2, 2), hole)
    faces.push({ id: 99, polygon: polygon(hole.toReversed()) })
  }
  const { coverage, report } = buildCoverage(faces)
  expect(report).toEqual({ inserted: [], excluded: [] })
  return { coverage, faces: faces.length }
}

const areaOf = (coverage: Coverage) =>
  coverage.faceIds.reduce((sum, id) => sum + coverage.doubleAreaOf(id), 0n)

/** Every face simple, every inner edge shared by exactly two faces, no two edges meeting anywhere. */
function faults(coverage: Coverage): string[] {
  const found: string[] = []
  const edges = coverage.faceIds.flatMap(face => coverage.edgesOf(face).map(edge => ({ ...edge, face })))
  for (const face of coverage.faceIds) {
    const checked = checkPolygon(coverage.polygonOf(face))
    if (!checked.valid && faceCrosses(coverage, face)) found.push(`face ${face}: ${checked.message.en}`)
    if (coverage.doubleAreaOf(face) <= 0n) found.push(`face ${face} has no area`)
  }
  const seen = new Set<string>()
  for (const { a, b } of edges) {
    const name = `${a}>${b}`
    if (seen.has(name)) found.push(`edge ${name} is there twice`)
    seen.add(name)
  }
  for (const [i, one] of edges.entries()) {
    for (const two of edges.slice(i + 1)) {
      const opposite = String(one.a) === String(two.b) && String(one.b) === String(two.a)
      if (!opposite && segmentsMeet(one.a, one.b, { c: two.a, d: two.b }))
        found.push(`${one.face} crosses ${two.face}`)
    }
  }
  return found
}

function faceCrosses(coverage: Coverage, face: number): boolean {
  const edges = coverage.edgesOf(face)
  return edges.some((one, i) =>
    edges.slice(i + 1).some(two => segmentsMeet(one.a, one.b, { c: two.a, d: two.b })),
  )
}

test('a shared vertex moves in all four faces and comes back', () => {
  const { coverage } = board(3)
  const before = areaOf(coverage)
  const result = coverage.apply({ kind: 'move-vertex', from: [...at(1, 1)], to: [...at(1.4, 1.2)] })
  expect(result).toMatchObject({ done: true })
  if (!result.done) return
  expect(result.faces.sort()).toEqual([1, 2, 4, 5])
  expect(areaOf(coverage)).toBe(before)
  expect(coverage.facesAt(at(1, 1))).toEqual([])
  expect(coverage.apply(result.inverse)).toMatchObject({ done: true })
  expect(coverage.ringsOf(1)).toEqual(board(3).coverage.ringsOf(1))
})

test.each<[string, CoverageEdit, RegExp]>([
  ['the outer boundary', { kind: 'move-vertex', from: [...at(0, 1)], to: [...at(0.2, 1)] }, /outer/],
  ['onto another vertex', { kind: 'move-vertex', from: [...at(1, 1)], to: [...at(2, 1)] }, /already/],
  ['across a face', { kind: 'move-vertex', from: [...at(1, 1)], to: [...at(2.5, 1.5)] }, /cross|fold/],
  ['onto an edge', { kind: 'move-vertex', from: [...at(1, 1)], to: [...at(2, 1.5)] }, /cross|fold/],
  ['far outside', { kind: 'move-vertex', from: [...at(1, 1)], to: [...at(90, 90)] }, /cross|fold/],
  ['what is not there', { kind: 'move-vertex', from: [...at(1.5, 1)], to: [...at(1.5, 1.1)] }, /no vertex/],
  [
    'into no edge',
    { kind: 'insert-vertex', between: [[...at(1, 1)], [...at(2, 2)]], at: [...at(1.5, 1.5)] },
    /no such/,
  ],
  [
    'into the outer edge',
    { kind: 'insert-vertex', between: [[...at(0, 0)], [...at(1, 0)]], at: [...at(0.5, 0)] },
    /outer/,
  ],
  ['out of a junction', { kind: 'delete-vertex', at: at(1, 1) }, /Several/],
])('a change %s is refused and leaves everything as it was', (_, edit, reason) => {
  const { coverage } = board(3)
  const before = coverage.faceIds.map(id => coverage.ringsOf(id))
  const result = coverage.apply(edit)
  expect(result.done ? 'done' : result.reason.en).toMatch(reason)
  expect(coverage.faceIds.map(id => coverage.ringsOf(id))).toEqual(before)
})

test('an inserted vertex belongs to both neighbours and can be taken back', () => {
  const { coverage } = board(3)
  const result = coverage.apply({
    kind: 'insert-vertex',
    between: [[...at(1, 0)], [...at(1, 1)]],
    at: [...at(1.2, 0.5)],
  })
  expect(result).toMatchObject({ done: true, faces: [1, 2] })
  expect(coverage.facesAt(at(1.2, 0.5)).sort()).toEqual([1, 2])
  if (result.done) expect(coverage.apply(result.inverse)).toMatchObject({ done: true })
  expect(coverage.facesAt(at(1.2, 0.5))).toEqual([])
})

test('a vertex that only one side has is put into the other side', () => {
  const { coverage, report } = buildCoverage([
    { id: 1, polygon: polygon([at(0, 0), at(2, 0), at(2, 1), at(0, 1)]) },
    { id: 2, polygon: polygon(box(0, 1)) },
    { id: 3, polygon: polygon(box(1, 1)) },
  ])
  expect(report).toEqual({ inserted: [{ face: 1, at: at(1, 1) }], excluded: [] })
  expect(coverage.facesAt(at(1, 1)).sort()).toEqual([1, 2, 3])
})

test('a face that overlaps another one is left out and named', () => {
  const { coverage, report } = buildCoverage([
    { id: 1, polygon: polygon(box(0, 0)) },
    { id: 2, polygon: polygon([at(0, 0), at(1, 0), at(1, 2), at(0, 2)]) },
  ])
  expect(report.excluded).toMatchObject([{ face: 2, over: 1 }])
  expect(coverage.faceIds).toEqual([1])
})

const positions = fc.tuple(fc.integer({ min: -200, max: 5200 }), fc.integer({ min: -200, max: 5200 }))
const gesture = fc.record({
  pick: fc.nat(),
  other: fc.nat(),
  insert: fc.boolean(),
  near: fc.boolean(),
  to: positions,
})

test('thousands of random edits leave no gap, no overlap, no fold, and exactly the same area', () => {
  fc.assert(
    fc.property(fc.array(gesture, { minLength: 60, maxLength: 120 }), gestures => {
      const { coverage } = board(5)
      const area = areaOf(coverage)
      const before = coverage.faceIds.map(id => coverage.ringsOf(id).map(rotated))
      const undo: CoverageEdit[] = []
      for (const each of gestures) {
        const result = coverage.apply(editOf(coverage, each))
        if (result.done) undo.push(result.inverse)
      }
      expect(areaOf(coverage)).toBe(area)
      expect(faults(coverage)).toEqual([])
      for (const edit of undo.reverse()) expect(coverage.apply(edit)).toMatchObject({ done: true })
      expect(coverage.faceIds.map(id => coverage.ringsOf(id).map(rotated))).toEqual(before)
    }),
    { numRuns: 60 },
  )
})

function editOf(
  coverage: Coverage,
  {
    pick,
    other,
    insert,
    near,
    to,
  }: {
    pick: number
    other: number
    insert: boolean
    near: boolean
    to: [number, number]
  },
): CoverageEdit {
  const vertices = coverage.vertices()
  const from = vertices[pick % vertices.length] ?? base
  const [dx, dy] = to
  const target: [number, number] = near
    ? [from[0] + (dx % 300), from[1] + (dy % 300)]
    : [base[0] + dx, base[1] + dy]
  if (!insert) return { kind: 'move-vertex', from: [...from], to: target }
  const edges = coverage.faceIds.flatMap(face => coverage.edgesOf(face))
  const edge = edges[other % edges.length] ?? { a: base, b: base }
  const middle: [number, number] = [
    Math.round((edge.a[0] + edge.b[0]) / 2) + (dx % 60),
    Math.round((edge.a[1] + edge.b[1]) / 2) + (dy % 60),
  ]
  return { kind: 'insert-vertex', between: [[...edge.a], [...edge.b]], at: middle }
}

/** A ring beginning at its lowest spot, so that two ways of writing it compare equal. */
function rotated(ring: Spot[]): string[] {
  const names = ring.map(String)
  const start = names.indexOf(names.toSorted()[0] ?? '')
  return [...names.slice(start), ...names.slice(0, start)]
}

test('a coverage reads back what it was built from', () => {
  const ring: LngLat[] = [
    [117.1234567, 28.7654321],
    [117.2, 28.7],
    [117.3, 28.9],
    [117.1234567, 28.7654321],
  ]
  const { coverage } = buildCoverage([{ id: 7, polygon: { type: 'Polygon', coordinates: [ring] } }])
  expect(coverage.polygonOf(7).coordinates[0]).toEqual(ring)
})
