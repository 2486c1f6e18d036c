import { expect, test } from 'vitest'
import type { Spot } from '../../region/rules/lattice.ts'
import type { BoundaryEdit } from '../boundary-edit.ts'
import { joinFaces } from './build-coverage.ts'
import type { Coverage } from './coverage.ts'
import type { EditDone } from './coverage-edit.ts'

const at = (x: number, y: number): Spot => [1_170_000_000 + x * 1000, 280_000_000 + y * 1000]
const box = (x: number, y: number, [w, h] = [1, 1]): Spot[] => [
  at(x, y),
  at(x + w, y),
  at(x + w, y + h),
  at(x, y + h),
]
const spots = (...places: [number, number][]) => places.map(([x, y]) => at(x, y))

/** Nine squares, 1 to 9 row by row from the south west; with an island 20 inside the middle one on request. */
function nine(withIsland = false): Coverage {
  const island = [at(1.3, 1.3), at(1.7, 1.3), at(1.7, 1.7), at(1.3, 1.7)]
  const faces = Array.from({ length: 9 }, (_, i) => ({ id: i + 1, rings: [box(i % 3, Math.floor(i / 3))] }))
  if (withIsland) {
    faces[4]?.rings.push(island.toReversed())
    faces.push({ id: 20, rings: [island] })
  }
  return joinFaces(faces).coverage
}

const squareOf = (coverage: Coverage, face: number) => Number(coverage.doubleAreaOf(face)) / 2_000_000

/** Does an edit that must fit, leaves a whole coverage, and comes back exactly. */
function done(coverage: Coverage, edit: BoundaryEdit): EditDone {
  const before = coverage.snapshot()
  const sum = () => coverage.faceIds.reduce((all, id) => all + coverage.doubleAreaOf(id), 0n)
  const area = sum()
  const result = coverage.apply(edit)
  if (!result.done) throw new Error(result.reason.en)
  const after = coverage.snapshot()
  expect(coverage.check()).toMatchObject({ faults: [], gaps: [] })
  expect(sum()).toBe(area)
  coverage.apply(result.inverse)
  expect(coverage.snapshot()).toBe(before)
  expect(coverage.apply(edit)).toEqual(result)
  expect(coverage.snapshot()).toBe(after)
  return result
}

function refusal(coverage: Coverage, edit: BoundaryEdit): string {
  const before = coverage.snapshot()
  const result = coverage.apply(edit)
  expect(coverage.snapshot()).toBe(before)
  return result.done ? 'done' : result.reason.en
}

test('a line through several grids divides each of them', () => {
  const coverage = nine()
  const result = done(coverage, { kind: 'split', line: spots([0, 1.4], [3, 1.4]) })
  expect(result).toMatchObject({ faces: [-3, -2, -1, 4, 5, 6], made: [-1, -2, -3], gone: [] })
  expect(result.origins).toEqual([
    { face: -1, from: [4] },
    { face: -2, from: [5] },
    { face: -3, from: [6] },
  ])
  expect(squareOf(coverage, 4)).toBeCloseTo(0.6)
  expect(result.bent.map(({ at: spot }) => spot)).toEqual([at(0, 1.4), at(3, 1.4)])
})

test('only named grids are divided, and a neighbour only takes the vertex', () => {
  const coverage = nine()
  const result = done(coverage, { kind: 'split', line: spots([0.5, 1.4], [2.5, 1.4]), faces: [5] })
  expect(result.made).toEqual([-1])
  expect(result.faces).toEqual([-1, 4, 5, 6])
})

test('a line from corner to corner needs no new vertex', () => {
  const coverage = nine()
  done(coverage, { kind: 'split', line: spots([1, 1], [2, 2]) })
  expect(coverage.ringsOf(5)[0]).toHaveLength(3)
})

test('a line through a vertex goes on in the next grid', () => {
  const coverage = nine()
  const result = done(coverage, { kind: 'split', line: spots([0, 0], [3, 3]) })
  expect(result.made).toHaveLength(3)
})

test('a line that runs along an edge divides nothing there', () => {
  const coverage = nine()
  expect(refusal(coverage, { kind: 'split', line: spots([1, 0], [1, 3]) })).toMatch(/side to side/)
  const result = done(coverage, { kind: 'split', line: spots([1, 0], [1, 1], [1.5, 1.5], [2, 1], [2, 0]) })
  expect(result.made).toHaveLength(1)
})

test('a line past a corner vertex a fraction of a unit away takes the vertex', () => {
  const coverage = nine()
  const line: Spot[] = [[at(0, 0.5)[0], at(0, 0.5)[1] - 1], at(3, 1.25)]
  const result = done(coverage, { kind: 'split', line })
  expect(result.made).toHaveLength(3)
  expect(coverage.facesAt(at(2, 1))).toEqual([-2, 2, 3, 5, 6])
})

test('a winding line makes more than two pieces of one grid', () => {
  const coverage = nine()
  const line = spots([0.9, 1.2], [2.2, 1.2], [2.2, 1.5], [0.8, 1.5], [0.8, 1.8], [2.1, 1.8])
  const result = done(coverage, { kind: 'split', line, faces: [5] })
  expect(result.made).toHaveLength(3)
})

test('a line through an island and its surroundings', () => {
  const coverage = nine(true)
  const result = done(coverage, { kind: 'split', line: spots([1, 1.5], [2, 1.5]) })
  expect(result.made).toHaveLength(2)
  expect(coverage.ringsOf(5)).toHaveLength(1)
})

test('a line beside an island leaves it in one of the pieces', () => {
  const coverage = nine(true)
  done(coverage, { kind: 'split', line: spots([1, 1.2], [2, 1.2]) })
  expect(coverage.ringsOf(5)).toHaveLength(2)
})

test('a line that ends in a hole divides nothing', () => {
  const coverage = nine(true)
  expect(refusal(coverage, { kind: 'split', line: spots([1, 1.5], [1.3, 1.5]) })).toMatch(/side to side/)
})

test.each<[string, BoundaryEdit, RegExp]>([
  ['a line that stops inside', { kind: 'split', line: spots([1, 1.5], [1.5, 1.5]) }, /side to side/],
  [
    'a line that crosses itself',
    { kind: 'split', line: spots([0, 1.5], [3, 1.5], [3, 1.2], [1.5, 1.2], [1.5, 1.8]) },
    /crosses itself/,
  ],
  ['grids that only meet in a corner', { kind: 'merge', faces: [1, 5] }, /touch itself|share/],
  ['grids that are apart', { kind: 'merge', faces: [1, 9] }, /share/],
  ['a grid with itself', { kind: 'merge', faces: [1, 1] }, /change no/],
  ['a grid that is gone', { kind: 'merge', faces: [1, 77] }, /no longer/],
  ['a ring that leaves the coverage', { kind: 'cut-out', ring: box(2.5, 1.2) }, /leaves the grids/],
  ['a ring round a whole grid', { kind: 'cut-out', ring: box(0.5, 0.5, [2, 2]) }, /swallow/],
  ['a ring that cuts a grid in two', { kind: 'cut-out', ring: box(0.9, 1.4, [1.2, 0.2]) }, /fall apart/],
  [
    'a transfer that cuts the giver in two',
    { kind: 'transfer', from: 5, to: 4, ring: box(0.9, 1.4, [1.2, 0.2]) },
    /fall apart/,
  ],
  [
    'a transfer to a grid that is not beside it',
    { kind: 'transfer', from: 5, to: 1, ring: box(1.5, 1.4, [0.2, 0.2]) },
    /share/,
  ],
  [
    'a transfer of nothing',
    { kind: 'transfer', from: 5, to: 4, ring: box(0.2, 1.4, [0.2, 0.2]) },
    /change no/,
  ],
  [
    'a line that swallows a neighbour',
    { kind: 'reshape', face: 5, line: spots([1, 2], [0.9, 3], [2.1, 3], [2, 2]) },
    /swallow|touch/,
  ],
  [
    'a line whose end is off the boundary',
    { kind: 'reshape', face: 5, line: spots([1, 1.5], [1.5, 1.5]) },
    /lie on/,
  ],
  [
    'a line past the outer boundary',
    { kind: 'reshape', face: 4, line: spots([0, 1.2], [-0.5, 1.5], [0, 1.8]) },
    /outer boundary/,
  ],
  [
    'an edge moved over a corner',
    { kind: 'move-edge', between: [at(1, 1), at(1, 2)], by: [1200, 0] },
    /cross|fold/,
  ],
])('%s is refused and changes nothing', (_, edit, reason) => {
  expect(refusal(nine(), edit)).toMatch(reason)
})

test('a corridor cut out from side to side leaves each grid in one piece or is refused', () => {
  expect(refusal(nine(), { kind: 'cut-out', ring: box(0, 1.4, [3, 0.2]) })).toMatch(/fall apart/)
})

test('merging round a grid leaves it as an island', () => {
  const coverage = nine()
  const result = done(coverage, { kind: 'merge', faces: [1, 2, 3, 6, 9, 8, 7, 4] })
  expect(result).toMatchObject({ faces: [1], gone: [2, 3, 4, 6, 7, 8, 9] })
  expect(coverage.ringsOf(1)).toHaveLength(2)
  done(coverage, { kind: 'merge', faces: [1, 5] })
  expect(coverage.ringsOf(1)).toHaveLength(1)
})

test('an island merges into what surrounds it', () => {
  const coverage = nine(true)
  done(coverage, { kind: 'merge', faces: [20, 5] })
  expect(coverage.ringsOf(20)).toHaveLength(1)
  expect(squareOf(coverage, 20)).toBe(1)
})

test('a new grid takes from all grids below it, or lies inside one as an island', () => {
  const coverage = nine()
  const result = done(coverage, { kind: 'cut-out', ring: box(0.5, 0.5) })
  expect(result).toMatchObject({ made: [-1], faces: [-1, 1, 2, 4, 5] })
  expect(squareOf(coverage, -1)).toBe(1)
  done(coverage, { kind: 'cut-out', ring: box(2.2, 2.2, [0.2, 0.2]) })
  expect(coverage.ringsOf(9)).toHaveLength(2)
})

test('a ring just along a grid gives it a new id', () => {
  const result = done(nine(), { kind: 'cut-out', ring: box(1, 1) })
  expect(result).toMatchObject({ made: [-1], gone: [5], faces: [-1] })
})

test('a piece goes over to the neighbour', () => {
  const coverage = nine()
  done(coverage, { kind: 'transfer', from: 5, to: 4, ring: box(0.5, 1, [1, 1]) })
  expect([squareOf(coverage, 4), squareOf(coverage, 5)]).toEqual([1.5, 0.5])
})

test('a line outside takes from neighbours, a line inside gives to them', () => {
  const coverage = nine()
  done(coverage, { kind: 'reshape', face: 5, line: spots([1, 1], [0.5, 1.5], [1, 2]) })
  expect([squareOf(coverage, 5), squareOf(coverage, 4)]).toEqual([1.25, 0.75])
  done(coverage, { kind: 'reshape', face: 5, line: spots([2, 1], [1.6, 1.5], [2, 2]) })
  expect([squareOf(coverage, 5), squareOf(coverage, 6)]).toEqual([1.05, 1.2])
})

test('a line that goes in and out gives and takes', () => {
  const coverage = nine()
  done(coverage, { kind: 'reshape', face: 5, line: spots([1, 1], [0.8, 1.2], [1.2, 1.8], [1, 2]) })
  expect(squareOf(coverage, 5) + squareOf(coverage, 4)).toBeCloseTo(2)
})

test('simplifying takes a vertex out of both sides and leaves junctions', () => {
  const coverage = nine()
  done(coverage, { kind: 'insert-vertex', between: [at(1, 1), at(1, 2)], at: at(1.01, 1.5) })
  expect(refusal(coverage, { kind: 'simplify', faces: [5], toleranceMeters: 0.01 })).toMatch(/change no/)
  const result = done(coverage, { kind: 'simplify', faces: [5], toleranceMeters: 2 })
  expect(result.faces).toEqual([4, 5])
  expect(coverage.facesAt(at(1, 1))).toEqual([1, 2, 4, 5])
})

test('an island under a boundary that moves over it goes along', () => {
  const coverage = nine(true)
  done(coverage, { kind: 'reshape', face: 4, line: spots([1, 1], [1.9, 1.1], [1.9, 1.9], [1, 2]) })
  expect([coverage.ringsOf(4).length, coverage.ringsOf(5).length]).toEqual([2, 1])
})

test('an island stops a vertex that would leave it in the wrong grid', () => {
  const coverage = nine(true)
  done(coverage, { kind: 'insert-vertex', between: [at(1, 1), at(1, 2)], at: at(1, 1.5) })
  expect(refusal(coverage, { kind: 'move-vertex', from: at(1, 1.5), to: at(1.95, 1.5) })).toMatch(
    /cross|fold/,
  )
})

test('a boundary between villages moves both, and villages are not merged through their grids', () => {
  const coverage = nine()
  coverage.setParents([1, 2, 3, 4, 5, 6, 7, 8, 9].map(id => [id, (id - 1) % 3 === 0 ? 100 : 200]))
  expect(refusal(coverage, { kind: 'merge', faces: [4, 5] })).toMatch(/different villages/)
  const result = done(coverage, { kind: 'move-vertex', from: at(1, 1), to: at(1.2, 1.1) })
  expect(result.parents).toEqual([100, 200])
  expect(done(coverage, { kind: 'move-vertex', from: at(2, 1), to: at(2.2, 1.1) }).parents).toEqual([])
  const outline = coverage.outlineOf(100).coordinates
  expect(outline).toHaveLength(1)
  expect(outline[0]?.[0]?.map(([lng, lat]) => [Math.round(lng * 1e7), Math.round(lat * 1e7)])).toContainEqual(
    [...at(1.2, 1.1)],
  )
})

test('the nearest vertex, middle and edge follow the edits', () => {
  const coverage = nine()
  expect(coverage.nearest(at(1.02, 1.03), { reach: 100 })).toMatchObject({ kind: 'vertex', spot: at(1, 1) })
  expect(coverage.nearest(at(1.5, 1.02), { reach: 100 })).toMatchObject({ kind: 'middle' })
  expect(coverage.nearest(at(1.3, 1.02), { reach: 100 })).toMatchObject({ kind: 'edge', spot: at(1.3, 1) })
  expect(coverage.nearest(at(1.5, 1.5), { reach: 100 })).toBeUndefined()
  coverage.apply({ kind: 'move-vertex', from: at(1, 1), to: at(1.4, 1.4) })
  expect(coverage.nearest(at(1.41, 1.41), { reach: 100 })).toMatchObject({ spot: at(1.4, 1.4) })
  expect(coverage.faceAt(at(1.1, 1.4))).toBe(4)
  expect(coverage.faceAt(at(9, 9))).toBeUndefined()
})
