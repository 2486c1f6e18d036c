import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../account/account.ts'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { approve } from '../grid/approve.ts'
import type { GridDraft } from '../grid/draft.ts'
import { findConsequences, findMerge } from '../grid/find-consequences.ts'
import { findDraft } from '../grid/find-drafts.ts'
import { propose } from '../grid/propose.ts'
import { rebaseDraft } from '../grid/rebase-draft.ts'
import { redraw } from '../grid/redraw.ts'
import { gridsOf, move, refusal, spot } from '../grid/test-draft.ts'
import type { Polygon } from '../region/place.ts'
import { cookieOf, testApp } from '../test-app.ts'
import { testFolder } from '../test-folder.ts'
import { block, contextOf, type TestTown, testTown } from '../test-town.ts'
import { aside } from './aside.ts'
import { BoundaryImport } from './boundary.ts'

const { sql } = await testDatabase()
let town: TestTown
const dataDirectory = await testFolder('take')
let app: ReturnType<typeof testApp>
let manager: Context
let commander: Context

beforeAll(async () => {
  app = testApp(sql, { dataDirectory })
})
beforeEach(async () => {
  town = await testTown(sql)
  manager = await contextOf(sql, town.people['grid-manager'])
  commander = await contextOf(sql, town.people.commander)
})
afterAll(() => aside.close())

interface Row {
  polygon: Polygon
  name?: string
  code?: string
  village?: string | undefined
}

const ask = async (person: Person, path: string, init: RequestInit) => {
  const headers = { cookie: await cookieOf(sql, person), 'content-type': 'application/json' }
  const answer = await app.request(`/api${path}`, { headers, ...init })
  return { status: answer.status, body: (await answer.json()) as unknown }
}

/** Uploads rows, accepts every proposal and takes the result; answers what came of it. */
async function taken(rows: Row[], beyond: 'cut' | 'keep' = 'cut') {
  const features = rows.map(({ polygon, ...properties }) => ({
    type: 'Feature',
    properties,
    geometry: polygon,
  }))
  const crs = { type: 'name', properties: { name: 'EPSG:4490' } }
  const body = JSON.stringify({ type: 'FeatureCollection', crs, features })
  const person = town.people['grid-manager']
  const uploaded = await ask(person, `/boundary-imports?town=${town.id}&name=new.geojson`, {
    method: 'POST',
    body,
  })
  const { id, version } = BoundaryImport.parse(uploaded.body)
  const save = async (said: object) => {
    const { body } = await ask(person, `/boundary-imports/${id}`, {
      method: 'PUT',
      body: JSON.stringify(said),
    })
    return BoundaryImport.parse(body)
  }
  const placed = await save({ version, crs: 'EPSG:4490' })
  const free = placed.defects.filter(({ choices }) => beyond === 'keep' && choices.includes('keep'))
  const answers = Object.fromEntries(free.map(defect => [defect.id, 'keep']))
  const ready = await save({ version: placed.version, answers, accept: 'all' })
  return ask(person, `/boundary-imports/${id}/take`, {
    method: 'POST',
    body: JSON.stringify({ version: ready.version }),
  })
}

async function draftOf(rows: Row[]): Promise<GridDraft> {
  const { body } = await taken(rows)
  const { draftId, standing } = BoundaryImport.parse(body)
  expect(standing).toBe('taken')
  return findDraft(manager, draftId ?? 0)
}

async function publish(draft: GridDraft): Promise<GridDraft> {
  const { id, version } = await propose(manager, draft.id, draft)
  return approve(commander, id, { version, effectiveAt: null, note: '' })
}

const present = async (): Promise<(Row & { code: string; id: number })[]> =>
  (await gridsOf(manager, town)).map(({ id, name, code, polygon }) => ({ id, name, code, polygon }))

/** Whether the grids cover the town once, and villages and town follow them. */
async function isWhole(): Promise<boolean> {
  const [row] = await sql<{ whole: boolean }[]>`
    with g as (select * from grids where town_id = ${town.id} and retired_at is null and level <> 'thematic')
    select bool_and(ok) as whole from (
      select abs(sum(ST_Area(geom)) - ST_Area(ST_Union(geom))) < 1e-12 and bool_and(ST_IsValid(geom)) as ok from g
      union all
      select ST_Equals(r.geom, (select ST_Union(g.geom) from g)) from regions r where r.id = ${town.id}
      union all
      select ST_Equals(r.geom, (select ST_Union(g.geom) from g where g.region_id = r.id)) from regions r
        where r.town_id = ${town.id} and exists (select from g where g.region_id = r.id)) o`
  return row?.whole ?? false
}

test('a file with the present grids changes nothing and is no draft', async () => {
  const { status, body } = await taken(await present())
  expect([status, body]).toEqual([422, expect.objectContaining({ code: 'invalid' })])
})

test('a file that divides the whole town anew becomes a draft, is reviewed, and is in force', async () => {
  const people = (await gridsOf(manager, town)).reduce((sum, grid) => sum + grid.people, 0)
  const rows = [0, 2, 5, 7].flatMap((column, i) =>
    [0, 3].map((row, j) => ({
      name: `新网格 ${i}${j}`,
      code: `N0${i}${j}`,
      polygon: block(column, row, { columns: column % 5 === 0 ? 2 : 3, rows: 3 }),
    })),
  )
  const draft = await draftOf(rows)
  expect(draft).toMatchObject({ state: 'draft', edits: [], imported: { fileName: 'new.geojson' } })
  const { grids } = await findConsequences(manager, draft.id)
  const people2 = (side: 'before' | 'after') => grids.reduce((sum, grid) => sum + grid[side].people, 0)
  expect(people2('after')).toBe(people2('before'))
  expect(grids.filter(({ fate }) => fate === 'gone').length).toBe(4)
  expect(await publish(draft)).toMatchObject({ state: 'published' })
  const after = await gridsOf(manager, town)
  expect(after.map(({ code }) => code).sort()).toEqual(rows.map(({ code }) => code))
  expect(after.map(({ name }) => name).sort()).toEqual(rows.map(({ name }) => name).sort())
  expect(after.reduce((sum, grid) => sum + grid.people, 0)).toBe(people)
  expect(await isWhole()).toBe(true)
})

test('a file of one redrawn grid leaves the others as they are, and the ground it leaves out with its neighbours', async () => {
  const [first] = await present()
  if (!first) throw new Error('the town has no grids')
  const [west, south] = first.polygon.coordinates[0]?.[0] ?? [0, 0]
  const width = Math.max(...(first.polygon.coordinates[0] ?? []).map(([lng]) => lng)) - west
  const half = (first.polygon.coordinates[0] ?? []).map(([lng, lat]): [number, number] => [
    lng > west + width * 0.99 ? Math.round((lng + 0.0005) * 1e7) / 1e7 : lng,
    lat,
  ])
  const before = await gridsOf(manager, town)
  const draft = await draftOf([{ code: first.code, polygon: { type: 'Polygon', coordinates: [half] } }])
  expect(draft.seen.map(({ id }) => id)).toContain(first.id)
  expect(draft.attributes).toEqual([])
  await publish(draft)
  const after = await gridsOf(manager, town)
  expect(after.map(({ id, code, name }) => [id, code, name])).toEqual(
    before.map(({ id, code, name }) => [id, code, name]),
  )
  const changed = after.filter((grid, i) => grid.version !== before[i]?.version).map(({ id }) => id)
  expect(changed).toEqual(draft.seen.map(({ id }) => id))
  expect(changed.length).toBeLessThan(before.length)
  const now = after.find(({ id }) => id === first.id)
  expect(now?.polygon.coordinates[0]?.map(([lng]) => lng)).toContain(
    half.find(([lng]) => lng > west + width)?.[0],
  )
  expect([south, await isWhole()]).toEqual([south, true])
})

test('a draft from a file that others overtake is shown as a merge, and goes on from the present grids', async () => {
  const rows = [{ name: '南片', code: 'S1', polygon: block(0, 0, { columns: 5, rows: 3 }) }]
  const draft = await draftOf(rows)
  const other = await contextOf(sql, town.people.administrator)
  const edits = [move(spot(1, 1), spot(1.2, 1.1))]
  await redraw(other, { townId: town.id, edits, seen: draft.seen, attributes: [], reason: '' })
  expect(await refusal(propose(manager, draft.id, draft))).toMatchObject({ code: 'conflict' })
  const merge = await findMerge(manager, draft.id)
  expect(merge.steps).toEqual([])
  expect(merge.isStale).toBe(true)
  expect(merge.base).toHaveLength(2)
  expect([merge.yours, merge.merged].map(list => list.map(({ name }) => name))).toEqual([['南片'], ['南片']])
  const again = await rebaseDraft(manager, draft.id, { version: draft.version, drop: [] })
  expect(await publish(again)).toMatchObject({ state: 'published' })
  expect((await present()).map(({ code, name }) => `${code} ${name}`)).toContain('S1 南片')
  expect(await isWhole()).toBe(true)
})

test('a file that would leave a village without grids is drafted, but cannot be proposed', async () => {
  const draft = await draftOf([0, 1].map(i => ({ polygon: block(0, i * 3, { columns: 10, rows: 3 }) })))
  expect(draft.attributes).toEqual([])
  expect(await refusal(propose(manager, draft.id, draft))).toMatchObject({
    code: 'invalid',
    words: { en: expect.stringMatching(/no grid left/) },
  })
})

test('a file that takes a neighbour’s ground is told where and how much and cut there, or refused', async () => {
  // Far from the towns of other tests.
  await sql`update regions set geom = ST_Translate(geom, 0, -7), south = south - 7, north = north - 7
    where id = ${town.id} or town_id = ${town.id}`
  for (const table of ['grids', 'cells'])
    await sql`update ${sql(table)} set geom = ST_Translate(geom, 0, -7) where town_id = ${town.id}`
  const south = ({ coordinates }: Polygon): Polygon => ({
    type: 'Polygon',
    coordinates: coordinates.map(ring => ring.map(([lng, lat]) => [lng, Math.round((lat - 7) * 1e7) / 1e7])),
  })
  const shape = JSON.stringify(south(block(11, 0, { columns: 4, rows: 6 })))
  const quarters = [0, 1, 2, 3].map(i => {
    const [column, columns] = i % 2 === 0 ? [0, 5] : [5, 7]
    const polygon = south(block(column, i < 2 ? 0 : 3, { columns, rows: 3 }))
    return { name: `新${i}`, village: `第${i + 1}村`, polygon }
  })
  // While nobody is there, the file may go beyond the town; then a neighbour comes.
  const wide = BoundaryImport.parse((await taken(quarters, 'keep')).body)
  expect(wide.defects.map(({ kind, answer }) => [kind, answer])).toEqual(
    [2, 4].map(() => ['off-region', 'keep']),
  )
  await sql`insert into regions (code, name, name_en, level, geom, west, south, east, north)
    values (${`B${town.id}`}, '东邻镇', 'East Town', 'town', ST_SetSRID(ST_GeomFromGeoJSON(${shape}), 4326),
      121.911, 23.88, 121.915, 23.886)`
  const draft = await findDraft(manager, wide.draftId ?? 0)
  expect(await refusal(propose(manager, draft.id, draft))).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'imported', message: { zh: expect.stringContaining('东邻镇') } }],
    details: { at: [expect.any(Number), expect.any(Number)] },
  })
  const cut = BoundaryImport.parse((await taken(quarters, 'keep')).body)
  const [free, theirs] = cut.defects.filter(({ rows }) => rows.includes(2))
  expect(free).toMatchObject({ kind: 'off-region', answer: 'keep' })
  expect(free?.beyond).toBeUndefined()
  expect(theirs).toMatchObject({
    ...{ kind: 'off-region', rows: [2], answer: 'cut', choices: ['cut', 'drop:2'] },
    beyond: { rank: 'beside', name: { zh: '东邻镇', en: 'East Town' } },
  })
  expect(theirs?.squareMeters).toBeGreaterThan(25_000)
  const proposed = await findDraft(manager, cut.draftId ?? 0)
  expect((await propose(manager, proposed.id, proposed)).state).toBe('proposed')
})
