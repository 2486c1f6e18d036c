import { expect, it } from 'vitest'
import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import type { GridDraft } from '../../server/grid/draft.ts'
import { comingGrids } from './coming-grids.ts'
import { at, board } from './grid.fixture.ts'

const grids = board(3)
const draft = (id: number, effectiveAt: string, edits: BoundaryEdit[]): GridDraft => ({
  ...{
    id,
    edits,
    effectiveAt,
    state: 'approved',
    townId: 1,
    name: `${id}`,
    personId: 1,
    personName: '许建平',
  },
  ...{
    seen: [],
    attributes: [],
    thematic: [],
    restore: null,
    imported: null,
    reason: '',
    savedAt: effectiveAt,
  },
  ...{ proposedAt: null, reviewerName: '', reviewedAt: null, reviewNote: '', publishedAt: null },
  ...{ stalled: null, made: [], version: 1 },
})
const move: BoundaryEdit = { kind: 'move-vertex', from: at(1, 1), to: at(1.2, 1.3) }
const split: BoundaryEdit = { kind: 'split', line: [at(2.5, -0.5), at(2.5, 1.5)], faces: [3] }
const may = '2026-05-01T00:00:00.000Z'
const june = '2026-06-01T00:00:00.000Z'

it('lays what is approved until a day on the grids of today, the earliest first', () => {
  const named = { ...draft(8, june, [split]), attributes: [{ face: -1, name: '东格', code: 'X' }] }
  const back: BoundaryEdit = { kind: 'move-vertex', from: at(1.2, 1.3), to: at(1.1, 1.1) }
  const drafts = [named, draft(9, june, [back]), draft(7, may, [move])]
  const inMay = comingGrids(grids, drafts, Date.parse(may))
  expect(inMay.counted.map(({ id }) => id)).toEqual([7])
  expect(inMay.grids).toHaveLength(9)
  const inJune = comingGrids(grids, drafts, Date.parse(june))
  expect(inJune.counted.map(({ id }) => id)).toEqual([7, 8, 9])
  expect(inJune.grids).toHaveLength(10)
  expect(inJune.grids.at(-1)).toMatchObject({ name: '东格', code: 'X', lead: '', regionId: 10 })
  const corners = inJune.grids.find(({ id }) => id === 5)?.polygon.coordinates[0]
  expect(corners?.map(corner => corner.map(each => Math.round(each * 1e7)))).toContainEqual(at(1.1, 1.1))
})

it('names what it cannot lay beforehand, and takes no part of it', () => {
  const wrong: BoundaryEdit = { kind: 'move-vertex', from: at(7, 7), to: at(8, 8) }
  const restoring = { ...draft(5, may, []), restore: { at: may, gridIds: [] } }
  const coming = comingGrids(grids, [draft(4, may, [move, wrong]), restoring], Date.parse(june))
  expect(coming.left.map(({ id }) => id)).toEqual([4, 5])
  expect(coming.grids).toEqual(grids)
})
