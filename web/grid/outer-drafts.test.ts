import { expect, test } from 'vitest'
import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import { at, board } from './grid.fixture.ts'
import { movesOuter } from './outer-drafts.ts'

const grids = board(3)
const move = (from: [number, number], to: [number, number]): BoundaryEdit => ({
  kind: 'move-vertex',
  from,
  to,
})

test.each<[string, BoundaryEdit[], boolean]>([
  ['a corner of the town', [move(at(0, 0), at(-0.2, -0.2))], true],
  ['an edge on its rim', [{ kind: 'move-edge', between: [at(0, 0), at(1, 0)], by: [0, -200] }], true],
  ['a vertex inside', [move(at(1, 1), at(1.2, 1.2))], false],
  ['a move there and back', [move(at(0, 0), at(-0.2, 0)), move(at(-0.2, 0), at(0, 0))], false],
  ['a split from rim to rim', [{ kind: 'split', line: [at(0.5, -0.5), at(0.5, 3.5)] }], false],
  ['what cannot be done any more', [move(at(9, 9), at(9, 8))], false],
])('%s moves the outer boundary of the town or does not', (_, edits, expected) => {
  expect(movesOuter(edits, grids)).toBe(expected)
})
