import { Hono } from 'hono'
import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { engines, setEngines } from '../engines.ts'
import { assess } from '../hazard/assess.ts'
import { correct } from '../hazard/correct.ts'
import { findHazard } from '../hazard/find.ts'
import { reject } from '../hazard/reject.ts'
import { follow, lastSequence } from '../journal/find.ts'
import type { Served } from '../request.ts'
import { contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import type { LevelChange } from './fields.ts'
import { openFields } from './fields.ts'
import { findCell, findCellAt, findCellByOrdinal, findSummary } from './find.ts'
import { findRaises } from './find-raises.ts'
import { RiskCell, type RiskSummary } from './risk.ts'
import { riskRoutes } from './routes.ts'
import { unpackCells } from './rules/cell-pack.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  setEngines({ risk: openFields(sql), roads: async () => null })
})

const middle = (column: number, row: number): [number, number] => [
  origin[0] + (column + 0.5) * 0.001,
  origin[1] + (row + 0.5) * 0.001,
]
const at = (column: number, row: number) =>
  findCellAt(planner, { town: town.id, lngLat: middle(column, row), scale: 'inherent' })

/** What the field says changed by the journal rows that the work wrote. */
async function changes(work: () => Promise<unknown>): Promise<LevelChange[]> {
  const sequence = await lastSequence(sql)
  await work()
  const rows = await follow(sql, { after: sequence, limit: 100 })
  const lists: LevelChange[] = []
  for (const row of rows) lists.push(...(await engines().risk.applyJournal(row)))
  return lists
}

test('a cell says why: every source that reaches it, the one that decides, its working and its clause', async () => {
  const cell = await at(0, 0)
  expect(RiskCell.parse(cell)).toEqual(cell)
  expect(cell).toMatchObject({
    ordinal: 0,
    code: 'C0',
    level: 1,
    score: '720',
    gridName: '1 号网格',
    unassessed: 0,
  })
  expect(cell.contributions.map(each => [each.name, each.level, each.decides, each.working])).toEqual([
    ['氨罐区', 1, true, 'L6 × E3 × C40 = 720'],
    ['1 号罐组', 2, false, 'L3 × E6 × C15 = 270'],
  ])
  expect(cell.contributions[1]).toMatchObject({ distanceMeters: 0, clause: 'D = L × E × C', verified: true })
})

test('a source without assessment is counted, and a cell with nothing else stays unassessed', async () => {
  const cell = await at(9, 5)
  expect(cell).toMatchObject({ level: 0, score: null, unassessed: 1 })
  expect(cell.contributions.map(each => [each.name, each.level, each.decides])).toEqual([
    ['草稿油罐', 0, false],
  ])
})

test('the explanation of every cell agrees with its level', async () => {
  const field = await engines().risk.get(town.id)
  for (let ordinal = 0; ordinal < field.size; ordinal += 7) {
    const cell = await findCellByOrdinal(planner, { town: town.id, ordinal, scale: 'inherent' })
    expect(cell.level).toBe(field.levels('inherent')[ordinal])
    expect(cell.contributions[0]?.level ?? 0).toBe(cell.level)
  }
})

test('targets near a cell are named, nearest first', async () => {
  await sql`insert into targets (town_id, name, kind, point, standing) values
    (${town.id}, '实验小学', 'school', ST_SetSRID(ST_MakePoint(${middle(2, 0)[0]}, ${middle(2, 0)[1]}), 4326), 'confirmed'),
    (${town.id}, '远处医院', 'hospital', ST_SetSRID(ST_MakePoint(${origin[0] + 0.02}, ${origin[1]}), 4326), 'confirmed')`
  const { targets } = await at(0, 0)
  expect(targets.map(target => target.name)).toEqual(['实验小学'])
  expect(targets[0]?.distanceMeters).toBeGreaterThan(130)
  expect(targets[0]?.distanceMeters).toBeLessThan(150)
})

test('assessing, moving and rejecting a source changes exactly the cells it reaches', async () => {
  const id = town.hazards[4] ?? 0
  const [lec] = await sql`select id from risk_methods where method = 'LEC' and edition = 'A'`
  const seen = await findHazard(planner, id)
  const input = {
    scale: 'inherent' as const,
    methodId: lec?.id,
    inputs: { L: '6', E: '3', C: '40' },
    note: '',
  }
  const assessed = await changes(() => assess(planner, id, { ...input, version: seen.version }))
  // Nobody assessed what remains, so the live map follows the inherent one.
  expect(assessed.map(change => change.scale)).toEqual(['inherent', 'live'])
  expect(assessed[0]?.townId).toBe(town.id)
  expect(assessed[0]?.changed).toContainEqual([46, 1])
  expect((await at(6, 4)).level).toBe(1)
  const { inventory, ...rest } = await findHazard(planner, id)
  const moved = await changes(() =>
    correct(planner, id, { ...rest, inventory, lngLat: middle(0, 5), reachMeters: 0 }),
  )
  expect(moved[0]?.changed).toContainEqual([50, 1])
  expect((await at(6, 4)).level).toBe(4)
  const rejected = await changes(async () =>
    reject(planner, id, { version: (await findHazard(planner, id)).version }),
  )
  expect(rejected[0]?.changed?.map(([ordinal]) => ordinal)).toEqual([50])
  const fresh = await openFields(sql).get(town.id)
  expect((await engines().risk.get(town.id)).hash('inherent')).toBe(fresh.hash('inherent'))
})

test('a row about a town nobody asked for, or about something else, costs nothing', async () => {
  const other = await testTown(sql)
  const row = {
    verb: 'correct',
    noun: 'hazard',
    nounId: other.hazards[0] ?? 0,
    townId: other.id,
    after: null,
  }
  expect(await engines().risk.applyJournal(row)).toEqual([])
  expect(await engines().risk.applyJournal({ ...row, townId: town.id, noun: 'incident' })).toEqual([])
})

test('new cells after an import are read again', async () => {
  const other = await testTown(sql)
  const field = await engines().risk.get(other.id)
  await sql`delete from hazards where town_id = ${other.id}`
  const row = { verb: 'import', noun: 'region', nounId: other.id, townId: other.id, after: null }
  const told = await engines().risk.applyJournal(row)
  expect(told.map(change => [change.scale, change.changed])).toEqual([
    ['inherent', null],
    ['residual', null],
    ['live', null],
  ])
  expect(await engines().risk.get(other.id)).not.toBe(field)
})

test('the summary counts every cell once, of a box its cells, of a domain its sources', async () => {
  const sum = ({ levels }: RiskSummary) => Object.values(levels).reduce((a, b) => a + b, 0)
  const query = { town: town.id, scale: 'inherent' as const }
  expect(sum(await findSummary(planner, query))).toBe(60)
  const bbox: [number, number, number, number] = [...middle(-1, -1), ...middle(1, 0)]
  const seen = await findSummary(planner, { ...query, bbox })
  expect(sum(seen)).toBe(2)
  expect(seen.levels['1']).toBe(2)
  expect((await findSummary(planner, { ...query, domain: 'natural' })).levels['0']).toBe(60)
  expect((await findSummary(planner, { ...query, domain: 'work-safety' })).levels).toEqual(
    (await findSummary(planner, query)).levels,
  )
})

const app = () =>
  new Hono<Served>()
    .use(async (c, next) => {
      c.set('context', planner)
      await next()
    })
    .route('/', riskRoutes)

test('levels and cells come as bytes with the hash of their content, and not twice', async () => {
  const field = await engines().risk.get(town.id)
  const levels = await app().request(`/risk/levels.bin?town=${town.id}&scale=inherent`)
  expect(new Uint8Array(await levels.arrayBuffer())).toEqual(field.levels('inherent'))
  const etag = levels.headers.get('etag') ?? ''
  expect(etag).toBe(`"${field.hash('inherent')}"`)
  const again = await app().request(`/risk/levels.bin?town=${town.id}`, {
    headers: { 'if-none-match': etag },
  })
  expect(again.status).toBe(304)

  const plain = await app().request(`/risk/cells.bin?town=${town.id}`)
  const cells = unpackCells(new Uint8Array(await plain.arrayBuffer()))
  expect(cells.chunks.reduce((sum, chunk) => sum + chunk.cells, 0)).toBe(60)
  const small = await app().request(`/risk/cells.bin?town=${town.id}`, {
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(small.headers.get('content-encoding')).toBe('gzip')
  expect(small.headers.get('etag')).toBe(plain.headers.get('etag'))
  const named = await app().request(
    `/risk/cells.bin?town=${town.id}&v=${(plain.headers.get('etag') ?? '').slice(1, -1)}`,
  )
  expect(named.headers.get('cache-control')).toContain('immutable')
})

test('another town’s risk is not shown', async () => {
  const other = await testTown(sql)
  const failed = findSummary(planner, { town: other.id, scale: 'inherent' })
  await expect(async () => failed).rejects.toMatchObject({ code: 'forbidden' })
})

test('the first thing asked of a town may be the why of a cell, or what raises its sources', async () => {
  const anew = () => setEngines({ risk: openFields(sql), roads: async () => null })
  anew()
  const cell = await findCellByOrdinal(planner, { town: town.id, ordinal: 0, scale: 'live' })
  expect(cell.ordinal).toBe(0)
  anew()
  expect(await findCell(planner, { id: cell.id, scale: 'live' })).toEqual(cell)
  anew()
  expect(await findRaises(planner, { town: town.id })).toEqual([])
})
