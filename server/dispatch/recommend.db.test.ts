import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeOsm } from '../../tiles/osm-write.ts'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { LngLat } from '../region/place.ts'
import { openRoads } from '../road/open.ts'
import type { Roads } from '../road/road.ts'
import { testFolder } from '../test-folder.ts'
import { block, contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import { closeRoad } from './close-road.ts'
import type { Need, Recommendation } from './dispatch.ts'
import { drawZone } from './draw-zone.ts'
import { findClosures, findZones } from './find-obstacles.ts'
import { liftClosure } from './lift-closure.ts'
import { liftZone } from './lift-zone.ts'
import { order } from './order.ts'
import { recommend } from './recommend.ts'
import { release } from './release.ts'
import { anIncident, startTestEngines } from './test-incident.ts'

const { sql } = await testDatabase()
let town: TestTown
let commander: Context
let roads: Roads
const directory = await testFolder('ladder')

const at = (column: number, row: number): LngLat => [origin[0] + column * 0.001, origin[1] + row * 0.001]

/** A ladder: two long streets (rows 3 and 12) with rungs at columns 1, 5, 8 and 12; the incident stands at 5, 3. */
async function ladder(path: string): Promise<void> {
  const columns = Array.from({ length: 14 }, (_, column) => column)
  const idAt = (column: number, row: number) => 1 + column + 100 * row
  const rows = Array.from({ length: 14 }, (_, row) => row)
  const spots: [number, number][] = [
    ...columns.flatMap((column): [number, number][] => [3, 12].map(row => [column, row])),
    ...[1, 5, 8, 12].flatMap((column): [number, number][] => rows.map(row => [column, row])),
  ]
  const nodes = new Map(
    spots.map(([column, row]) => [idAt(column, row), { id: idAt(column, row), lngLat: at(column, row) }]),
  )
  const tags = { highway: 'residential', name: '梯子街' }
  const streets = [3, 12].map(row => columns.map(column => idAt(column, row)))
  const rungs = [1, 5, 8, 12].map(column => Array.from({ length: 14 }, (_, row) => idAt(column, row)))
  const ways = [...streets, ...rungs].map((refs, index) => ({ id: index + 1, refs, tags }))
  await writeOsm(path, { nodes: [...nodes.values()], ways })
}

beforeAll(async () => {
  town = await testTown(sql)
  commander = await contextOf(sql, town.people.commander)
  await ladder(join(directory, 'roads.osm.pbf'))
  roads = await openRoads({ townDirectory: directory })
  startTestEngines(sql, roads)
})

afterAll(async () => {
  await roads?.close()
})

const ask = async (incidentId: number, ...needs: Need[]) =>
  recommend(commander, incidentId, { needs, nodeId: null, routes: true })
const fire = (count: number): Need => ({ kind: 'team', skill: 'fire', count })
const candidate = (answer: Recommendation, responderId: number) => {
  const found = answer.needs.flatMap(need => need.candidates).find(one => one.responderId === responderId)
  if (!found) throw new Error('not among the candidates')
  return found
}
const closedAt = (column: number, row: number) =>
  closeRoad(commander, {
    townId: town.id,
    incidentId: null,
    line: { type: 'LineString', coordinates: [at(column - 0.2, row), at(column + 0.2, row)] },
    reason: '桥面塌陷',
  })

test('the soonest by road are chosen, with their way, and nothing is dispatched', async () => {
  const incident = await anIncident(commander, town)
  const [before] = await sql`select (select count(*) from orders) + (select count(*) from journal) as n`
  const answer = await ask(incident.id, fire(2))
  const [after] = await sql`select (select count(*) from orders) + (select count(*) from journal) as n`
  expect(after).toEqual(before)
  const [need] = answer.needs
  const times = need?.candidates.filter(one => one.available).map(one => one.etaSeconds) ?? []
  expect(need?.chosen).toHaveLength(2)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(need?.candidates.map(one => one.responderId)).not.toContain(town.responders.draft)
  for (const one of need?.candidates ?? []) {
    if (one.chosen)
      expect(one).toMatchObject({ found: 'road', detourSeconds: 0, route: { type: 'LineString' } })
  }
  // 5.5 km outside the net of streets: told as what it is.
  expect(candidate(answer, town.responders.far)).toMatchObject({
    found: 'straight-line',
    reason: 'off-network',
  })
  expect(answer).toMatchObject({ engine: 'field', avoided: { closures: 0, zones: 0 } })
})

test('a closed road sends them round, by as much as the detour says, until it is lifted', async () => {
  const incident = await anIncident(commander, town)
  const free = candidate(await ask(incident.id, fire(1)), town.responders.fire1)
  const closure = await closedAt(3.5, 3)
  expect(await findClosures(commander, { town: town.id, state: 'open' })).toMatchObject([{ id: closure.id }])
  const answer = await ask(incident.id, fire(1))
  const round = candidate(answer, town.responders.fire1)
  expect(answer.avoided.closures).toBe(1)
  expect(round.found).toBe('road')
  expect(round.etaSeconds).toBeGreaterThan(free.etaSeconds * 2)
  expect(round.detourSeconds).toBeCloseTo(round.etaSeconds - free.etaSeconds, 6)
  expect(round.chosen).toBe(false)
  // As the crow flies the first station is as near as before; sending it would cost the difference.
  await liftClosure(commander, closure.id, { version: closure.version })
  await expect(liftClosure(commander, closure.id, { version: 2 })).rejects.toMatchObject({ code: 'conflict' })
  expect(candidate(await ask(incident.id, fire(1)), town.responders.fire1).etaSeconds).toBe(free.etaSeconds)
})

test('a danger zone is avoided, a cordon is not, and both say how many people are inside', async () => {
  const incident = await anIncident(commander, town)
  const free = candidate(await ask(incident.id, fire(1)), town.responders.fire1)
  const draw = (kind: 'danger' | 'cordon') =>
    drawZone(commander, {
      townId: town.id,
      incidentId: incident.id,
      kind,
      polygon: block(3, 2, { columns: 1, rows: 2 }),
      reason: '有毒气体',
    })
  const cordon = await draw('cordon')
  expect(candidate(await ask(incident.id, fire(1)), town.responders.fire1).etaSeconds).toBe(free.etaSeconds)
  const zone = await draw('danger')
  expect(candidate(await ask(incident.id, fire(1)), town.responders.fire1).detourSeconds).toBeGreaterThan(60)
  const [row] = await sql`select sum(people_day)::int as people from cells
    where town_id = ${town.id} and ordinal = any(${[12, 13, 14, 22, 23, 24, 32, 33, 34, 42, 43, 44]})`
  expect(zone.people).toBe(row?.people)
  for (const each of [cordon, zone]) await liftZone(commander, each.id, { version: each.version })
  expect(await findZones(commander, { town: town.id, state: 'open' })).toEqual([])
})

test('a shape that crosses itself or is no line is refused with the field at fault', async () => {
  const [a, b, c, d] = [at(1, 1), at(2, 2), at(2, 1), at(1, 2)]
  const zone = { townId: town.id, incidentId: null, kind: 'danger' as const, reason: '试' }
  const bowTie = { type: 'Polygon' as const, coordinates: [[a, b, c, d, a]] }
  await expect(drawZone(commander, { ...zone, polygon: bowTie })).rejects.toMatchObject({
    code: 'invalid',
    errors: [{ path: expect.stringContaining('polygon') }],
  })
  const point = { type: 'LineString' as const, coordinates: [a, a] }
  const closure = { townId: town.id, incidentId: null, reason: '试', line: point }
  await expect(closeRoad(commander, closure)).rejects.toMatchObject({ code: 'invalid' })
})

test('all needs are met together: who can do both goes where nobody else can', async () => {
  const incident = await anIncident(commander, town, { lngLat: at(9, 3) })
  const answer = await ask(incident.id, fire(2), { kind: 'team', skill: 'hazmat', count: 1 })
  const [fires, hazmat] = answer.needs
  expect(hazmat?.chosen).toEqual([town.responders.fire3])
  expect(fires?.chosen).toHaveLength(2)
  expect(fires?.chosen).not.toContain(town.responders.fire3)
})

test('what is short says why, and who is out says where', async () => {
  const incident = await anIncident(commander, town)
  const responderIds = [town.responders.medic]
  const [sent] = await order(commander, incident.id, { responderIds, nodeId: null, instruction: '' })
  expect(sent).toMatchObject({ found: 'road', engine: 'field' })
  expect(sent?.steps.length).toBeGreaterThan(1)
  const answer = await ask(
    incident.id,
    { kind: 'team', skill: 'medical', count: 2 },
    { kind: 'expert', skill: 'burns', count: 1 },
  )
  const [medical, burns] = answer.needs
  expect(medical).toMatchObject({ short: 2, chosen: [] })
  expect(medical?.shortReason?.zh).toBe('需要 2 支医疗急救队伍，共登记 1，可派 0；出动中 1')
  expect(medical?.candidates).toMatchObject([
    { available: false, state: 'ordered', unavailable: { zh: `出动中 · 事件 ${incident.number}` } },
  ])
  expect(burns?.shortReason?.zh).toBe('需要 1 名烧伤与危重症专家，本镇街没有登记这类力量')
  if (sent) await release(commander, sent.id, { version: sent.version, reason: '' })
})

test('supplies are taken from the nearest stores first, from what is not reserved', async () => {
  const incident = await anIncident(commander, town)
  const [near] = town.supplies
  const [row] = await sql`insert into supplies (town_id, name, point, standing) values (${town.id}, '远库',
    ST_SetSRID(ST_MakePoint(${at(12, 12)[0]}, ${at(12, 12)[1]}), 4326), 'confirmed') returning id`
  await sql`insert into stocks (world, supply_id, item, unit, quantity, reserved)
    values (0, ${row?.id}, '防化服', '套', 10, 7)`
  const [enough] = (await ask(incident.id, { kind: 'supply', skill: '防化服', count: 6 })).needs
  expect(enough).toMatchObject({ short: 0, shortReason: null })
  expect(enough?.stores.map(({ supplyId, free, take }) => [supplyId, free, take])).toEqual([
    [near, 4, 4],
    [row?.id, 3, 2],
  ])
  const [short] = (await ask(incident.id, { kind: 'supply', skill: '防化服', count: 20 })).needs
  expect(short).toMatchObject({ short: 13, shortReason: { zh: '需要 防化服 20 套，各库可用合计 7 套' } })
})
