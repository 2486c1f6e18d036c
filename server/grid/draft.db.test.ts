import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { findRegions } from '../region/find.ts'
import { spotOf } from '../region/rules/lattice.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { approve } from './approve.ts'
import { type GridDraft, type GridDraftInput, GridDraftInput as Input } from './draft.ts'
import { enforce, keepGrids } from './enforce.ts'
import { findConsequences, findMerge } from './find-consequences.ts'
import { findDraft, findDrafts, findPublications } from './find-drafts.ts'
import type { Grid } from './grid.ts'
import { propose } from './propose.ts'
import { rebaseDraft } from './rebase-draft.ts'
import { recall } from './recall.ts'
import { reject } from './reject.ts'
import { saveDraft } from './save-draft.ts'
import { aDraft, gridsOf, move, refusal, spot } from './test-draft.ts'

const { sql } = await testDatabase()
let town: TestTown
let manager: Context
let colleague: Context
let commander: Context

beforeEach(async () => {
  town = await testTown(sql)
  manager = await contextOf(sql, town.people['grid-manager'])
  colleague = await contextOf(sql, { ...town.people['grid-manager'], id: town.people.planner.id })
  commander = await contextOf(sql, town.people.commander)
})
afterEach(() => vi.useRealTimers())

const low = move(spot(2, 1), spot(2, 0.4))
const has = (grid: Grid | undefined, column: number, row: number) =>
  grid?.polygon.coordinates[0]?.some(each => String(spotOf(each)) === String(spot(column, row))) ?? false
const proposed = async (draft: GridDraft) => propose(manager, draft.id, { version: draft.version })
const now = { effectiveAt: null, note: '' }
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const toDay = (at: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(at) })
/** What the journal tells of this town: drafts of others may come in force at the same time. */
const rowsOf = async (work: () => Promise<unknown>) => {
  const sequence = await lastSequence(sql)
  await work()
  const rows = await follow(sql, { after: sequence, limit: 100 })
  return rows.filter(({ townId }) => townId === town.id).map(({ noun, verb }) => `${noun}/${verb}`)
}

test('a proposal that another person approves is in force at once, with everything that follows it', async () => {
  const edits = [move(spot(5, 1), spot(5.6, 1)), move(spot(5, 2), spot(5.6, 2))]
  const draft = await aDraft(manager, { town, edits })
  const before = await gridsOf(manager, town)
  const waiting = await proposed(draft)
  expect(waiting).toMatchObject({ state: 'proposed', version: 2 })
  expect(await gridsOf(manager, town)).toEqual(before)
  expect(await refusal(approve(manager, draft.id, { version: 2, ...now }))).toMatchObject({
    code: 'forbidden',
  })
  let after: GridDraft | undefined
  const rows = await rowsOf(async () => {
    after = await approve(commander, draft.id, { version: 2, effectiveAt: null, note: '同意' })
  })
  expect(after).toMatchObject({ state: 'published', reviewerName: commander.actor.name, reviewNote: '同意' })
  expect(rows.sort()).toEqual(
    [
      'grid-draft/approve',
      'grid-draft/publish',
      ...Array(6).fill('grid/redraw'),
      ...Array(2).fill('region/redraw'),
    ].sort(),
  )
  const grids = await gridsOf(manager, town)
  expect(grids.filter(grid => has(grid, 5.6, 1)).map(({ code }) => code)).toEqual([
    'G001',
    'G002',
    'G005',
    'G006',
  ])
  const sum = (list: Grid[], key: 'people' | 'households') => list.reduce((all, grid) => all + grid[key], 0)
  expect(sum(grids, 'people')).toBe(sum(before, 'people'))
  expect(sum(grids, 'households')).toBe(sum(before, 'households'))
  const villages = (await findRegions(manager, { town: town.id })).filter(({ level }) => level === 'village')
  for (const village of villages) {
    const [row] =
      await sql`select ST_Equals((select ST_Union(geom) from grids where region_id = ${village.id}),
      (select geom from regions where id = ${village.id})) as same`
    expect([village.name, row?.same]).toEqual([village.name, true])
  }
  const [publication] = await findPublications(manager, { town: town.id })
  expect(publication).toMatchObject({
    draftId: draft.id,
    name: '东门调整',
    reviewerName: commander.actor.name,
    gone: [],
  })
  expect(publication?.changed).toHaveLength(6)
})

test('cells and households go along with the ground, as was told before', async () => {
  const edits = [move(spot(2, 1), spot(2, 0.4)), move(spot(3, 1), spot(3, 0.4))]
  const draft = await aDraft(manager, { town, edits })
  const told = await findConsequences(manager, draft.id)
  expect(told.grids.map(({ name, fate }) => [name, fate])).toEqual([
    ['1 号网格', 'changed'],
    ['5 号网格', 'changed'],
  ])
  expect(told.handovers).toMatchObject([
    { from: town.grids[0], to: town.grids[4], tally: { people: 5 + 2, hazards: 0 } },
  ])
  expect(told.grids[0]?.before).toMatchObject({ people: 35, households: 100, hazards: 1 })
  await proposed(draft)
  await approve(commander, draft.id, { version: 2, ...now })
  const grids = await gridsOf(manager, town)
  for (const { face, after } of told.grids) {
    const grid = grids.find(({ id }) => id === face)
    expect(grid).toMatchObject({ people: after.people, households: after.households })
    expect(grid?.areaSquareMeters ?? 0).toBeCloseTo(after.squareMeters, -3)
  }
})

test('a rejected proposal says why, and may be changed and proposed again', async () => {
  const draft = await proposed(await aDraft(manager, { town, edits: [low] }))
  expect(await refusal(reject(manager, draft.id, { version: 2, note: '不' }))).toMatchObject({
    code: 'forbidden',
  })
  const back = await reject(colleague, draft.id, { version: 2, note: '请避开主干道' })
  expect(back).toMatchObject({ state: 'rejected', reviewNote: '请避开主干道', version: 3 })
  expect(await refusal(approve(commander, draft.id, { version: 3, ...now }))).toMatchObject({
    code: 'conflict',
  })
  const changed = await saveDraft(manager, draft.id, inputOf(back, { name: '二稿' }))
  expect(changed).toMatchObject({ state: 'draft', version: 4 })
  expect(await propose(manager, draft.id, { version: 4 })).toMatchObject({
    state: 'proposed',
    reviewNote: '',
  })
})

const inputOf = (draft: GridDraft, more: Partial<GridDraftInput> = {}): GridDraftInput => {
  const { townId, name, edits, seen, attributes, thematic, reason, version } = draft
  return { townId, name, edits, seen, attributes, thematic, reason, version, ...more }
}

test('while it is under review nobody changes it; its owner may take it back', async () => {
  const draft = await proposed(await aDraft(manager, { town, edits: [low] }))
  expect(await refusal(saveDraft(manager, draft.id, inputOf(draft)))).toMatchObject({ code: 'conflict' })
  expect(await refusal(recall(colleague, draft.id, { version: 2 }))).toMatchObject({ code: 'forbidden' })
  expect(await recall(manager, draft.id, { version: 2 })).toMatchObject({ state: 'draft', proposedAt: null })
})

test('what was approved for a later day waits for it, and comes in force once', async () => {
  const draft = await proposed(await aDraft(manager, { town, edits: [low] }))
  const before = await gridsOf(manager, town)
  const effectiveAt = inDays(1)
  const waiting = await approve(commander, draft.id, { version: 2, effectiveAt, note: '' })
  expect(waiting).toMatchObject({ state: 'approved', effectiveAt, publishedAt: null })
  await keepGrids(sql)
  expect(await gridsOf(manager, town)).toEqual(before)
  toDay(inDays(1.01))
  const keeper = await contextOf(sql, town.people.administrator)
  const rows = await rowsOf(() => Promise.all([enforce(keeper, draft.id), keepGrids(sql), keepGrids(sql)]))
  expect(rows.sort()).toEqual(['grid-draft/publish', 'grid/redraw', 'grid/redraw'])
  await keepGrids(sql)
  const grids = await gridsOf(manager, town)
  expect(grids.find(({ id }) => id === town.grids[0])).toMatchObject({ validFrom: effectiveAt, version: 2 })
  expect(await findDraft(manager, draft.id)).toMatchObject({ state: 'published', version: 4 })
  expect(await gridsOf(manager, town, inDays(-1))).toEqual(before)
})

test('another approved draft for the same grids is told of before both wait', async () => {
  const one = await proposed(await aDraft(manager, { town, edits: [low] }))
  const two = await propose(manager, (await aDraft(manager, { town, edits: [low], name: '西门' })).id, {
    version: 1,
  })
  await approve(commander, one.id, { version: 2, effectiveAt: inDays(1), note: '' })
  const error = await refusal(approve(commander, two.id, { version: 2, effectiveAt: inDays(2), note: '' }))
  expect(error).toMatchObject({ code: 'conflict', details: { theirs: { id: one.id } } })
})

test('when its day comes and the grids were changed, it stalls with the reason and is merged', async () => {
  const draft = await proposed(await aDraft(manager, { town, edits: [low, move(spot(3, 1), spot(3, 1.3))] }))
  await approve(commander, draft.id, { version: 2, effectiveAt: inDays(1), note: '' })
  const other = await aDraft(colleague, { town, edits: [move(spot(2, 1), spot(2, 1.4))], name: '抢先' })
  await propose(colleague, other.id, { version: 1 })
  await recall(manager, draft.id, { version: 3 })
  await approve(commander, other.id, { version: 2, ...now })
  expect(await refusal(propose(manager, draft.id, { version: 4 }))).toMatchObject({ code: 'conflict' })
  await sql`update grid_drafts set state = 'approved', reviewer_id = ${commander.actor.id}, effective_at = now() where id = ${draft.id}`
  const after = await gridsOf(manager, town)
  expect(await rowsOf(() => keepGrids(sql))).toEqual(['grid-draft/stall'])
  expect(await gridsOf(manager, town)).toEqual(after)
  const stalled = await findDraft(manager, draft.id)
  expect(stalled).toMatchObject({ state: 'stalled', stalled: { zh: expect.stringContaining('合并') } })
})

test('the second to propose gets a merge view with both geometries, and chooses what to leave out', async () => {
  // What was published before the draft was begun is no news.
  for (const [from, to] of [
    [1, 1.2],
    [1.2, 1],
  ] as const) {
    const before = await aDraft(colleague, { town, edits: [move(spot(2, from), spot(2, to))], name: '更早' })
    await propose(colleague, before.id, { version: 1 })
    await approve(commander, before.id, { version: 2, ...now })
  }
  const edits = [low, move(spot(3, 1), spot(3, 1.3)), move(spot(2, 0.4), spot(2, 0.5))]
  const second = await aDraft(manager, { town, edits })
  const first = await aDraft(colleague, { town, edits: [move(spot(2, 1), spot(2, 1.4))], name: '抢先' })
  await propose(colleague, first.id, { version: 1 })
  await approve(commander, first.id, { version: 2, ...now })
  const error = await refusal(propose(manager, second.id, { version: 1 }))
  expect(error).toMatchObject({ code: 'conflict', status: 409, details: { merge: { isStale: true } } })
  const merge = await findMerge(manager, second.id)
  expect(merge.steps.map(({ applies }) => applies)).toEqual([false, true, false])
  expect(merge.steps[0]).toMatchObject({ reason: { zh: expect.stringContaining('顶点') } })
  expect(merge.base.map(({ face }) => face)).toEqual([town.grids[0], town.grids[4]])
  const shape = (list: typeof merge.base) =>
    JSON.stringify(list.find(({ face }) => face === town.grids[0])?.polygon)
  expect(new Set([merge.base, merge.theirs, merge.yours, merge.merged].map(shape)).size).toBe(4)
  expect(merge.changedBy).toMatchObject([{ actor: town.people.planner.name, reason: '抢先' }])
  const without = await findMerge(manager, second.id, [1])
  expect(without.steps.map(({ applies }) => applies)).toEqual([false, false, false])
  expect(shape(without.merged)).toBe(shape(merge.theirs))
  const undropped = await refusal(rebaseDraft(manager, second.id, { version: 1, drop: [0] }))
  expect(undropped).toMatchObject({ code: 'invalid', errors: [{ path: 'edits.2' }], details: { drop: [2] } })
  const rebased = await rebaseDraft(manager, second.id, { version: 1, drop: [0, 2] })
  expect(rebased).toMatchObject({ state: 'draft', edits: [edits[1]] })
  const again = await propose(manager, second.id, { version: rebased.version })
  await approve(commander, second.id, { version: again.version, ...now })
  const grid = (await gridsOf(manager, town)).find(({ id }) => id === town.grids[0])
  expect([has(grid, 2, 1.4), has(grid, 3, 1.3)]).toEqual([true, true])
})

test('two reviewers at the same moment: one decides, the other is told', async () => {
  const draft = await proposed(await aDraft(manager, { town, edits: [low] }))
  const results = await Promise.allSettled([
    approve(commander, draft.id, { version: 2, ...now }),
    approve(colleague, draft.id, { version: 2, ...now }),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await findPublications(manager, { town: town.id })).toHaveLength(1)
})

test('a publication that is cut off leaves nothing half', async () => {
  const draft = await proposed(await aDraft(manager, { town, edits: [low, move(spot(5, 1), spot(5.6, 1))] }))
  const before = [await gridsOf(manager, town), await findRegions(manager, { town: town.id })]
  const kept = async () =>
    (await sql`select id, grid_id from cells where town_id = ${town.id} order by id`).map(row => ({ ...row }))
  const cells = await kept()
  await sql`create function fail_late() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$`
  await sql`create trigger fail_late before insert on grid_publications for each row execute function fail_late()`
  const rows = await rowsOf(() => refusal(approve(commander, draft.id, { version: 2, ...now })))
  await sql`drop trigger fail_late on grid_publications`
  await sql`drop function fail_late()`
  expect(rows).toEqual([])
  expect([await gridsOf(manager, town), await findRegions(manager, { town: town.id })]).toEqual(before)
  expect(await kept()).toEqual(cells)
  expect(await findDraft(manager, draft.id)).toMatchObject({ state: 'proposed', version: 2 })
  expect(await approve(commander, draft.id, { version: 2, ...now })).toMatchObject({ state: 'published' })
})

test('a save whose answer was lost is answered again, a stale one is not', async () => {
  const draft = await aDraft(manager, { town, edits: [low] })
  const input = inputOf(draft, { edits: [low, move(spot(3, 1), spot(3, 1.2))] })
  const saved = await saveDraft(manager, draft.id, input)
  expect(await rowsOf(async () => expect(await saveDraft(manager, draft.id, input)).toEqual(saved))).toEqual(
    [],
  )
  expect(await refusal(saveDraft(manager, draft.id, { ...input, name: '又一稿' }))).toMatchObject({
    code: 'conflict',
    details: { theirs: { version: 2 } },
  })
})

test('everyone in the town sees the drafts of others and which grids they touch', async () => {
  const seen = (await gridsOf(manager, town)).slice(0, 2).map(({ id, version }) => ({ id, version }))
  await aDraft(manager, { town, edits: [low], seen })
  await aDraft(colleague, { town, edits: [low], name: '同一处' })
  const list = await findDrafts(colleague, { town: town.id })
  expect(list.map(({ name, seen: touched }) => [name, touched.length])).toEqual([
    ['同一处', 12],
    ['东门调整', 2],
  ])
})

test.each<[string, Partial<GridDraftInput>, string]>([
  ['nothing to do', {}, 'edits'],
  ['an edit that crosses', { edits: [move(spot(2, 1), spot(2.5, 3.5))] }, 'edits.0'],
  ['a grid not seen', { edits: [low], seen: [] }, 'seen'],
  ['a code in use', { edits: [low], attributes: [{ face: 1, code: 'G002' }] }, 'attributes.0.code'],
  [
    'an exchange of codes',
    {
      edits: [low],
      attributes: [
        { face: 1, code: 'G002' },
        { face: 2, code: 'G001' },
      ],
    },
    'attributes.0.code',
  ],
  ['a face that is not there', { attributes: [{ face: -4, name: '无' }] }, 'attributes.0.face'],
  ['no thematic grid', { thematic: [{ kind: 'retire', id: 1 }] }, 'thematic.0.id'],
])('%s is refused at proposing, with the field and what to do', async (_, more, path) => {
  const own = (face: number) => (face > 0 ? (town.grids[face - 1] ?? 0) : face)
  const attributes = (more.attributes ?? []).map(each => ({ ...each, face: own(each.face) }))
  const thematic = more.thematic ? [{ kind: 'retire' as const, id: town.grids[0] ?? 0 }] : []
  const draft = await aDraft(manager, { town, ...more, attributes, thematic })
  const error = await refusal(propose(manager, draft.id, { version: 1 }))
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path }] })
})

test('a date that has passed is refused', async () => {
  const draft = await proposed(await aDraft(manager, { town, edits: [low] }))
  const error = await refusal(approve(commander, draft.id, { version: 2, effectiveAt: inDays(-1), note: '' }))
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'effectiveAt' }] })
  expect(Input.safeParse({ ...inputOf(draft), name: ' ' }).success).toBe(false)
})

test('a rehearsal changes no grid of the live town', async () => {
  const world = { ...commander.world, id: 99, kind: 'drill' as const, open: true }
  const draft = await aDraft(manager, { town, edits: [low] })
  expect(await refusal(propose({ ...manager, world }, draft.id, { version: 1 }))).toMatchObject({
    code: 'forbidden',
  })
})
