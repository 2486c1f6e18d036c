import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { findFile } from '../boundary/find-file.ts'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { findTowns } from '../region/find.ts'
import { spotOf } from '../region/rules/lattice.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { approve } from './approve.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import type { GridDraft, GridDraftSent } from './draft.ts'
import { findGridsAt } from './find.ts'
import { findConsequences, findMerge } from './find-consequences.ts'
import { findPublications } from './find-drafts.ts'
import { findGridsThen } from './find-planned.ts'
import type { Grid } from './grid.ts'
import { propose } from './propose.ts'
import { restore } from './restore.ts'
import { inCoverage } from './rules/leaves.ts'
import { aDraft, gridsOf, move, refusal, spot } from './test-draft.ts'

const { sql } = await testDatabase()
let town: TestTown
let manager: Context
let commander: Context

beforeEach(async () => {
  town = await testTown(sql)
  manager = await contextOf(sql, town.people['grid-manager'])
  commander = await contextOf(sql, town.people.commander)
})

/** The first grid lies over columns 0 to 5 of row 0; its lines run from north to south. */
const cut = (...columns: number[]) => columns.map(column => [spot(column, -0.5), spot(column, 1.5)])
const divide = (columns = [2], face = town.grids[0] ?? 0): BoundaryEdit => ({
  ...{ kind: 'divide', face, lines: cut(...columns) },
})
const first = () => town.grids[0] ?? 0

const proposed = (draft: GridDraft) => propose(manager, draft.id, { version: draft.version })
async function published(more: Partial<GridDraftSent>): Promise<GridDraft> {
  const draft = await proposed(await aDraft(manager, { town, ...more }))
  return approve(commander, draft.id, { version: draft.version, effectiveAt: null, note: '' })
}

const Words = z.object({ zh: z.string() })
const zh = (words: unknown) => Words.parse(words).zh
const sum = (grids: readonly Grid[], key: 'people' | 'households' | 'areaSquareMeters') =>
  grids.reduce((all, grid) => all + grid[key], 0)
const childrenOf = (grids: readonly Grid[], id: number) => grids.filter(grid => grid.parentId === id)
const named = (grids: readonly Grid[]) => grids.map(({ name, level, code }) => [name, level, code])

/** On each level grids cover the same ground, and each divided one is the union of what is in it. */
async function expectNested(): Promise<void> {
  const rows = await sql`
    select p.name, ST_Equals(p.geom, (select ST_Union(k.geom) from grids k
        where k.parent_id = p.id and k.retired_at is null)) as same,
      (select count(*)::int from grids a join grids b on b.parent_id = a.parent_id and b.id > a.id
        where a.parent_id = p.id and a.retired_at is null and b.retired_at is null
          and ST_Area(ST_Intersection(a.geom, b.geom)) > 0) as overlaps
    from grids p where p.town_id = ${town.id} and p.retired_at is null
      and exists (select from grids k where k.parent_id = p.id and k.retired_at is null)`
  for (const row of rows) expect(row).toMatchObject({ same: true, overlaps: 0 })
  const [whole] = await sql`
    select ST_Equals((select ST_Union(g.geom) from grids g where g.town_id = ${town.id} and g.retired_at is null
        and not exists (select from grids k where k.parent_id = g.id and k.retired_at is null)), r.geom) as same
    from regions r where r.id = ${town.id}`
  expect(whole?.same).toBe(true)
}

test('a grid is divided into grids of the next level, with codes, names and people of their own', async () => {
  const before = await gridsOf(manager, town)
  const draft = await aDraft(manager, { town, edits: [divide([2, 3])] })
  const told = await findConsequences(manager, draft.id)
  expect(told.grids.map(({ name, fate, isOver }) => [name, fate, isOver])).toEqual([
    ['1 号网格', 'divided', true],
    ['1 号网格-1', 'made', undefined],
    ['1 号网格-2', 'made', undefined],
    ['1 号网格-3', 'made', undefined],
  ])
  expect(told.grids[0]).toMatchObject({
    before: { people: 35, hazards: 1 },
    after: { people: 35, hazards: 1 },
  })
  const shares = told.grids.slice(1).map(({ after }) => after.people)
  expect(shares).toEqual([5 + 6, 7, 8 + 9])
  await published({ edits: [divide([2, 3])] })
  const after = await gridsOf(manager, town)
  const children = childrenOf(after, first())
  const village = (await sql`select code from regions where id = ${town.villages[0] ?? 0}`)[0]?.code
  expect(named(children)).toEqual([
    ['1 号网格-1', 'second', `${village}2001`],
    ['1 号网格-2', 'second', `${village}2002`],
    ['1 号网格-3', 'second', `${village}2003`],
  ])
  expect(children.map(({ people }) => people)).toEqual(shares)
  expect(sum(children, 'households')).toBe(100)
  const parent = after.find(({ id }) => id === first())
  expect(parent).toMatchObject({ people: 35, households: 100, level: 'first', lead: '张三' })
  expect(parent?.polygon).toEqual(before.find(({ id }) => id === first())?.polygon)
  const lowest = inCoverage(after)
  expect([sum(lowest, 'people'), sum(lowest, 'households')]).toEqual([
    sum(before, 'people'),
    sum(before, 'households'),
  ])
  await expectNested()
  const [publication] = await findPublications(manager, { town: town.id })
  expect(publication).toMatchObject({ changed: [first()], gone: [] })
  expect(publication?.made).toHaveLength(3)
})

test('moving a boundary that two levels share moves both, and the outlines above', async () => {
  await published({ edits: [divide()] })
  const [west, east] = childrenOf(await gridsOf(manager, town), first())
  // The boundary between the first grid and the one below it, where the line between the lower two ends.
  const draft = await aDraft(manager, { town, edits: [move(spot(2, 1), spot(2, 1.4))] })
  const told = await findConsequences(manager, draft.id)
  expect(told.grids.map(({ name, fate, isOver }) => [name, fate, isOver ?? false])).toEqual([
    ['1 号网格', 'changed', true],
    ['5 号网格', 'changed', false],
    [west?.name, 'changed', false],
    [east?.name, 'changed', false],
  ])
  await published({ edits: draft.edits })
  const after = await gridsOf(manager, town)
  const has = (id: number | undefined, row: number) =>
    after
      .find(grid => grid.id === id)
      ?.polygon.coordinates[0]?.some(each => String(spotOf(each)) === String(spot(2, row)))
  expect([first(), west?.id, east?.id, town.grids[4]].map(id => has(id, 1.4))).toEqual([
    true,
    true,
    true,
    true,
  ])
  const lowest = childrenOf(after, first())
  expect(after.find(({ id }) => id === first())).toMatchObject({
    people: sum(lowest, 'people'),
    households: sum(lowest, 'households'),
  })
  await expectNested()
})

test('grids are divided down to micro grids in one draft, and all taken away in another', async () => {
  const micro: BoundaryEdit = { kind: 'divide', face: -1, lines: cut(1) }
  await published({ edits: [divide(), micro], attributes: [{ face: -3, name: '码头微网格', lead: '李四' }] })
  const grids = await gridsOf(manager, town)
  expect(childrenOf(grids, first()).map(({ level }) => level)).toEqual(['second', 'second'])
  const [above] = childrenOf(grids, first()).filter(({ id }) => childrenOf(grids, id).length > 0)
  const lowest = childrenOf(grids, above?.id ?? 0)
  expect(lowest.map(({ name, level, lead }) => [name, level, lead])).toContainEqual([
    '码头微网格',
    'micro',
    '李四',
  ])
  expect(above).toMatchObject({ people: 5 + 6 })
  expect(sum(lowest, 'people')).toBe(5 + 6)
  expect(grids.find(({ id }) => id === first())).toMatchObject({ people: 35, households: 100 })
  await expectNested()
  const point = { town: town.id, lng: 0, lat: 0, at: undefined }
  const [lng, lat] = [spot(0.5, 0.5)[0] / 1e7, spot(0.5, 0.5)[1] / 1e7]
  const there = await findGridsAt(manager, { ...point, lng, lat })
  expect(there.map(({ level }) => level)).toEqual(['micro', 'second', 'first'])
  const deeper: BoundaryEdit = { kind: 'divide', face: lowest[0]?.id ?? 0, lines: cut(0.5) }
  const tooDeep = await aDraft(manager, { town, edits: [deeper] })
  expect(await refusal(proposed(tooDeep))).toMatchObject({ code: 'invalid' })
  await published({ edits: [{ kind: 'undivide', face: first() }] })
  const after = await gridsOf(manager, town)
  expect(after).toHaveLength(12)
  expect(after.find(({ id }) => id === first())).toMatchObject({
    people: 35,
    households: 100,
    parentId: null,
  })
  const [kept] =
    await sql`select count(*)::int as retired from grids where town_id = ${town.id} and retired_at is not null`
  expect(kept?.retired).toBe(4)
  await expectNested()
})

test('divided grids that are merged keep their lower grids, with people, codes and leads', async () => {
  const below = town.grids[4] ?? 0
  await published({ edits: [divide()], attributes: [{ face: -1, name: '东岸', lead: '李四' }] })
  const line = [spot(3, 0.5), spot(3, 2.5)]
  await published({ edits: [{ kind: 'divide', face: below, lines: [line] }] })
  const before = await gridsOf(manager, town)
  const lower = [first(), below].flatMap(id => childrenOf(before, id))
  const start = new Date().toISOString()
  const draft = await aDraft(manager, { town, edits: [{ kind: 'merge', faces: [first(), below] }] })
  const told = await findConsequences(manager, draft.id)
  expect(told.grids.map(({ face, fate, isOver }) => [face, fate, isOver])).toEqual([
    [first(), 'changed', true],
    [below, 'gone', true],
    ...childrenOf(before, below).map(({ id }) => [id, 'changed', undefined]),
  ])
  expect(told.handovers).toEqual([])
  await published({ edits: draft.edits })
  const after = await gridsOf(manager, town)
  const children = childrenOf(after, first())
  expect(children.map(({ id, name, code, lead, people }) => [id, name, code, lead, people])).toEqual(
    lower.map(({ id, name, code, lead, people }) => [id, name, code, lead, people]),
  )
  expect(after.find(({ id }) => id === below)).toBeUndefined()
  expect(after.find(({ id }) => id === first())).toMatchObject({
    people: sum(lower, 'people'),
    households: sum(lower, 'households'),
  })
  await expectNested()
  // One that is not divided becomes a lower grid of the one that is.
  const third = town.grids[8] ?? 0
  await published({ edits: [{ kind: 'merge', faces: [third, first()] }] })
  const end = await gridsOf(manager, town)
  expect(end.find(({ id }) => id === third)).toMatchObject({
    parentId: first(),
    level: 'second',
    people: 135,
  })
  await expectNested()
  const back = await restore(manager, { townId: town.id, at: start, gridIds: [], name: '恢复', reason: '' })
  await approve(commander, back.id, {
    version: (await proposed(back)).version,
    ...{ effectiveAt: null, note: '' },
  })
  const again = await gridsOf(manager, town)
  expect(again.map(({ id, parentId, level, people }) => [id, parentId, level, people])).toEqual(
    before.map(({ id, parentId, level, people }) => [id, parentId, level, people]),
  )
  await expectNested()
})

test('any day has the levels of that day, and they come back as a proposal', async () => {
  const start = new Date().toISOString()
  await published({ edits: [divide([2, 3])], attributes: [{ face: -1, name: '东岸' }] })
  const divided = await gridsOf(manager, town)
  const then = new Date().toISOString()
  await published({ edits: [{ kind: 'undivide', face: first() }] })
  expect(await gridsOf(manager, town, start)).toHaveLength(12)
  const past = await gridsOf(manager, town, then)
  expect(named(past).sort()).toEqual(named(divided).sort())
  expect(past.find(({ id }) => id === first())).toMatchObject({ people: 35, households: 100 })
  const back = await restore(manager, {
    townId: town.id,
    at: then,
    gridIds: [first()],
    name: '恢复',
    reason: '',
  })
  const told = await findConsequences(manager, back.id)
  expect(told.grids[0]).toMatchObject({ face: first(), fate: 'divided', isOver: true })
  const waiting = await proposed(back)
  await approve(commander, back.id, { version: waiting.version, effectiveAt: null, note: '' })
  const again = await gridsOf(manager, town)
  expect(named(again)).toEqual(named(divided))
  expect(again.map(({ id, people }) => [id, people])).toEqual(divided.map(({ id, people }) => [id, people]))
  await expectNested()
  const undone = await restore(manager, { townId: town.id, at: start, gridIds: [], name: '恢复', reason: '' })
  const whole = await proposed(undone)
  await approve(commander, undone.id, { version: whole.version, effectiveAt: null, note: '' })
  const end = await gridsOf(manager, town)
  expect(named(end)).toEqual(named(await gridsOf(manager, town, start)))
  expect(sum(end, 'people')).toBe(sum(inCoverage(divided), 'people'))
  await expectNested()
})

test('what a divided grid cannot be is refused with its reason', async () => {
  await published({ edits: [divide()] })
  const [west] = childrenOf(await gridsOf(manager, town), first())
  const why = async (more: Partial<GridDraftSent>) => {
    const draft = await aDraft(manager, { town, ...more })
    const { code, words } = await refusal(proposed(draft))
    return [code, zh(words)]
  }
  const below = town.grids[4] ?? 0
  expect(await why({ edits: [{ kind: 'merge', faces: [west?.id ?? 0, below] }] })).toEqual([
    'invalid',
    expect.stringContaining('先取消下级网格'),
  ])
  expect(await why({ edits: [divide()] })).toEqual(['invalid', expect.stringContaining('已划分下级')])
  const level = await why({ attributes: [{ face: west?.id ?? 0, level: 'first' }] })
  expect(level).toEqual(['invalid', expect.stringContaining('随上级网格')])
  const village = await why({ attributes: [{ face: first(), regionId: town.villages[1] ?? 0 }] })
  expect(village).toEqual(['invalid', expect.stringContaining('随上级网格')])
})

test('who divided a grid first is seen by the next, with what still applies', async () => {
  const split: BoundaryEdit = { kind: 'split', faces: [first()], line: [spot(4, -0.5), spot(4, 1.5)] }
  const seen = [{ id: first(), version: 1 }]
  const draft = await aDraft(manager, { town, edits: [split], seen })
  await published({ edits: [divide()] })
  expect(await refusal(proposed(draft))).toMatchObject({ code: 'conflict' })
  const merge = await findMerge(manager, draft.id)
  expect(merge).toMatchObject({
    isStale: true,
    steps: [{ applies: false, reason: { zh: expect.stringContaining('已划分下级') } }],
  })
})

test('for a day to come the lower grids are told as planned, below the one that they lie in', async () => {
  const draft = await proposed(await aDraft(manager, { town, edits: [divide()] }))
  const effectiveAt = new Date(Date.now() + 86_400_000).toISOString()
  await approve(commander, draft.id, { version: draft.version, effectiveAt, note: '' })
  const at = new Date(Date.now() + 2 * 86_400_000)
  const { grids } = await findGridsThen(manager, { town: town.id, at, cursor: 0, limit: 100 })
  expect(childrenOf(grids, first()).map(({ level, planned }) => [level, planned])).toEqual([
    ['second', true],
    ['second', true],
  ])
})

test('what is counted is counted once, not once on every level', async () => {
  await published({ edits: [divide([2, 3])] })
  const towns = await findTowns(manager)
  expect(towns.find(({ id }) => id === town.id)).toMatchObject({ grids: 14 })
  const file = await findFile(manager, { town: town.id, format: 'geojson', crs: 'WGS84' })
  const { features } = JSON.parse(new TextDecoder().decode(file.bytes)) as {
    features: { properties: object }[]
  }
  // The file has a row for each level, and each row says in which other one it lies.
  expect(features).toHaveLength(15)
  const lower = features
    .map(({ properties }) => properties)
    .filter(each => 'level' in each && each.level === 'second')
  expect(lower).toHaveLength(3)
  expect(lower[0]).toMatchObject({ above: '1 号网格', above_code: 'G001' })
})
