import { beforeEach, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { findRegions } from '../region/find.ts'
import { type Spot, spotOf } from '../region/rules/lattice.ts'
import { contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import { discardDraft } from './discard-draft.ts'
import { GridDraftInput, type GridEdits } from './draft.ts'
import { findGrid, findGrids, GridQuery } from './find.ts'
import { findChanges } from './find-changes.ts'
import { findDrafts } from './find-drafts.ts'
import type { Grid } from './grid.ts'
import { redraw } from './redraw.ts'
import { saveDraft } from './save-draft.ts'

const { sql } = await testDatabase()
let town: TestTown
let manager: Context
let viewer: Context

beforeEach(async () => {
  town = await testTown(sql)
  manager = await contextOf(sql, town.people['grid-manager'])
  viewer = await contextOf(sql, town.people.viewer)
})

const [x0, y0] = spotOf(origin)
const spot = (column: number, row: number): [number, number] => [x0 + column * 10_000, y0 + row * 10_000]
const move = (from: [number, number], to: [number, number]): BoundaryEdit => ({
  kind: 'move-vertex',
  from,
  to,
})
const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(),
    error => error,
  )
const grids = () => findGrids(manager, GridQuery.parse({ town: String(town.id) }))
const has = (grid: Grid | undefined, [x, y]: Spot) =>
  grid?.polygon.coordinates[0]?.some(each => spotOf(each)[0] === x && spotOf(each)[1] === y) ?? false
const edits = async (...list: BoundaryEdit[]): Promise<GridEdits> => ({
  townId: town.id,
  edits: list,
  seen: (await grids()).map(({ id, version }) => ({ id, version })),
  attributes: [],
  reason: '测试',
})

test('grids say whose they are, how large they are and how many people live there', async () => {
  const [first] = await grids()
  expect(first).toMatchObject({ regionName: '第1村', version: 1, people: 5 + 6 + 7 + 8 + 9 })
  expect(first?.areaSquareMeters).toBeGreaterThan(50_000)
  expect(await findGrid(manager, first?.id ?? 0)).toEqual(first)
  const near = await findGrids(
    manager,
    GridQuery.parse({
      town: String(town.id),
      bbox: `${origin[0]},${origin[1]},${origin[0] + 0.0001},${origin[1] + 0.0001}`,
    }),
  )
  expect(near.map(grid => grid.id)).toEqual([first?.id])
})

test('a vertex that two grids share moves in both, one journal row each, and nothing else changes', async () => {
  const before = await grids()
  const sequence = await lastSequence(sql)
  const changed = await redraw(
    manager,
    await edits(move(spot(2, 1), [spot(2, 1)[0] + 100, spot(2, 1)[1] + 2000])),
  )
  expect(changed.map(grid => grid.code)).toEqual(['G001', 'G005'])
  for (const grid of changed) {
    expect(has(grid, [spot(2, 1)[0] + 100, spot(2, 1)[1] + 2000])).toBe(true)
    expect(grid.version).toBe(2)
  }
  const rest = (list: Grid[]) => list.filter(grid => !['G001', 'G005'].includes(grid.code))
  expect(rest(await grids())).toEqual(rest(before))
  const rows = await follow(sql, { after: sequence, limit: 20 })
  expect(rows.map(row => [row.noun, row.verb, row.nounId, row.version])).toEqual(
    changed.map(grid => ['grid', 'redraw', grid.id, 2]),
  )
  const [total] =
    await sql`select ST_Area(ST_Union(geom)) as one, sum(ST_Area(geom)) as all from grids where town_id = ${town.id}`
  expect(total?.one).toBeCloseTo(total?.all, 12)
})

test('the villages along a moved boundary follow', async () => {
  const sequence = await lastSequence(sql)
  const to: [number, number] = [spot(5, 1)[0] + 3000, spot(5, 1)[1] + 500]
  await redraw(manager, await edits(move(spot(5, 1), to)))
  const rows = await follow(sql, { after: sequence, limit: 20 })
  expect(rows.filter(row => row.noun === 'region').map(row => row.nounId)).toEqual([
    town.villages[0],
    town.villages[1],
  ])
  const villages = (await findRegions(manager, { town: town.id })).filter(region => region.version === 2)
  expect(villages).toHaveLength(2)
  expect(villages[0]?.bounds[2]).toBeCloseTo(to[0] / 1e7, 9)
})

test('a cell whose middle changes sides changes its grid', async () => {
  const cellsOf = async (grid: number | undefined) =>
    (await sql`select code from cells where grid_id = ${grid ?? 0} order by ordinal`).map(row => row.code)
  const [upper, lower] = [town.grids[4], town.grids[0]]
  expect(await cellsOf(lower)).toEqual(['C0', 'C1', 'C2', 'C3', 'C4'])
  // Both ends of the boundary under cell 2 go down below its middle... of the row above the boundary.
  await redraw(
    manager,
    await edits(
      move(spot(2, 1), [spot(2, 1)[0], spot(2, 1)[1] - 6000]),
      move(spot(3, 1), [spot(3, 1)[0], spot(3, 1)[1] - 6000]),
    ),
  )
  expect(await cellsOf(lower)).toEqual(['C0', 'C1', 'C3', 'C4'])
  expect(await cellsOf(upper)).toContain('C2')
})

test('a second manager’s stale save gets both versions and changes nothing', async () => {
  const mine = await edits(move(spot(2, 1), [spot(2, 1)[0] + 500, spot(2, 1)[1] + 1000]))
  const theirs = await edits(move(spot(3, 1), [spot(3, 1)[0] + 500, spot(3, 1)[1] + 3000]))
  await redraw(manager, theirs)
  const now = await grids()
  const error = await refusal(redraw(manager, mine))
  expect(error).toMatchObject({ code: 'conflict', status: 409 })
  const sides = error.details as { theirs: Grid[]; yours: Grid[]; base: Grid[] }
  expect(sides.theirs.map(grid => [grid.code, grid.version])).toEqual([
    ['G001', 2],
    ['G005', 2],
  ])
  expect(has(sides.theirs[0], [spot(3, 1)[0] + 500, spot(3, 1)[1] + 3000])).toBe(true)
  expect(sides.yours.map(grid => grid.code)).toEqual(['G001', 'G005'])
  expect(has(sides.yours[0], [spot(2, 1)[0] + 500, spot(2, 1)[1] + 1000])).toBe(true)
  expect(has(sides.yours[0], spot(3, 1))).toBe(true)
  expect(await grids()).toEqual(now)
})

test('two managers at the same moment: one wins, the other sees both sides', async () => {
  const one = await edits(move(spot(2, 1), [spot(2, 1)[0] + 500, spot(2, 1)[1] + 1000]))
  const two = await edits(move(spot(2, 1), [spot(2, 1)[0] - 500, spot(2, 1)[1] - 1000]))
  const results = await Promise.allSettled([redraw(manager, one), redraw(manager, two)])
  expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(result => result.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
})

test.each<[string, BoundaryEdit[], string]>([
  ['a crossing', [move(spot(2, 1), spot(2.5, 3.5))], 'edits.0'],
  ['no vertex', [move(spot(2, 1), spot(2.2, 1.1)), move(spot(2, 1), spot(2.3, 1.1))], 'edits.1'],
])('%s is refused before the database sees it', async (_, list, path) => {
  const before = await grids()
  const error = await refusal(redraw(manager, await edits(...list)))
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path }] })
  expect(await grids()).toEqual(before)
})

test('every touched grid must have been seen', async () => {
  const input = await edits(move(spot(2, 1), spot(2.2, 1.1)))
  const error = await refusal(redraw(manager, { ...input, seen: input.seen.slice(0, 1) }))
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'seen' }] })
})

test('who does not keep the grids may not redraw them', async () => {
  const input = await edits(move(spot(2, 1), spot(2.2, 1.1)))
  expect(await refusal(redraw(viewer, input))).toMatchObject({ code: 'forbidden' })
  const elsewhere = await contextOf(sql, (await testTown(sql)).people['grid-manager'])
  expect(await refusal(redraw(elsewhere, input))).toMatchObject({ code: 'forbidden' })
})

test('a grid tells how its boundary came to be, the newest change first', async () => {
  const [first] = await grids()
  const id = first?.id ?? 0
  expect(await findChanges(viewer, id)).toEqual([])
  await redraw(manager, await edits(move(spot(2, 1), spot(2.1, 1.2))))
  await redraw(manager, await edits(move(spot(2.1, 1.2), spot(2, 1.1))))
  const [last, before] = await findChanges(viewer, id)
  expect([last?.version, before?.version]).toEqual([3, 2])
  expect(last).toMatchObject({ actor: manager.actor.name, reason: '测试' })
  expect(last?.beforeSquareMeters).toBe(before?.afterSquareMeters)
  expect(await refusal(findChanges(viewer, 999_999))).toMatchObject({ code: 'missing' })
})

test('a draft is saved, seen by others, saved again, and thrown away by its owner', async () => {
  const { seen } = await edits()
  const input = GridDraftInput.parse({
    townId: town.id,
    name: '东门调整',
    edits: [move(spot(2, 1), spot(2.2, 1.1))],
    seen,
    version: 0,
  })
  const draft = await saveDraft(manager, null, input)
  expect(draft).toMatchObject({
    name: '东门调整',
    personName: manager.actor.name,
    version: 1,
    edits: input.edits,
  })
  const again = await saveDraft(manager, draft.id, { ...input, name: '西门调整', version: 1 })
  expect(again).toMatchObject({ id: draft.id, name: '西门调整', version: 2 })
  expect(await refusal(saveDraft(manager, draft.id, { ...input, version: 1 }))).toMatchObject({
    code: 'conflict',
  })
  expect(await findDrafts(viewer, { town: town.id })).toEqual([again])
  const colleague = await contextOf(sql, { ...town.people['grid-manager'], id: town.people.planner.id })
  expect(await refusal(saveDraft(colleague, draft.id, { ...input, version: 2 }))).toMatchObject({
    code: 'forbidden',
  })
  expect(await refusal(discardDraft(colleague, draft.id, { version: 2 }))).toMatchObject({
    code: 'forbidden',
  })
  expect(await refusal(saveDraft(viewer, null, input))).toMatchObject({ code: 'forbidden' })
  expect(await refusal(discardDraft(manager, draft.id, { version: 1 }))).toMatchObject({ code: 'conflict' })
  await discardDraft(manager, draft.id, { version: 2 })
  expect(await findDrafts(viewer, { town: town.id })).toEqual([])
  expect(await refusal(discardDraft(manager, draft.id, { version: 2 }))).toMatchObject({ code: 'missing' })
})
