import { expect, it } from 'vitest'
import { differenceOf } from './boundary-difference.ts'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { middleOf } from './draft-layers.ts'
import { at, board } from './grid.fixture.ts'

const grids = board(3)

it('finds each line that went and each that came, once, though two grids share it', () => {
  const draft = new BoundaryDraft(grids)
  draft.insert([at(1, 1), at(2, 1)], at(1.5, 1))
  draft.grab(at(1.5, 1))
  draft.dragTo(at(1.5, 0.5))
  draft.drop()
  const after = grids.map(grid => ({ polygon: draft.coverage.polygonOf(grid.id) }))
  const { left, fresh } = differenceOf(grids, after)
  expect(left.map(line => line.length)).toEqual([2])
  expect(fresh.map(line => line.length)).toEqual([3])
  expect(fresh[0]?.[1]?.map(each => Math.round(each * 1e7))).toEqual(at(1.5, 0.5))
})

it('says nothing of states that are the same, and takes a new grid whole', () => {
  expect(differenceOf(grids, grids.toReversed())).toEqual({ left: [], fresh: [] })
  expect(differenceOf([], grids.slice(0, 1)).fresh.map(line => line.length)).toEqual([5])
})

it('says nothing of an edge that only got a vertex, or of a neighbour of a split', () => {
  const draft = new BoundaryDraft(grids)
  draft.insert([at(1, 1), at(2, 1)], at(1.5, 1))
  const shapes = () => draft.coverage.faceIds.map(id => ({ polygon: draft.coverage.polygonOf(id) }))
  expect(differenceOf(grids, shapes())).toEqual({ left: [], fresh: [] })
  expect(differenceOf(shapes(), grids)).toEqual({ left: [], fresh: [] })
  draft.perform({ kind: 'split', line: [at(0.5, -0.5), at(0.5, 1.5)], faces: [1] })
  const { left, fresh } = differenceOf(grids, shapes())
  expect([left.length, fresh.map(line => line.length)]).toEqual([0, [2]])
})

it('places a name at the line with the most corners', () => {
  expect(middleOf([])).toBeUndefined()
  const lines: [number, number][][] = [
    [
      [0, 0],
      [1, 0],
    ],
    [
      [0, 0],
      [2, 0],
      [4, 0],
      [6, 0],
    ],
  ]
  expect(middleOf(lines)).toEqual([3, 0])
})
