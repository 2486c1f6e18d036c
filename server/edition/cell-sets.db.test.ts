import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { administratorContext } from '../control.ts'
import { testDatabase, testKind } from '../database/test-database.ts'
import { engines, setEngines } from '../engines.ts'
import { assess } from '../hazard/assess.ts'
import { findHazard } from '../hazard/find.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { importCells } from '../region/import-cells.ts'
import { pruneSets } from '../region/prune-sets.ts'
import { openFields } from '../risk/fields.ts'
import { scales } from '../risk/risk.ts'
import { testFolder } from '../test-folder.ts'
import { block, contextOf, type TestTown, testTown } from '../test-town.ts'
import { findComparison } from './compare.ts'
import { Comparison, type Edition } from './edition.ts'
import { findEditionLevels } from './find.ts'
import { findAsOf, findCarriedLevels, type Over } from './find-as-of.ts'
import { signEdition } from './sign.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
const directory = await testFolder('sets')
let before: Edition
let after: Edition
let told = 0

/** Every cell of the town in two halves, in another order, and one column more. */
const halves = Array.from({ length: 132 }, (_, ordinal) => {
  const [column, row] = [Math.floor(ordinal / 12), ordinal % 12]
  const whole = block(column, Math.floor(row / 2), { columns: 1, rows: 1 })
  const [[x0, y0] = [0, 0], , [x1, y1] = [0, 0]] = whole.coordinates[0] ?? []
  const middle = (y0 + y1) / 2
  const [low, high] = row % 2 === 0 ? [y0, middle] : [middle, y1]
  const ring = [
    [x0, low],
    [x1, low],
    [x1, high],
    [x0, high],
    [x0, low],
  ]
  const geometry = { type: 'Polygon', coordinates: [ring] }
  return JSON.stringify({ type: 'Feature', geometry, properties: { ordinal, peopleDay: 5, peopleNight: 5 } })
})

const sign = (name: string) =>
  signEdition(planner, { townId: town.id, name, note: '', evenUnchanged: false, evenUnassessed: true })
const stored = async ({ id }: Edition, scale: 'inherent' | 'residual' | 'live') =>
  gunzipSync((await findEditionLevels(planner, { id, scale })).gzipped)
const asOf = async (at: string, scale: 'inherent' | 'residual' | 'live', over: Over = 'then') =>
  gunzipSync((await findAsOf(planner, { town: town.id, scale, at: { at: new Date(at) }, over })).gzipped)

async function catchUp(): Promise<void> {
  for (const row of await follow(sql, { after: told, limit: 500 })) {
    told = row.sequence
    await engines().risk.applyJournal(row)
  }
}

async function bring(lines: string[]): Promise<void> {
  const path = join(directory, `${Math.random()}.geojsonl`)
  await writeFile(path, `${lines.join('\n')}\n`)
  const [row] = await sql<{ code: string }[]>`select code from regions where id = ${town.id}`
  const signal = new AbortController().signal
  const input = { path, town: row?.code ?? '', replace: true }
  await importCells(await administratorContext(sql), input, {
    kind: testKind,
    signal,
    progress: () => undefined,
  })
}

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  setEngines({ risk: openFields(sql), roads: async () => null })
  await engines().risk.get(town.id)
  told = await lastSequence(sql)
  before = await sign('旧单元')
  await bring(halves)
})

test('nobody signs over cells that have just been replaced', async () => {
  // The map in memory has not heard of the import yet.
  await expect(sign('过时')).rejects.toMatchObject({ code: 'conflict', details: { reason: 'behind' } })
  await catchUp()
  const source = town.hazards[3] ?? 0
  const [lec] = await sql<{ id: number }[]>`
    select id from risk_methods where method = 'LEC' and edition = 'A'`
  await assess(planner, source, {
    scale: 'inherent',
    methodId: lec?.id ?? 0,
    inputs: { L: '6', E: '6', C: '40' },
    note: '',
    reason: '年度评估',
    version: (await findHazard(planner, source)).version,
  })
  await catchUp()
  after = await sign('新单元')
  expect([before.cells, after.cells]).toEqual([60, 132])
  expect(after.cellsHash).not.toBe(before.cellsHash)
}, 20_000)

test('the map as of either edition equals its snapshot, each over its own cells', async () => {
  for (const scale of scales) {
    expect((await asOf(before.asOf, scale)).equals(await stored(before, scale))).toBe(true)
    expect((await asOf(after.asOf, scale)).equals(await stored(after, scale))).toBe(true)
  }
  expect([(await stored(before, 'live')).length, (await stored(after, 'live')).length]).toEqual([60, 132])
})

test('an instant before the import is shown over the cells of then, one after it over those of now', async () => {
  const just = (ms: number) => new Date(Date.parse(before.asOf) + ms).toISOString()
  expect((await asOf(just(1), 'inherent')).length).toBe(60)
  expect((await asOf(new Date().toISOString(), 'inherent')).length).toBe(132)
})

test('the screen of today shows the past by place, not by number', async () => {
  const old = await stored(before, 'inherent')
  const shown = await asOf(before.asOf, 'inherent', 'today')
  expect(shown.length).toBe(132)
  for (const [ordinal, level] of shown.entries()) {
    const [column, row] = [Math.floor(ordinal / 12), Math.floor((ordinal % 12) / 2)]
    expect(level).toBe(column === 10 ? 0 : old[row * 10 + column])
  }
  const carried = await findCarriedLevels(planner, { id: before.id, scale: 'inherent' })
  expect(gunzipSync(carried.gzipped).equals(shown)).toBe(true)
})

test('a comparison across the import says what it compares, leaves out what is new, and adds up', async () => {
  for (const scale of scales) {
    const compared = await findComparison(planner, {
      town: town.id,
      scale,
      before: { editionId: before.id },
      after: { editionId: after.id },
    })
    expect(Comparison.parse(compared)).toEqual(compared)
    expect(compared.compared).toEqual({ by: 'place', cellsBefore: 60, cellsAfter: 132, without: 12 })
    expect([compared.before.reproduced, compared.after.reproduced]).toEqual([true, true])
    expect(compared.matrix.flat().reduce((sum, count) => sum + count, 0)).toBe(120)
    const { rose, fell, assessed, unassessed, unchanged } = compared
    expect(rose + fell + assessed + unassessed + unchanged).toBe(120)
    const gained = compared.causes.reduce((sum, cause) => sum + cause.assessed - cause.unassessed, 0)
    expect(gained).toBe(assessed - unassessed)
  }
})

test('on one side of the import cells are compared one by one', async () => {
  const { compared } = await findComparison(planner, {
    town: town.id,
    scale: 'live',
    before: { editionId: after.id },
    after: { at: new Date() },
  })
  expect(compared).toEqual({ by: 'ordinal', cellsBefore: 132, cellsAfter: 132, without: 0 })
})

test('cells are kept once a set, however many editions and imports there are', async () => {
  await bring(halves.slice(0, 100))
  await catchUp()
  const rows = await sql`select set_number as number, count(*)::int as n from cell_rows
    where town_id = ${town.id} group by set_number order by set_number`
  expect(rows.map(({ number, n }) => [number, n])).toEqual([
    [0, 60],
    [1, 132],
    [2, 100],
  ])
  expect((await asOf(before.asOf, 'live')).equals(await stored(before, 'live'))).toBe(true)
  expect((await asOf(after.asOf, 'live')).equals(await stored(after, 'live'))).toBe(true)
})

const dayMs = 86_400_000

test('a set that was never filled to its end is forgotten after some days', async () => {
  await sql`insert into cell_sets (town_id, number, cells, made_at, made_by)
    values (${town.id}, 9, 0, now() - interval '1 day', '')`
  const left = () => sql`select from cell_sets where town_id = ${town.id} and number = 9`
  await pruneSets(sql)
  expect((await left()).length).toBe(1)
  await pruneSets(sql, new Date(Date.now() + 2 * dayMs))
  expect((await left()).length).toBe(0)
})
