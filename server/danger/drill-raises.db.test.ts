import { beforeAll, expect, test } from 'vitest'
import { change, read } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Drill } from '../drill/drill.ts'
import { open } from '../drill/open.ts'
import { setClock } from '../drill/set-clock.ts'
import { engines, setEngines } from '../engines.ts'
import { findInspections } from '../inspection/find.ts'
import { inspect } from '../inspection/inspect.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { openFields } from '../risk/fields.ts'
import { findCellByOrdinal } from '../risk/find.ts'
import { findReadings, findSensors, SensorQuery } from '../sensor/find.ts'
import { install } from '../sensor/install.ts'
import { takeReading } from '../sensor/take-reading.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { close } from './close.ts'
import { DangerQuery, findDanger, findDangers } from './find.ts'
import { report } from './report.ts'

const { sql } = await testDatabase()
let town: TestTown
let one: Drill
let other: Drill
let told = 0

const planner = () => contextOf(sql, town.people.planner)
const inDrill = (drill: Drill) => contextOf(sql, town.people['drill-organizer'], drill.worldId)
const hazard = (i: number) => town.hazards[i] ?? 0
const danger = (i: number, grade: 'general' | 'major' = 'major') => ({
  hazardId: hazard(i),
  title: '阀门内漏',
  detail: '',
  grade,
  dueAt: null,
})
const query = () => DangerQuery.parse({ town: String(town.id) })
const sensors = () => SensorQuery.parse({ town: String(town.id) })
const live = async (world = 0) => [...(await engines().risk.get(town.id, world)).levels('live')].join('')

/** Tells the fields what happened; answers which worlds were told of changed levels. */
async function catchUp(): Promise<number[]> {
  const worlds = new Set<number>()
  for (const row of await follow(sql, { after: told, limit: 500 })) {
    told = row.sequence
    for (const { world } of await engines().risk.applyJournal(row)) worlds.add(world)
  }
  return [...worlds].sort((a, b) => a - b)
}

beforeAll(async () => {
  town = await testTown(sql)
  setEngines({ risk: openFields(sql), roads: async () => null })
  const context = await planner()
  await report(context, danger(2, 'general'))
  await install(context, {
    townId: town.id,
    hazardId: hazard(3),
    code: 'G-7',
    name: '氨气探头',
    nameEn: '',
    quantity: '氨浓度',
    unit: 'ppm',
    lngLat: null,
    thresholds: [{ grade: 'second', direction: 'above', over: 50, back: 45 }],
  })
  await inspect(context, { hazardId: hazard(0), doneAt: null, note: '例行', dangers: [] })
  await takeReading(context, {
    townId: town.id,
    keepGood: false,
    rows: [{ sensor: 'G-7', at: new Date(Date.now() - 60_000).toISOString(), value: 7 }],
  })
  const organizer = await contextOf(sql, town.people['drill-organizer'])
  const input = { townId: town.id, name: '桌面推演', objective: '', startsAt: new Date().toISOString() }
  one = await open(organizer, input)
  other = await open(organizer, input)
  told = await lastSequence(sql)
  for (const world of [0, one.worldId, other.worldId]) await engines().risk.get(town.id, world)
})

test('a drill begins with the open dangers, gauges and inspections of the live world, as rows of its own', async () => {
  const [mine, theirs] = [
    await findDangers(await inDrill(one), query()),
    await findDangers(await planner(), query()),
  ]
  expect(mine.map(({ id: _, ...each }) => each)).toEqual(theirs.map(({ id: _, ...each }) => each))
  expect(mine[0]?.id).not.toBe(theirs[0]?.id)
  const [gauge] = await findSensors(await inDrill(one), sensors())
  expect(gauge).toMatchObject({ code: 'G-7', lastValue: 7, thresholds: [{ over: 50 }] })
  expect(await findReadings(await inDrill(one), gauge?.id ?? 0)).toMatchObject([{ value: 7 }])
  expect(await findInspections(await inDrill(one), hazard(0))).toMatchObject([{ note: '例行' }])
  expect(await live(one.worldId)).toBe(await live())
})

test('a danger injected into a drill raises its source there, and nowhere else', async () => {
  const before = await live()
  const made = await report(await inDrill(one), danger(3))
  expect(await catchUp()).toEqual([one.worldId])
  expect(await live(one.worldId)).not.toBe(before)
  expect([await live(), await live(other.worldId)]).toEqual([before, before])
  await expect(findDanger(await planner(), made.id)).rejects.toMatchObject({ code: 'missing' })
  await expect(findDanger(await inDrill(other), made.id)).rejects.toMatchObject({ code: 'missing' })
  const intrude = close(await inDrill(other), made.id, { version: made.version, note: '' })
  await expect(intrude).rejects.toMatchObject({ code: 'missing' })
})

test('a reading over its threshold in a drill is of that drill, and says so in its why-panel', async () => {
  const before = await live()
  const at = new Date().toISOString()
  const rows = [{ sensor: 'G-7', at, value: 80 }]
  const { crossed } = await takeReading(await inDrill(other), { townId: town.id, keepGood: false, rows })
  expect(crossed).toMatchObject([{ grade: 'second' }])
  expect(await catchUp()).toEqual([other.worldId])
  expect(await live()).toBe(before)
  expect((await findSensors(await planner(), sensors()))[0]).toMatchObject({ grade: 'none', lastValue: 7 })
  const why = async (drill: Drill | null) => {
    const context = drill ? await inDrill(drill) : await planner()
    const field = await engines().risk.get(town.id, drill?.worldId ?? 0)
    const ordinal = [...field.levels('live')].findIndex(
      (level, i) => level !== field.levels('residual')[i] && level > 0,
    )
    if (ordinal < 0) return []
    const cell = await findCellByOrdinal(context, { town: town.id, ordinal, scale: 'live', domain: null })
    return cell.contributions.flatMap(({ raises }) => raises.map(({ cause }) => cause))
  }
  expect(new Set([...(await why(other)), ...(await why(one))])).toEqual(new Set(['danger', 'reading']))
})

test('what changes for all is taken up in every world; a live danger stays out of the drills', async () => {
  const before = await live(other.worldId)
  await report(await planner(), danger(2))
  expect(await catchUp()).toEqual([0])
  expect(await live(other.worldId)).toBe(before)
  await sql`update hazards set standing = 'rejected' where id = ${hazard(2)}`
  const row = { verb: 'reject', noun: 'hazard', nounId: hazard(2), townId: town.id, after: null }
  const worlds = (await engines().risk.applyJournal(row)).map(({ world }) => world)
  expect(new Set(worlds)).toEqual(new Set([0, one.worldId, other.worldId]))
  await sql`update hazards set standing = 'confirmed' where id = ${hazard(2)}`
  await engines().risk.applyJournal(row)
})

test('no statement inside a drill reads or changes a danger, a gauge or a reading of another world', async () => {
  const context = await inDrill(one)
  const tables = ['inspections', 'dangers', 'danger_steps', 'sensors', 'sensor_thresholds', 'readings']
  await read(context, async ({ sql: tx }) => {
    for (const table of tables) {
      const [row] =
        await tx`select count(*)::int as n, count(*) filter (where world <> ${one.worldId})::int as others
        from ${tx(table)}`
      expect([row?.n > 0, row?.others], table).toEqual([true, 0])
    }
  })
  const intrude = change(
    context,
    ({ sql: tx }) => tx`insert into readings (world, sensor_id, at, value)
      select 0, id, now(), 99 from sensors limit 1`,
  )
  await expect(intrude).rejects.toMatchObject({ code: '42501' })
  const refill = change(
    context,
    ({ sql: tx }) => tx`select open_drill_inspections(${other.worldId}, ${town.id})`,
  )
  await expect(refill).rejects.toThrow(/not a new drill world/)
})

test('an ended drill takes no more dangers or readings', async () => {
  await setClock(await inDrill(one), one.id, { action: 'end', version: one.version })
  await expect(report(await inDrill(one), danger(1))).rejects.toMatchObject({ code: 'conflict' })
})
