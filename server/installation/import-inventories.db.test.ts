import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { lastSequence } from '../journal/find.ts'
import { cookieOf, testApp } from '../test-app.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { checkTable } from './check-table.ts'
import { findInstallation, findInstallations } from './find.ts'
import { importInventories } from './import-inventories.ts'
import type { Installation } from './installation.ts'
import { register } from './register.ts'
import { substances } from './rules/substances.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let units: Installation[]

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  units = []
  for (let n = 1; n <= 10; n++)
    units.push(
      await register(planner, {
        hazardId: town.hazards[0] ?? 0,
        name: `${n} 号单元`,
        nameEn: '',
        kind: 'tank-area',
        place: { type: 'Point', coordinates: town.center },
        ringFrom: 'unit',
        lines: [],
      }),
    )
})

const head = '单元编号,物质,CAS号,类别,设计最大量（t）,备注'
/** 500 rows for ten units; the rows of the file named in `bad` are spoilt. */
function table(bad: Record<number, string> = {}): string {
  const rows = Array.from({ length: 500 }, (_, i) => {
    const substance = substances[i % 85]
    return (
      bad[i + 2] ??
      `${units[i % 10]?.code},"${substance?.name}",,,"1,${String(100 + i).slice(0, 3)}.5",第 ${i} 罐`
    )
  })
  return `\uFEFF${[head, ...rows].join('\r\n')}\r\n`
}
const spoilt = () => ({
  40: `${units[8]?.code},氨,,,-3,`,
  217: `${units[5]?.code},,64-19-7,,5,`,
  400: '没有的单元,氨,,,5,',
})

test('three bad rows in 500: refused by row and reason, nothing stored', async () => {
  const before = await lastSequence(sql)
  const report = await checkTable(planner, { townId: town.id, csv: table(spoilt()), keepGood: false })
  expect(report).toMatchObject({ rows: 500, good: 497, units: 10 })
  expect(report.faults.map(({ row, column }) => [row, column])).toEqual([
    [40, 'tonnes'],
    [217, 'cas'],
    [400, 'unit'],
  ])
  const refused = importInventories(planner, { townId: town.id, csv: table(spoilt()), keepGood: false })
  await expect(refused).rejects.toMatchObject({
    code: 'invalid',
    errors: [{ path: 'rows.40.tonnes' }, { path: 'rows.217.cas' }, { path: 'rows.400.unit' }],
  })
  expect(await lastSequence(sql)).toBe(before)
  expect((await findInstallation(planner, units[0]?.id ?? 0)).lines).toEqual([])
})

test('the rest is kept when the user says so, and a unit remembers what it lacks', async () => {
  const stored = await importInventories(planner, { townId: town.id, csv: table(spoilt()), keepGood: true })
  expect(stored).toMatchObject({ rows: 500, good: 497, units: 10 })
  const all = await findInstallations(planner, { town: town.id, retired: '0' })
  const byCode = all.toSorted((a, b) => a.id - b.id)
  expect(byCode.map(({ leftOut }) => leftOut)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 1, 0])
  expect(byCode.map(({ lines }) => lines.length)).toEqual([50, 50, 50, 50, 50, 49, 50, 50, 48, 50])
  expect(byCode[0]?.lines[0]).toMatchObject({ no: 1, tonnes: '1100.5', note: '第 0 罐' })
})

test('a whole table is stored whole, one journal row a unit', async () => {
  const before = await lastSequence(sql)
  await importInventories(planner, { townId: town.id, csv: table(), keepGood: false })
  const rows = await sql<
    { noun: string }[]
  >`select noun from journal where sequence > ${before} and noun = 'installation'`
  expect(rows).toHaveLength(10)
  expect((await findInstallation(planner, units[5]?.id ?? 0)).leftOut).toBe(0)
})

test('a fault of the database in the middle stores nothing at all', async () => {
  const before = await findInstallations(planner, { town: town.id, retired: '0' })
  await sql.unsafe(`create function fail_at_last() returns trigger language plpgsql as
    $f$ begin if new.installation_id = ${units[9]?.id} then raise exception 'the disk is full'; end if; return new; end $f$;
    create trigger fail_at_last before insert on installation_records for each row execute function fail_at_last();`)
  const csv = `单元,物质,数量\n${units.map(({ code }) => `${code},氯,7`).join('\n')}`
  const failed = importInventories(planner, { townId: town.id, csv, keepGood: true })
  await expect(failed).rejects.toThrow('the disk is full')
  await sql.unsafe('drop trigger fail_at_last on installation_records; drop function fail_at_last()')
  expect(await findInstallations(planner, { town: town.id, retired: '0' })).toEqual(before)
})

const asking = async () => {
  const app = testApp(sql)
  const cookie = await cookieOf(sql, town.people.planner)
  return (path: string, body?: object, language = 'zh') =>
    app.request(`/api${path}`, {
      headers: { cookie, 'content-type': 'application/json', 'accept-language': language },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
}

test('the routes: search, register and what if over HTTP', async () => {
  const ask = await asking()
  const found = await (await ask(`/substances?q=${encodeURIComponent('７６６４－４１－７')}`)).json()
  expect(found).toMatchObject([{ no: 1, name: '氨', quantity: '10' }])
  expect(await (await ask('/substances/tables')).json()).toMatchObject({
    standard: 'GB 18218',
    edition: '2018',
  })
  const list = await (await ask(`/installations?town=${town.id}`)).json()
  expect(list).toHaveLength(10)
  const whatIf = await ask('/installations/what-if', { installationId: units[0]?.id, people: 0 })
  expect(whatIf.status).toBe(200)
  expect((await ask('/installations/what-if', {})).status).toBe(422)
})

/** All that an import may touch. */
const stored = async () => ({
  sequence: await lastSequence(sql),
  units: await sql`select * from installations where town_id = ${town.id} order by id`,
  sources: await sql`select * from hazards where town_id = ${town.id} order by id`,
  records: (
    await sql`select count(*)::int as n from installation_records
      where installation_id in (select id from installations where town_id = ${town.id})`
  )[0]?.n,
})

test.each([
  ['zh', '500 行中有 3 行不能收，什么都没有保存', '第', ['-3', '64-19-7', '没有的单元']],
  ['en', '3 of 500 rows cannot be kept; nothing was stored', 'Row', ['-3', '64-19-7', '没有的单元']],
])(
  'over HTTP in %s a file of 500 rows with three bad ones is refused whole',
  async (language, detail, row, told) => {
    const ask = await asking()
    const before = await stored()
    const file = { townId: town.id, csv: table(spoilt()) }
    const refused = await ask('/installations/tables', file, language)
    expect(refused.status).toBe(422)
    const problem = await refused.json()
    expect(problem).toMatchObject({ code: 'invalid', detail })
    expect(problem.errors).toMatchObject([
      { path: 'rows.40.tonnes' },
      { path: 'rows.217.cas' },
      { path: 'rows.400.unit' },
    ])
    for (const [i, number] of [40, 217, 400].entries()) {
      expect(problem.errors[i].message).toMatch(new RegExp(`^${row} ${number}`))
      expect(problem.errors[i].message).toContain(told[i])
    }
    const checked = await ask('/installations/tables/check', file, language)
    expect([checked.status, await checked.json()]).toMatchObject([200, { rows: 500, good: 497, units: 10 }])
    expect(await stored()).toEqual(before)
  },
)

test('over HTTP the 497 good rows are stored once the user says so, one journal row a unit', async () => {
  const ask = await asking()
  const before = await stored()
  const file = { townId: town.id, csv: table(spoilt()), keepGood: true }
  const kept = await ask('/installations/tables', file)
  expect(kept.status).toBe(200)
  const { installations, faults, ...counts } = await kept.json()
  expect(counts).toEqual({ rows: 500, good: 497, units: 10 })
  expect(faults.map((each: { row: number }) => each.row)).toEqual([40, 217, 400])
  const after = await stored()
  const number = (units: typeof after.units) => units.map(({ lines }) => lines.length)
  expect(number(before.units)).not.toEqual(number(after.units))
  expect(number(after.units)).toEqual([50, 50, 50, 50, 50, 49, 50, 50, 48, 50])
  expect(after.units.map(each => each.left_out)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 1, 0])
  expect(after.units.map(each => each.version)).toEqual(before.units.map(each => each.version + 1))
  expect(after.records).toBe(before.records + 10)
  const rows = await sql`select verb, noun, noun_id as id from journal
    where sequence > ${before.sequence} and noun = 'installation' order by noun_id`
  expect(rows.map(({ verb, id }) => [verb, id])).toEqual(units.map(({ id }) => ['set-inventory', id]))
  expect(installations.map((each: Installation) => each.id).sort()).toEqual(units.map(({ id }) => id).sort())
})
