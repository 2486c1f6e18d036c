import { expect, test } from 'vitest'
import { lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import type { BoundaryEdit } from '../boundary-edit.ts'
import { buildCoverage } from './build-coverage.ts'
import { inCoverage } from './leaves.ts'
import { rebase } from './rebase.ts'
import { replay } from './replay.ts'

const unit = 10_000
const at = (column: number, row: number): Spot => [
  1_170_000_000 + Math.round(column * unit),
  280_000_000 + Math.round(row * unit),
]
const ring = (...spots: Spot[]) => [...spots, ...spots.slice(0, 1)].map(lngLatOf)

/** Three rows of three squares, numbered row by row from 1. */
const board = () =>
  buildCoverage(
    Array.from({ length: 9 }, (_, i) => {
      const [column, row] = [i % 3, Math.floor(i / 3)]
      const corners = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)]
      return { id: i + 1, polygon: { type: 'Polygon' as const, coordinates: [ring(...corners)] } }
    }),
  ).coverage

const split = (column: number, row: number): BoundaryEdit => ({
  kind: 'split',
  line: [at(column + 0.5, row), at(column + 0.5, row + 1)],
})
const move = (from: Spot, to: Spot): BoundaryEdit => ({ kind: 'move-vertex', from, to })

test('a replay tells what came out of what, over several edits', () => {
  const done = replay(board(), [
    split(0, 0),
    { kind: 'merge', faces: [2, 3] },
    { kind: 'merge', faces: [-1, 2] },
  ])
  if ('fault' in done) throw new Error(done.fault.reason.en)
  expect([...done.gone]).toEqual([
    [2, -1],
    [3, -1],
  ])
  expect([...done.made]).toEqual([[-1, 1]])
  expect([...done.touched].sort()).toEqual([1, 2, 3, 4])
})

test('a replay stops at the first edit that cannot be done and names it', () => {
  expect(replay(board(), [split(0, 0), move(at(9, 9), at(8, 8))])).toMatchObject({ fault: { index: 1 } })
})

test('faces that an earlier edit makes are renamed when one before it is left out', () => {
  const edits: BoundaryEdit[] = [split(0, 0), split(1, 1), { kind: 'merge', faces: [-2, 6] }]
  const { steps, faceOf } = rebase(edits, { base: board(), now: board(), drop: new Set([0]) })
  expect(steps.map(({ rebased }) => rebased !== null)).toEqual([false, true, true])
  expect(steps[2]?.rebased).toEqual({ kind: 'merge', faces: [-1, 6] })
  expect([faceOf(-2), faceOf(-1), faceOf(4)]).toEqual([-1, undefined, 4])
})

test('an edit that builds on one that no longer applies is told so', () => {
  const now = board()
  now.apply({ kind: 'merge', faces: [1, 2] })
  const edits: BoundaryEdit[] = [
    { kind: 'split', line: [at(1.5, 0), at(1.5, 1)], faces: [2] },
    { kind: 'merge', faces: [-1, 3] },
    move(at(1, 2), at(1.2, 2.2)),
  ]
  const { steps } = rebase(edits, { base: board(), now, drop: new Set() })
  expect(steps.map(({ rebased }) => rebased !== null)).toEqual([false, false, true])
  expect(steps[1]?.reason?.en).toMatch(/builds on/)
})

test('only standing grids that are not thematic nor an outline of others form the coverage', () => {
  const grid = (id: number, more: object = {}) => ({
    ...{ id, level: 'first' as const, parentId: null, retiredAt: null },
    ...more,
  })
  const list = [
    grid(1),
    grid(2, { parentId: 1 }),
    grid(3, { level: 'thematic' }),
    grid(4, { retiredAt: 'x' }),
    grid(5),
  ]
  expect(inCoverage(list).map(({ id }) => id)).toEqual([2, 5])
})
