import { beforeAll, expect, test } from 'vitest'
import { aPlan, aStage, aTask } from '../../plans/plan-builder.ts'
import { worldNow } from '../clock.ts'
import { change, read } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { acknowledge } from '../dispatch/acknowledge.ts'
import { arrive } from '../dispatch/arrive.ts'
import { closeRoad } from '../dispatch/close-road.ts'
import { depart } from '../dispatch/depart.ts'
import { drawZone } from '../dispatch/draw-zone.ts'
import { findClosures, findZones } from '../dispatch/find-obstacles.ts'
import { order } from '../dispatch/order.ts'
import { recommend } from '../dispatch/recommend.ts'
import { reportPosition } from '../dispatch/report-position.ts'
import { anIncident, startTestEngines } from '../dispatch/test-incident.ts'
import { findIncidents } from '../incident/find.ts'
import { follow } from '../journal/find.ts'
import { create } from '../plan/create.ts'
import { mark } from '../plan/mark.ts'
import { publish } from '../plan/publish.ts'
import { start } from '../plan/start.ts'
import { findResponder } from '../responder/find.ts'
import { block, contextOf, type TestTown, testTown } from '../test-town.ts'
import type { Drill } from './drill.ts'
import { findDrill, findDrills } from './find.ts'
import { findReplay } from './find-replay.ts'
import { open } from './open.ts'
import { setClock } from './set-clock.ts'

const startsAt = '2026-07-01T06:00:00.000Z'

const { sql } = await testDatabase()
let town: TestTown
let planId: number

beforeAll(async () => {
  startTestEngines(sql)
  town = await testTown(sql)
  const planner = await contextOf(sql, town.people.planner)
  const document = aPlan([aStage('s', [aTask('send', { role: 'chief' }), aTask('tell', { role: 'chief' })])])
  const draft = await create(planner, { townId: town.id, document })
  planId = (await publish(planner, draft.id, { version: 1 })).id
})

const organizer = () => contextOf(sql, town.people['drill-organizer'])
const opened = async (): Promise<Drill> =>
  open(await organizer(), { townId: town.id, name: '桌面推演', objective: '', startsAt })
const inside = (drill: Drill) => contextOf(sql, town.people.commander, drill.worldId)

/** The content of every table as far as the live world can see it, one hash a table. */
async function liveRows(): Promise<Record<string, string>> {
  const tables = await sql<{ name: string; worldly: boolean }[]>`
    select t.table_name as name, exists (select from information_schema.columns c
      where c.table_schema = 'sisetu' and c.table_name = t.table_name and c.column_name = 'world') as worldly
    from information_schema.tables t where t.table_schema = 'sisetu' and t.table_type = 'BASE TABLE'`
  // The register of drills and the journal's head are what a drill is known by outside its own world.
  const registers = new Set(['worlds', 'drills', 'journal_head'])
  const hashes: Record<string, string> = {}
  for (const { name, worldly } of tables.filter(table => !registers.has(table.name))) {
    const [row] =
      await sql`select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash
      from ${sql(name)} t ${worldly ? sql`where world = 0` : sql``}`
    hashes[name] = String(row?.hash)
  }
  return hashes
}

test('a whole rehearsal leaves every live row as it was and plays back in order', async () => {
  const live = await contextOf(sql, town.people.commander)
  const liveIncident = await anIncident(live, town)
  await order(live, liveIncident.id, { responderIds: [town.responders.fire2], nodeId: null, instruction: '' })
  await closeRoad(live, {
    townId: town.id,
    incidentId: liveIncident.id,
    line: { type: 'LineString', coordinates: [town.center, [town.center[0] + 0.001, town.center[1]]] },
    reason: '塌方',
  })
  const before = await liveRows()
  expect(Object.keys(before).length).toBeGreaterThan(25)

  let drill = await opened()
  const turn = async (action: Parameters<typeof setClock>[2]) => {
    drill = await setClock(await organizer(), drill.id, action)
  }
  expect(await findClosures(await inside(drill), { town: town.id, state: 'open' })).toMatchObject([
    { incidentId: null, reason: '塌方' },
  ])
  await turn({ action: 'run', rate: 16, version: drill.version })
  const incident = await anIncident(await inside(drill), town)
  expect(incident.number).toMatch(/^2026-0001$/)
  await drawZone(await inside(drill), {
    townId: town.id,
    incidentId: incident.id,
    kind: 'danger',
    polygon: block(4, 2, { columns: 2, rows: 2 }),
    reason: '泄漏扩散',
  })
  const run = await start(await inside(drill), incident.id, { planId, level: 'III' })
  await mark(await inside(drill), run.id, { nodeId: 'tell', state: 'done', note: '', version: 0 })
  const needs = [{ kind: 'team' as const, skill: 'fire', count: 2 }]
  const advice = await recommend(await inside(drill), incident.id, { needs, nodeId: 'send', routes: false })
  const responderIds = advice.needs[0]?.chosen ?? []
  // What is out in the live world is free to rehearse with.
  expect(responderIds).toHaveLength(2)
  expect(responderIds).toContain(town.responders.fire2)
  const orders = await order(await inside(drill), incident.id, {
    responderIds,
    nodeId: 'send',
    instruction: '演练',
  })
  await turn({ action: 'pause', version: drill.version })
  await turn({ action: 'set', at: '2026-07-01T09:30:00.000Z', version: drill.version })
  for (const each of orders) {
    await acknowledge(await inside(drill), each.id, { version: 1, reason: '' })
    await depart(await inside(drill), each.id, { version: 2, reason: '' })
    await reportPosition(await inside(drill), { responderId: each.responderId, lngLat: town.center })
    const there = await arrive(await inside(drill), each.id, { version: 3, reason: '' })
    expect(there.arrivedAt).toBe('2026-07-01T09:30:00.000Z')
  }
  await turn({ action: 'end', version: drill.version })

  expect(await liveRows()).toEqual(before)
  expect(await findIncidents(live, { town: town.id, state: 'all', limit: 10 })).toHaveLength(1)
  expect((await findResponder(live, town.responders.fire1)).lngLat).not.toEqual(town.center)

  const replay = await findReplay(live, drill.id, { after: 0, limit: 100 })
  expect(replay.map(row => `${row.noun}/${row.verb}`)).toEqual([
    'drill/open',
    'drill/run',
    'incident/report',
    'zone/draw',
    'incident/respond',
    'run/start',
    'run-node/mark',
    'order/order',
    'order/order',
    'run-node/mark',
    'drill/pause',
    'drill/set',
    ...orders.flatMap((_, i) => [
      'order/acknowledge',
      'order/depart',
      'position/report-position',
      'order/arrive',
      ...(i === orders.length - 1 ? ['run-node/mark'] : []),
    ]),
    'drill/end',
  ])
  const times = replay.map(row => row.at)
  expect(times).toEqual([...times].sort())
  expect(times[0]).toBe(startsAt)
  expect(replay.every(row => row.text.zh.length > 4 && row.text.en.length > 4)).toBe(true)
})

test('the clock runs from the opening, pauses, runs at 1, 4 and 16, goes forward only and ends for good', async () => {
  let drill = await opened()
  expect(drill).toMatchObject({ state: 'running', world: { at: startsAt, rate: 1, open: true } })
  expect(drill.openedAt).toBe(startsAt)
  drill = await setClock(await organizer(), drill.id, { action: 'pause', version: drill.version })
  expect(drill).toMatchObject({ state: 'paused', world: { rate: 0, open: true } })
  for (const rate of [1, 4, 16] as const) {
    drill = await setClock(await organizer(), drill.id, { action: 'run', rate, version: drill.version })
    const { world } = await findDrill(await organizer(), drill.id)
    const tenSecondsOn = new Date(Date.parse(world.realAt) + 10_000)
    expect(worldNow(world, tenSecondsOn).getTime() - Date.parse(world.at)).toBe(rate * 10_000)
  }
  const back = setClock(await organizer(), drill.id, { action: 'set', at: startsAt, version: drill.version })
  await expect(back).rejects.toMatchObject({ code: 'invalid' })
  const stale = setClock(await organizer(), drill.id, { action: 'pause', version: 1 })
  await expect(stale).rejects.toMatchObject({
    code: 'conflict',
    details: { theirs: { version: drill.version } },
  })
  drill = await setClock(await organizer(), drill.id, { action: 'end', version: drill.version })
  expect(drill).toMatchObject({ state: 'ended', world: { open: false, rate: 0 } })
  const again = setClock(await organizer(), drill.id, { action: 'run', rate: 1, version: drill.version })
  await expect(again).rejects.toMatchObject({ code: 'conflict' })
  await expect(anIncident(await inside(drill), town)).rejects.toMatchObject({ code: 'conflict' })
  expect((await findDrills(await organizer(), { town: town.id })).map(each => each.id)).toContain(drill.id)
})

test('only an organizer opens a drill, and a refused one leaves no world behind', async () => {
  const [before] = await sql`select count(*)::int as n from worlds`
  const commander = await contextOf(sql, town.people.commander)
  const input = { townId: town.id, name: '不可', objective: '' }
  await expect(open(commander, input)).rejects.toMatchObject({ code: 'forbidden' })
  const stranger = await contextOf(sql, (await testTown(sql)).people['drill-organizer'])
  await expect(open(stranger, input)).rejects.toMatchObject({ code: 'forbidden' })
  const [after] = await sql`select count(*)::int as n from worlds`
  expect(after).toEqual(before)
})

const moving = [
  'incidents',
  'runs',
  'run_nodes',
  'orders',
  'positions',
  'closures',
  'zones',
  'responder_states',
  'shelter_states',
  'stocks',
  'warnings',
  'threats',
  'inspections',
  'tasks',
  'dangers',
  'danger_steps',
  'sensors',
  'sensor_thresholds',
  'readings',
]

test('every table that carries a world is behind a row policy', async () => {
  const rows = await sql`select c.table_name as name, k.relrowsecurity as kept
    from information_schema.columns c join pg_class k on k.oid = format('sisetu.%I', c.table_name)::regclass
    where c.table_schema = 'sisetu' and c.column_name = 'world' and c.table_name <> 'journal'`
  expect(rows.map(row => row.name).sort()).toEqual([...moving].sort())
  expect(rows.every(row => row.kept)).toBe(true)
})

test('inside one world no statement reads, changes, removes or adds a row of another', async () => {
  const live = await contextOf(sql, town.people.commander)
  const liveIncident = await anIncident(live, town)
  const drill = await opened()
  const other = await opened()
  const context = await inside(drill)
  const before = await liveRows()
  await read(context, async ({ sql: tx }) => {
    for (const table of moving) {
      const rows = await tx`select distinct world from ${tx(table)}`
      expect(rows.every(row => row.world === drill.worldId)).toBe(true)
      expect((await tx`select from ${tx(table)} where world in (0, ${other.worldId})`).count).toBe(0)
    }
  })
  await change(context, async ({ sql: tx }) => {
    for (const table of moving) {
      expect((await tx`delete from ${tx(table)} where world <> ${drill.worldId}`).count).toBe(0)
      expect((await tx`update ${tx(table)} set world = world where world <> ${drill.worldId}`).count).toBe(0)
    }
    expect((await tx`update incidents set title = '改' where id = ${liveIncident.id}`).count).toBe(0)
  })
  for (const world of [0, other.worldId]) {
    const intrude = change(
      context,
      ({ sql: tx }) => tx`insert into warnings
      (world, town_id, kind, kind_en, level, title, title_en, issued_at, until)
      values (${world}, ${town.id}, '台风', 'typhoon', 'red', 'x', 'x', now(), now())`,
    )
    await expect(intrude).rejects.toMatchObject({ code: '42501' })
    const move = change(context, ({ sql: tx }) => tx`update responder_states set world = ${world}`)
    await expect(move).rejects.toMatchObject({ code: '42501' })
  }
  const refill = change(context, ({ sql: tx }) => tx`select open_drill_world(${other.worldId}, ${town.id})`)
  await expect(refill).rejects.toThrow(/not a new drill world/)
  expect(await liveRows()).toEqual(before)
  expect(await findZones(live, { town: town.id, state: 'all' })).toEqual([])
})

test('a drill is journalled in its own world, wherever its clock is turned from', async () => {
  const drill = await opened()
  await setClock(await organizer(), drill.id, { action: 'run', rate: 4, version: 1 })
  const rows = await follow(sql, { after: 0, limit: 10, world: drill.worldId })
  expect(rows.map(row => [row.noun, row.verb, row.nounId])).toEqual([
    ['drill', 'open', drill.id],
    ['drill', 'run', drill.id],
  ])
})
