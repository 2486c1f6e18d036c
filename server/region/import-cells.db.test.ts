import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { cellLine, makeCells } from '../../test/bench/million.ts'
import { type Context, change } from '../context.ts'
import { administratorContext } from '../control.ts'
import { testDatabase, testKind } from '../database/test-database.ts'
import { Refusal } from '../errors.ts'
import { testFolder } from '../test-folder.ts'
import { CellReader } from './cell-reader.ts'
import { dropSet, enforceSet, makeSet, sweepSets } from './cell-sets.ts'
import { fillInSlices } from './fill-cells.ts'
import { type CellsInput, importCells } from './import-cells.ts'

const { sql } = await testDatabase()
let context: Context
const directory = await testFolder('cells')
let serial = 0

beforeAll(async () => {
  context = await administratorContext(sql)
})

async function newTown() {
  const code = `cells-${testKind}-${++serial}`
  const [row] = await sql<{ id: number }[]>`
    insert into regions (code, name, level, west, south, east, north)
    values (${code}, '网格县', 'county', 120, 30, 120.001, 30.001) returning id`
  return { code, id: row?.id ?? 0 }
}

async function file(lines: string[]): Promise<string> {
  const path = join(directory, `${++serial}.geojsonl`)
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

const lines = (count: number) => {
  const cells = makeCells(count)
  return Array.from({ length: count }, (_, cell) => cellLine(cells, cell))
}

const readerOf = (townId: number, path: string) =>
  new CellReader(path, {
    townId,
    signal: new AbortController().signal,
    progress: () => undefined,
    stopAt: Infinity,
  })

const bring = (input: CellsInput, signal = new AbortController().signal) =>
  importCells(context, input, { kind: testKind, signal, progress: () => undefined })

async function standing(townId: number) {
  const [row] = await sql<{ cells: number; journal: number; tables: number }[]>`
    select (select count(*)::int from cells where town_id = ${townId}) as cells,
      (select count(*)::int from journal where town_id = ${townId}) as journal,
      (select count(*)::int from pg_class where relname like 'cells_incoming%') as tables`
  const [left] = await sql<{ unseen: number }[]>`
    select (select count(*) from cell_rows r where town_id = ${townId} and not exists (select from cell_sets s
        where s.town_id = r.town_id and s.number = r.set_number and s.in_force_at is not null))::int
      + (select count(*) from cell_sets where town_id = ${townId} and in_force_at is null)::int as unseen`
  expect(left?.unseen).toBe(0)
  return row
}

async function shapeOfTable() {
  const columns =
    await sql`select attname, atttypid::regtype::text as type, attnotnull, attidentity from pg_attribute
    where attrelid = 'cell_rows'::regclass and attnum > 0 and not attisdropped order by attnum`
  const indexes = await sql`select indexdef from pg_indexes where tablename = 'cell_rows' order by indexname`
  const constraints = await sql`select conname, contype, convalidated, pg_get_constraintdef(oid) as definition
    from pg_constraint where conrelid = 'cell_rows'::regclass or confrelid = 'cell_rows'::regclass order by conname`
  const grants = await sql`select privilege_type from information_schema.role_table_grants
    where table_name = 'cell_rows' and grantee = 'sisetu_app' order by 1`
  const [sequence] = await sql`select pg_get_serial_sequence('cell_rows', 'id') as name`
  return JSON.parse(JSON.stringify({ columns, indexes, constraints, grants, sequence }))
}

describe.each(testKind === 'postgres' ? [200, 12_000] : [200])('%i cells', count => {
  test('are there as they were written, with one row in the journal', async () => {
    const town = await newTown()
    const other = await newTown()
    await bring({ path: await file(lines(9)), town: other.code })
    const before = await shapeOfTable()
    const kept = await sql`select id, ordinal from cells where town_id = ${other.id} order by ordinal`
    const path = await file(lines(count))
    const summary = await bring({ path, town: town.code })
    expect(summary).toMatchObject({ townId: town.id, cells: count, refused: 0, replaced: 0 })
    expect(await standing(town.id)).toEqual({ cells: count, journal: 1, tables: 0 })
    const [row] = await sql`
      select code, people_day as day, ST_AsGeoJSON(geom, 7)::json as geom from cells
      where town_id = ${town.id} and ordinal = 7`
    const written = JSON.parse(lines(count)[7] ?? '')
    expect(row?.geom.coordinates).toEqual(written.geometry.coordinates)
    expect([row?.code, row?.day]).toEqual([written.properties.code, written.properties.peopleDay])
    const [faulty] = await sql`
      select count(*)::int as cells from cells where town_id = ${town.id} and not ST_IsValid(geom)`
    expect(faulty?.cells).toBe(0)
    const [region] = await sql`select east, north from regions where id = ${town.id}`
    expect(region?.east).toBeGreaterThan(120.01)
    // What was there stays: columns, indexes, constraints, rights, and the rows of other towns with their ids.
    expect(await shapeOfTable()).toEqual(before)
    expect(await sql`select id, ordinal from cells where town_id = ${other.id} order by ordinal`).toEqual(
      kept,
    )
    await sql`insert into cell_rows (town_id, set_number, ordinal, code, geom)
      select ${other.id}, 1, 99, 'next', geom from cells where town_id = ${other.id} and ordinal = 0`
    expect((await standing(other.id))?.cells).toBe(10)
  })

  test('take the place of those before only when asked to', async () => {
    const town = await newTown()
    const path = await file(lines(count))
    await bring({ path, town: town.code })
    await expect(bring({ path, town: town.code })).rejects.toMatchObject({ code: 'conflict' })
    expect(await bring({ path, town: town.code, replace: true })).toMatchObject({
      replaced: count,
      cells: count,
    })
    expect(await standing(town.id)).toMatchObject({ cells: count, journal: 2, tables: 0 })
  })

  test('are refused by row when three are wrong, and nothing is stored', async () => {
    const town = await newTown()
    const bad = lines(count)
    bad[2] = '{"type":"Feature"'
    bad[10] = (bad[10] ?? '').replace('"peopleDay":', '"peopleDay":-')
    const crossed = JSON.parse(bad[20] ?? '')
    const [ring] = crossed.geometry.coordinates
    ;[ring[1], ring[5]] = [ring[5], ring[1]]
    bad[20] = JSON.stringify(crossed)
    bad[30] = (bad[30] ?? '').replace('"ordinal":30', '"ordinal":29')
    const path = await file(bad)
    const refusal = await bring({ path, town: town.code }).catch((error: unknown) => error)
    if (!(refusal instanceof Refusal)) throw refusal
    expect(refusal.code).toBe('invalid')
    expect(refusal.errors.map(({ path: at }) => at)).toEqual([
      'row 3: (row)',
      'row 11: properties.peopleDay',
      'row 21: geometry',
      'row 31: properties.ordinal',
    ])
    expect(await standing(town.id)).toEqual({ cells: 0, journal: 0, tables: 0 })
    const summary = await bring({ path, town: town.code, keepGood: true })
    expect(summary).toMatchObject({ cells: count - 4, refused: 4 })
    expect(await standing(town.id)).toMatchObject({ cells: count - 4, journal: 1, tables: 0 })
  })

  test('leave nothing behind when stopped', async () => {
    const town = await newTown()
    const abort = new AbortController()
    abort.abort(new Error('interrupted'))
    await expect(bring({ path: await file(lines(count)), town: town.code }, abort.signal)).rejects.toThrow(
      'interrupted',
    )
    expect(await standing(town.id)).toEqual({ cells: 0, journal: 0, tables: 0 })
  })
})

test('what a killed import left is never seen, and swept', async () => {
  const town = await newTown()
  await bring({ path: await file(lines(30)), town: town.code })
  const set = await change(context, inside => makeSet(inside, { code: town.code, replace: true }))
  const target = { reader: readerOf(town.id, await file(lines(90))), setNumber: set.number }
  if (testKind === 'embedded') await fillInSlices(work => change(context, inside => work(inside.sql)), target)
  const [seen] = await sql`select count(*)::int as cells from cells where town_id = ${town.id}`
  expect(seen?.cells).toBe(30)
  if (testKind === 'embedded') {
    const [all] = await sql`select count(*)::int as cells from cell_rows where town_id = ${town.id}`
    expect(all?.cells).toBe(120)
  }
  await sweepSets(sql)
  expect(await standing(town.id)).toMatchObject({ cells: 30, journal: 1 })
})

test('of two imports over the same cells the later one is refused and leaves nothing', async () => {
  const town = await newTown()
  await bring({ path: await file(lines(12)), town: town.code })
  const set = await change(context, inside => makeSet(inside, { code: town.code, replace: true }))
  await bring({ path: await file(lines(9)), town: town.code, replace: true })
  const late = change(context, inside => enforceSet(inside, { set, cells: 0, bounds: [120, 30, 121, 31] }))
  await expect(late).rejects.toMatchObject({ code: 'conflict' })
  await dropSet(sql, set)
  expect(await standing(town.id)).toMatchObject({ cells: 9 })
})

test('others are answered while cells come in, one slice at a time', async () => {
  const town = await newTown()
  const path = await file(lines(600))
  const seen: number[] = []
  const importing = bring({ path, town: town.code }).finally(() => seen.push(-1))
  while (seen.at(-1) !== -1) {
    const [row] = await sql<{ cells: number }[]>`
      select count(*)::int as cells from cells where town_id = ${town.id}`
    if (seen.at(-1) !== -1) seen.push(row?.cells ?? -2)
  }
  await importing
  // All or none, whenever one looks.
  expect(new Set(seen.filter(cells => cells >= 0 && cells !== 600))).toEqual(new Set([0]))
})

test('a file or a region that is not there is refused', async () => {
  const town = await newTown()
  await expect(bring({ path: join(directory, 'none'), town: town.code })).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(bring({ path: await file(lines(4)), town: 'nowhere' })).rejects.toMatchObject({
    code: 'missing',
  })
  await expect(bring({ path: await file(['', '']), town: town.code })).rejects.toMatchObject({
    code: 'invalid',
  })
})
