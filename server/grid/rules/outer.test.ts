import { expect, test } from 'vitest'
import type { Polygon } from '../../region/place.ts'
import { lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import type { BoundaryEdit, BoundaryEditOf } from '../boundary-edit.ts'
import type { Surroundings } from '../grid.ts'
import { joinFaces } from './build-coverage.ts'
import type { Coverage } from './coverage.ts'
import { OuterBounds } from './outer-bounds.ts'

const at = (x: number, y: number): Spot => [
  1_170_000_000 + Math.round(x * 10_000),
  280_000_000 + Math.round(y * 10_000),
]
const box = (x: number, y: number, [w, h] = [1, 1]): Spot[] => [
  at(x, y),
  at(x + w, y),
  at(x + w, y + h),
  at(x, y + h),
]
const polygonOf = (...rings: Spot[][]): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf)),
})
const named = (name: string, polygon: Polygon) => ({ id: 1, name: `${name}镇`, nameEn: name, polygon })

/** Nine squares, 1 to 9 row by row from the south west, each row a village. */
function town(around: Partial<Surroundings> = {}, without: number[] = []): Coverage {
  const faces = Array.from({ length: 9 }, (_, i) => ({ id: i + 1, rings: [box(i % 3, Math.floor(i / 3))] }))
  const { coverage } = joinFaces(faces.filter(({ id }) => !without.includes(id)))
  coverage.setParents(coverage.faceIds.map(id => [id, 100 + Math.floor((id - 1) / 3)]))
  coverage.constrain(new OuterBounds({ above: null, beside: [], reach: [116, 27, 118, 29], ...around }))
  return coverage
}

/** What an edit gives: done and taken back byte for byte, or the reason, with nothing changed. */
function tried(coverage: Coverage, edit: BoundaryEdit): { reason: string; parents: number[]; at?: Spot } {
  const before = coverage.snapshot()
  const result = coverage.apply(edit, { outer: true })
  if (!result.done) {
    expect(coverage.snapshot()).toBe(before)
    return { reason: result.reason.en, parents: [], at: result.at }
  }
  expect(coverage.check()).toMatchObject({ faults: [], gaps: [] })
  const after = coverage.snapshot()
  coverage.apply(result.inverse)
  expect(coverage.snapshot()).toBe(before)
  expect(coverage.apply(edit, { outer: true })).toEqual(result)
  expect(coverage.snapshot()).toBe(after)
  return { reason: '', parents: result.parents }
}
const areaOf = (coverage: Coverage) =>
  Number(coverage.faceIds.reduce((sum, id) => sum + coverage.doubleAreaOf(id), 0n)) / 2e8

test('every tool moves the outer boundary, and the village and the town with it', () => {
  const coverage = town()
  const moves: [BoundaryEdit, number][] = [
    [{ kind: 'move-vertex', from: at(0, 0), to: at(-0.5, -0.5) }, 9.5],
    [{ kind: 'insert-vertex', between: [at(1, 0), at(2, 0)], at: at(1.5, -0.4) }, 9.7],
    [{ kind: 'delete-vertex', at: at(1.5, -0.4) }, 9.5],
    [{ kind: 'move-edge', between: [at(2, 3), at(3, 3)], by: [0, 5000] }, 10.25],
    [{ kind: 'reshape', face: 6, line: [at(3, 1), at(3.5, 1), at(3.5, 2), at(3, 2)] }, 10.75],
    [{ kind: 'reshape', face: 4, line: [at(0, 1), at(0.5, 1.5), at(0, 2)] }, 10.5],
  ]
  for (const [edit, area] of moves) {
    expect(tried(coverage, edit)).toMatchObject({ reason: '' })
    expect(areaOf(coverage)).toBeCloseTo(area, 9)
  }
  const { parents } = tried(coverage, { kind: 'move-vertex', from: at(0, 2), to: at(-0.1, 2) })
  expect(parents).toEqual([101, 102])
})

test('without being asked for, the outer boundary stays where it is', () => {
  const coverage = town()
  expect(coverage.apply({ kind: 'move-vertex', from: at(0, 0), to: at(-0.5, -0.5) })).toMatchObject({
    done: false,
  })
})

test('a simplified grid leaves the outer boundary, unless its edit says that too', () => {
  const coverage = town()
  tried(coverage, { kind: 'insert-vertex', between: [at(1, 0), at(2, 0)], at: at(1.5, -0.01) })
  const simplify: BoundaryEditOf<'simplify'> = { kind: 'simplify', faces: [2], toleranceMeters: 5 }
  expect(tried(coverage, simplify).reason).toMatch(/no boundary/)
  expect(tried(coverage, { ...simplify, outer: true }).reason).toBe('')
  expect(areaOf(coverage)).toBeCloseTo(9, 9)
})

const east = named('Eastern', polygonOf([at(3.2, -1), at(5, -1), at(5, 4), at(3.2, 4)]))

test('a town beside it is in the way of every tool, named, and its boundary may be shared', () => {
  const coverage = town({ beside: [east] })
  const reached: BoundaryEdit[] = [
    { kind: 'move-vertex', from: at(3, 1), to: at(3.3, 1) },
    { kind: 'insert-vertex', between: [at(3, 1), at(3, 2)], at: at(3.3, 1.5) },
    { kind: 'move-edge', between: [at(3, 1), at(3, 2)], by: [3000, 0] },
    { kind: 'reshape', face: 6, line: [at(3, 1), at(3.4, 1.5), at(3, 2)] },
  ]
  for (const edit of reached) {
    const { reason, at: place } = tried(coverage, edit)
    expect(reason).toMatch(/ground of Eastern/)
    expect(place?.[0]).toBeGreaterThan(at(3.2, 0)[0])
  }
  expect(
    tried(coverage, { kind: 'reshape', face: 6, line: [at(3, 1), at(3.2, 1), at(3.2, 2), at(3, 2)] }),
  ).toEqual(expect.objectContaining({ reason: '' }))
  expect(areaOf(coverage)).toBeCloseTo(9.2, 9)
  // A unit over the line is the rounding of the lattice.
  const [x, y] = at(3.2, 1.5)
  expect(
    tried(coverage, { kind: 'insert-vertex', between: [at(3.2, 1), at(3.2, 2)], at: [x + 1, y] }).reason,
  ).toBe('')
  expect(tried(coverage, { kind: 'move-vertex', from: [x + 1, y], to: [x + 4, y] }).reason).toMatch(/Eastern/)
})

test('a town cannot be closed round, not even exactly', () => {
  const islet = named('Islet', polygonOf([at(3, 1), at(3.5, 1), at(3.5, 2), at(3, 2)]))
  const around: BoundaryEdit = {
    kind: 'reshape',
    face: 6,
    line: [at(3, 1), at(3.7, 0.9), at(3.7, 2.1), at(3, 2)],
  }
  expect(tried(town({ beside: [islet] }), around).reason).toMatch(/Islet/)
  const exactly: BoundaryEdit = { ...around, line: [at(3, 1), at(3.5, 1), at(3.5, 2), at(3, 2)] }
  expect(tried(town({ beside: [islet] }), exactly).reason).toMatch(/Islet/)
  expect(tried(town(), exactly).reason).toBe('')
})

test('the town stays in the area above, whose holes are not part of it', () => {
  const hole = box(3.2, 1.2, [0.3, 0.3])
  const above = named('Upper', polygonOf(box(-0.2, -0.2, [5, 3.4]), hole.toReversed()))
  const coverage = town({ above })
  expect(tried(coverage, { kind: 'move-vertex', from: at(0, 0), to: at(-0.3, -0.1) }).reason).toMatch(
    /leave Upper/,
  )
  expect(tried(coverage, { kind: 'move-vertex', from: at(0, 0), to: at(-0.2, -0.2) }).reason).toBe('')
  const round: BoundaryEdit = { kind: 'reshape', face: 6, line: [at(3, 1), at(4, 1), at(4, 2), at(3, 2)] }
  expect(tried(coverage, round).reason).toMatch(/leave Upper/)
})

test('ground that overlaps from before is in nobody’s way elsewhere', () => {
  const over = named('Over', polygonOf(box(2.5, 2.5, [2, 2])))
  const coverage = town({ beside: [over] })
  expect(tried(coverage, { kind: 'move-vertex', from: at(0, 0), to: at(-0.2, 0) }).reason).toBe('')
  expect(tried(coverage, { kind: 'move-vertex', from: at(3, 2), to: at(3.1, 2) }).reason).toMatch(/Over/)
  // Line by line along the other’s boundary it is put right.
  expect(
    tried(coverage, { kind: 'reshape', face: 9, line: [at(2.5, 3), at(2.5, 2.5), at(3, 2.5)] }).reason,
  ).toBe('')
})

test('no ground is enclosed that no grid has', () => {
  const ring: BoundaryEdit = {
    kind: 'reshape',
    face: 3,
    line: [at(3, 0.5), at(4, 0.5), at(4, 3.5), at(2.5, 3.5), at(2.5, 3)],
  }
  expect(tried(town(), ring).reason).not.toBe('')
  const open = town({}, [6])
  const toCorner = [at(3, 0.5), at(3.5, 0.5), at(3.5, 2), at(3, 2), at(2.9, 1.5), at(2.9, 1)]
  expect(tried(open, { kind: 'reshape', face: 3, line: toCorner }).reason).toMatch(/touch itself/)
  const toSide = [at(3, 0.5), at(3.5, 0.5), at(3.5, 3), at(3, 3), at(3, 2), at(2.9, 1.5), at(2.9, 1)]
  expect(tried(open, { kind: 'reshape', face: 3, line: toSide }).reason).toMatch(/no grid has/)
})

test('a neighbour inside what is drawn is merged, not swallowed', () => {
  const coverage = town()
  const over: BoundaryEdit = {
    kind: 'reshape',
    face: 2,
    line: [at(2, 0), at(3.5, -0.5), at(3.5, 1), at(3, 1), at(2, 1)],
  }
  expect(tried(coverage, over).reason).toMatch(/swallow|cross/)
})
