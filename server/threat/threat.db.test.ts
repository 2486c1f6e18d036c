import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { area, featureCollection, intersect, multiPolygon, polygon as turfPolygon } from '@turf/turf'
import type { MultiPolygon, Polygon } from 'geojson'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Context, read } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { findZones, loadAvoid } from '../dispatch/find-obstacles.ts'
import { liftZone } from '../dispatch/lift-zone.ts'
import { startTestEngines } from '../dispatch/test-incident.ts'
import { open } from '../drill/open.ts'
import { Refusal } from '../errors.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { answerProblem } from '../problem.ts'
import type { Served } from '../request.ts'
import { testFolder } from '../test-folder.ts'
import { contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import { findThreat, findThreats } from './find.ts'
import { findImpact, findImpactOf } from './impact.ts'
import { importTerrain } from './import-terrain.ts'
import { make } from './make.ts'
import { preview } from './preview.ts'
import { threatRoutes } from './routes.ts'
import { setTerrains, Terrains } from './terrains.ts'
import { Impact, Threat, ThreatAnswer, ThreatInput, ThreatQuestion } from './threat.ts'
import { turnIntoZone } from './turn-into-zone.ts'
import { withdraw } from './withdraw.ts'

const { sql } = await testDatabase()
let town: TestTown
let commander: Context
let planner: Context
const dataDirectory = await testFolder('terrain')

beforeAll(async () => {
  startTestEngines(sql)
  town = await testTown(sql)
  commander = await contextOf(sql, town.people.commander)
  planner = await contextOf(sql, town.people.planner)
  setTerrains(new Terrains(dataDirectory))
})
afterAll(async () => {
  setTerrains(undefined)
})

const weather = { windFromDegrees: 270, windMetersPerSecond: 3, night: false }
const blast = {
  model: 'explosion',
  substance: 'lpg',
  massKg: 2000,
  efficiency: 0.05,
  method: 'swisdak',
  levelsKpa: [20.7, 6.9, 2.76],
}
const question = (more: object = {}) =>
  ThreatQuestion.parse({ townId: town.id, lngLat: town.center, weather, inputs: blast, ...more })
const input = (more: object = {}) => ThreatInput.parse({ name: '液化气爆炸', ...question(), ...more })

async function refusal(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof Refusal) return error
  throw new Error(`not refused: ${String(error)}`)
}

async function told<T>(work: () => Promise<T>) {
  const before = await lastSequence(sql)
  const value = await work()
  const rows = await follow(sql, { after: before, limit: 100 })
  return { rows: rows.map(row => `${row.noun}/${row.verb}`), value, last: rows.at(-1) }
}

test('a preview stores nothing and says which model to ask instead', async () => {
  const { rows, value } = await told(() => preview(planner, question()))
  expect(rows).toEqual([])
  expect(ThreatAnswer.parse(value).rings).toHaveLength(3)
  const chlorine = { ...blast, model: 'plume', substance: 'chlorine', release: 'vapour', rateKgPerSecond: 1 }
  const plume = {
    model: 'plume',
    substance: 'chlorine',
    release: 'vapour',
    rateKgPerSecond: 1,
    surface: 'rural',
    thresholds: 'aegl',
  }
  expect(chlorine.model).toBe(plume.model)
  const refused = await refusal(preview(planner, question({ inputs: plume })))
  expect(refused).toMatchObject({
    code: 'invalid',
    details: { instead: 'erg' },
    errors: [{ path: 'inputs.substance' }],
  })
  expect((await findThreats(planner, { town: town.id, state: 'all' })).length).toBe(0)
})

test('a kept zone has its model, edition, inputs, limits and outlines, and one journal row', async () => {
  const { rows, value: made, last } = await told(() => make(planner, input({ hazardId: town.hazards[0] })))
  expect(rows).toEqual(['threat/make'])
  expect(Threat.parse(made)).toMatchObject({
    name: '液化气爆炸',
    inputs: blast,
    zoneIds: [],
    withdrawnAt: null,
    version: 1,
  })
  expect(made.result.edition).toMatchObject({ en: expect.stringContaining('Swisdak') })
  expect(made.result.limits.length).toBeGreaterThan(1)
  expect(made.result.rings.map(ring => ring.value)).toEqual([2.76, 6.9, 20.7])
  expect(JSON.stringify(last?.after)).not.toContain('coordinates')
  expect(await findThreat(planner, made.id)).toEqual(made)
  expect(await findThreats(planner, { town: town.id, state: 'open', hazard: town.hazards[0] ?? 0 })).toEqual([
    made,
  ])
  const { value: gone } = await told(() => withdraw(planner, made.id, { version: 1 }))
  expect(gone.withdrawnAt).not.toBeNull()
  expect(await findThreats(planner, { town: town.id, state: 'open' })).toEqual([])
  expect(await refusal(withdraw(planner, made.id, { version: 2 }))).toMatchObject({ code: 'conflict' })
})

test('who may, and what belongs where', async () => {
  const viewer = await contextOf(sql, town.people.viewer)
  expect(await refusal(make(viewer, input()))).toMatchObject({ code: 'forbidden' })
  expect((await preview(viewer, question())).rings).toHaveLength(3)
  const other = await testTown(sql)
  const stranger = await contextOf(sql, other.people.planner)
  expect(await refusal(preview(stranger, question()))).toMatchObject({ code: 'forbidden' })
  expect(await refusal(make(planner, input({ hazardId: other.hazards[0] })))).toMatchObject({
    errors: [{ path: 'hazardId' }],
  })
  expect(await refusal(make(planner, input({ townId: 2_000_000 })))).toMatchObject({
    errors: [{ path: 'townId' }],
  })
  const made = await make(planner, input())
  expect(await refusal(turnIntoZone(planner, made.id, { version: 1, ring: 'kpa-6.9' }))).toMatchObject({
    code: 'forbidden',
  })
  expect(await refusal(findThreat(stranger, made.id))).toMatchObject({ code: 'forbidden' })
})

test('a danger zone made of an outline is avoided by routes, in one transaction, once', async () => {
  const made = await make(commander, input())
  expect(await refusal(turnIntoZone(commander, made.id, { version: 1, ring: 'kpa-1' }))).toMatchObject({
    errors: [{ path: 'ring' }],
  })
  const { rows, value: turned } = await told(() =>
    turnIntoZone(commander, made.id, { version: 1, ring: 'kpa-6.9' }),
  )
  expect(rows).toEqual(['zone/draw', 'threat/turn-into-zone'])
  expect(turned).toMatchObject({ version: 2, zoneIds: [expect.any(Number)] })
  const avoid = await read(commander, ({ sql: tx }) => loadAvoid(tx, town.id))
  expect(avoid.zones).toHaveLength(1)
  const wanted = made.result.rings.find(ring => ring.key === 'kpa-6.9')
  const drawn = avoid.zones.map(zone => area(turfPolygon(zone.coordinates)))
  expect(Math.abs((drawn[0] ?? 0) / (wanted?.areaSquareMeters ?? 1) - 1)).toBeLessThan(0.01)
  expect(await refusal(turnIntoZone(commander, made.id, { version: 2, ring: 'kpa-20.7' }))).toMatchObject({
    code: 'conflict',
  })
  await liftZone(commander, turned.zoneIds[0] ?? 0, { version: 1 })
})

test('in a drill a consequence zone still knows the danger zones that were made of it', async () => {
  const made = await make(commander, input())
  const turned = await turnIntoZone(commander, made.id, { version: 1, ring: 'kpa-6.9' })
  const alone = await make(commander, input())
  const organizer = await contextOf(sql, town.people['drill-organizer'])
  const drill = await open(organizer, { townId: town.id, name: '桌面推演', objective: '' })
  const inDrill = await contextOf(sql, town.people.commander, drill.worldId)
  const zones = await findZones(inDrill, { town: town.id, state: 'all' })
  const copies = await findThreats(inDrill, { town: town.id, state: 'all' })
  const ids = (wanted: Threat) => copies.find(({ madeAt }) => madeAt === wanted.madeAt)?.zoneIds
  expect(zones).toHaveLength(1)
  expect([ids(made), ids(alone)]).toEqual([[zones[0]?.id], []])
  const copy = copies.find(({ madeAt }) => madeAt === made.madeAt)
  await withdraw(inDrill, copy?.id ?? 0, { version: 1 })
  expect(await findZones(inDrill, { town: town.id, state: 'open' })).toEqual([])
  expect(await findZones(commander, { town: town.id, state: 'open' })).toHaveLength(1)
  await withdraw(commander, turned.id, { version: turned.version })
  await withdraw(commander, alone.id, { version: 1 })
})

test('withdrawing takes its danger zones along, in one transaction, and asks about those that were changed', async () => {
  const zonesOf = async () => (await read(commander, ({ sql: tx }) => loadAvoid(tx, town.id))).zones.length
  const made = await make(commander, input())
  const turned = await turnIntoZone(commander, made.id, { version: 1, ring: 'kpa-6.9' })
  expect(await refusal(withdraw(planner, made.id, { version: 2 }))).toMatchObject({ code: 'forbidden' })
  const { rows, value } = await told(() => withdraw(commander, made.id, { version: 2 }))
  expect(rows).toEqual(['zone/lift', 'threat/withdraw'])
  expect([value.withdrawnAt !== null, await zonesOf()]).toEqual([true, 0])

  const again = async () => {
    const other = await make(commander, input())
    const { zoneIds, version } = await turnIntoZone(commander, other.id, { version: 1, ring: 'kpa-6.9' })
    await sql`update zones set reason = '只封东侧', version = 2 where id = ${zoneIds[0] ?? 0}`
    return { id: other.id, version, zoneId: zoneIds[0] ?? 0 }
  }
  const kept = await again()
  const asked = await told(() => refusal(withdraw(commander, kept.id, { version: kept.version })))
  expect(asked.rows).toEqual([])
  expect(asked.value).toMatchObject({
    code: 'conflict',
    details: { reason: 'edited', zones: [{ id: kept.zoneId, reason: '只封东侧' }] },
  })
  expect(asked.value.words.zh).toContain('只封东侧')
  const stay = await told(() => withdraw(commander, kept.id, { version: kept.version, edited: 'keep' }))
  expect([stay.rows, await zonesOf()]).toEqual([['threat/withdraw'], 1])
  await liftZone(commander, kept.zoneId, { version: 2 })
  const lifted = await again()
  const gone = await told(() => withdraw(commander, lifted.id, { version: lifted.version, edited: 'lift' }))
  expect([gone.rows, await zonesOf()]).toEqual([['zone/lift', 'threat/withdraw'], 0])
  expect(turned.zoneIds).toHaveLength(1)
})

test('a zone that was lifted by hand does not keep its consequence zone from being withdrawn', async () => {
  const made = await make(commander, input())
  const { zoneIds, version } = await turnIntoZone(commander, made.id, { version: 1, ring: 'kpa-6.9' })
  await liftZone(commander, zoneIds[0] ?? 0, { version: 1 })
  const { rows } = await told(() => withdraw(planner, made.id, { version }))
  expect(rows).toEqual(['threat/withdraw'])
})

test('people by share of their cell, as turf and PostGIS count them', async () => {
  const impact = Impact.parse(await findImpact(planner, question()))
  const { rings } = await preview(planner, question())
  for (const [k, ring] of rings.entries()) {
    const cells = await sql`select id, code, people_day, ST_AsGeoJSON(geom, 9)::json as geom,
        ST_Area(ST_Intersection(geom, ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(ring.polygon)}), 4326))) / ST_Area(geom) as share
      from cells where town_id = ${town.id} order by id`
    let people = 0
    for (const cell of cells) {
      const shape = turfPolygon(cell.geom.coordinates)
      const common = intersect(
        featureCollection<Polygon | MultiPolygon>([shape, multiPolygon(ring.polygon.coordinates)]),
      )
      const share = common ? area(common) / area(shape) : 0
      people += share * cell.people_day
      const mine = impact.cells.find(each => each.id === cell.id)?.shares[k] ?? 0
      expect(Math.abs(mine - cell.share)).toBeLessThan(1e-6)
      expect(Math.abs(mine - share)).toBeLessThan(1e-4)
    }
    expect(Math.abs((impact.rings[k]?.peopleDay ?? 0) - people)).toBeLessThanOrEqual(1)
    expect(people).toBeGreaterThan(10)
  }
  // Larger outlines hold the smaller: nobody is lost on the way out.
  const days = impact.rings.map(ring => ring.peopleDay)
  expect(days).toEqual(days.toSorted((a, b) => b - a))
  expect(impact.needs).toMatchObject({ people: days[0], night: false, verified: false })
})

test('totals by village and by grid come to those of the ring', async () => {
  const impact = await findImpact(planner, question({ weather: { ...weather, night: true } }))
  const sum = (areas: Impact['grids']) => areas.reduce((total, each) => total + (each.peopleNight[0] ?? 0), 0)
  const people = impact.rings[0]?.peopleNight ?? 0
  expect(Math.abs(sum(impact.grids) - people)).toBeLessThanOrEqual(impact.grids.length)
  expect(Math.abs(sum(impact.villages) - people)).toBeLessThanOrEqual(4)
  expect(impact.villages.map(({ name }) => name).toSorted()).toEqual(['第1村', '第2村', '第3村', '第4村'])
  expect(impact.rings[0]?.households).toBeGreaterThan(0)
  expect(impact.needs).toMatchObject({ people, night: true })
})

test('what the registers have inside, as PostGIS says, the rejected left out', async () => {
  await sql`insert into targets (town_id, name, kind, point, people, standing) values
    (${town.id}, '中心小学', 'school', ST_SetSRID(ST_MakePoint(${town.center[0] + 0.0003}, ${town.center[1]}), 4326), 800, 'confirmed'),
    (${town.id}, '卫生院', 'hospital', ST_SetSRID(ST_MakePoint(${town.center[0]}, ${town.center[1] + 0.0022}), 4326), 60, 'draft'),
    (${town.id}, '旧学校', 'school', ST_SetSRID(ST_MakePoint(${town.center[0]}, ${town.center[1]}), 4326), 10, 'rejected')`
  const impact = await findImpact(planner, question())
  const { rings } = await preview(planner, question())
  for (const [k, ring] of rings.entries()) {
    const geom = sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(ring.polygon)}), 4326)`
    const [row] = await sql`select
      (select count(*)::int from hazards where town_id = ${town.id} and ST_Covers(${geom}, point)) as hazards,
      (select count(*)::int from shelters where town_id = ${town.id} and ST_Covers(${geom}, point)) as shelters,
      (select count(*)::int from responders where town_id = ${town.id} and ST_Covers(${geom}, home)) as responders,
      (select count(*)::int from targets where town_id = ${town.id} and standing <> 'rejected'
        and ST_Covers(${geom}, point)) as targets`
    expect(impact.rings[k]).toMatchObject({ ...row })
  }
  expect(impact.rings.map(({ schools, hospitals }) => [schools, hospitals])).toEqual([
    [1, 1],
    [1, 0],
    [1, 0],
  ])
  expect(impact.targets[0]).toMatchObject({ name: '中心小学', people: 800, ring: 'kpa-20.7' })
  const kept = await make(planner, input())
  expect(await findImpactOf(planner, kept.id)).toEqual(impact)
})

test('a drill has consequence zones of its own and begins with those that are live', async () => {
  const live = await make(commander, input({ name: '实时影响区' }))
  const organizer = await contextOf(sql, town.people['drill-organizer'])
  const drill = await open(organizer, {
    townId: town.id,
    name: '演练',
    objective: '',
    startsAt: null,
  } as never)
  const inside = await contextOf(sql, town.people.planner, drill.world.id)
  const copied = await findThreats(inside, { town: town.id, state: 'open' })
  expect(copied.map(({ name }) => name)).toContain('实时影响区')
  expect(copied.every(({ zoneIds, version }) => zoneIds.length === 0 && version === 1)).toBe(true)
  expect(await refusal(findThreat(inside, live.id))).toMatchObject({ code: 'missing' })
  const mine = await make(inside, input({ name: '演练影响区' }))
  expect(await refusal(findThreat(planner, mine.id))).toMatchObject({ code: 'missing' })
})

/** A tile of the test town: water of 1 m in the west, ground rising to the east. */
function tileBytes(): Uint8Array {
  const side = 1201
  const bytes = new Uint8Array(side * side * 2)
  const view = new DataView(bytes.buffer)
  const shore = Math.round((origin[0] + 0.002 - 121) * 1200)
  for (let i = 0; i < side * side; i++) {
    const column = i % side
    view.setInt16(i * 2, column < shore ? 1 : 2 + (column - shore))
  }
  return bytes
}

test('a flood needs terrain, which is imported by name and place', async () => {
  const river = [origin[0] + 0.001, origin[1] + 0.003]
  const flood = question({ lngLat: river, inputs: { model: 'flood', waterLevelMeters: 4 } })
  expect(await refusal(preview(planner, flood))).toMatchObject({
    words: { zh: expect.stringContaining('没有地形') },
  })
  const [row] = await sql`select code from regions where id = ${town.id}`
  const code: string = row?.code
  const administrator = await contextOf(sql, { ...town.people.administrator, townIds: null })
  const bring = (path: string, by = administrator) => importTerrain(by, { path, code }, { dataDirectory })
  const path = join(dataDirectory, 'N30E121.hgt')
  await writeFile(path, tileBytes())
  const elsewhere = join(dataDirectory, 'N43E007.hgt')
  await writeFile(elsewhere, tileBytes())
  const small = join(dataDirectory, 'N30E122.hgt')
  await writeFile(small, 'short')
  expect((await refusal(bring(elsewhere))).words.zh).toContain('不覆盖')
  expect((await refusal(bring(small))).words.zh).toContain('N30E122.hgt')
  expect((await refusal(bring('/nowhere/x.hgt'))).words.zh).toContain('读不到')
  expect(await refusal(bring(path, planner))).toMatchObject({ code: 'forbidden' })
  expect(
    await refusal(importTerrain(administrator, { path, code: 'nobody' }, { dataDirectory })),
  ).toMatchObject({ code: 'missing' })
  expect(await readdir(dataDirectory)).not.toContain('towns')
  const { rows, value } = await told(() => bring(path))
  expect(rows).toEqual(['region/import-terrain'])
  expect(value).toMatchObject({ tile: 'N30E121', arcSeconds: 3, voids: 0 })
  const found = await preview(planner, flood)
  expect(found).toMatchObject({
    groundMeters: 1,
    model: 'flood',
    edition: { en: expect.stringContaining('SRTM 3″') },
  })
  expect(found.rings.map(ring => ring.key)).toEqual(['depth-0', 'depth-0.5', 'depth-1.5'])
  const dry = question({ lngLat: river, inputs: { model: 'flood', waterLevelMeters: 1 } })
  expect(await refusal(make(commander, ThreatInput.parse({ ...dry, name: '无水' })))).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'inputs.waterLevelMeters' }],
    details: { groundMeters: 1 },
  })
  expect(
    await refusal(
      make(await contextOf(sql, town.people.viewer), ThreatInput.parse({ ...dry, name: '无权' })),
    ),
  ).toMatchObject({
    code: 'forbidden',
  })
  const impact = await findImpact(planner, flood)
  expect(impact.rings[0]?.peopleDay).toBeGreaterThan(0)
  const made = await make(commander, ThreatInput.parse({ ...flood, name: '河道漫溢' }))
  const turned = await turnIntoZone(commander, made.id, { version: 1, ring: 'depth-0.5' })
  expect(turned.zoneIds.length).toBeGreaterThan(0)
})

test('over HTTP, with bad input named', async () => {
  const app = new Hono<Served>()
  app.onError(answerProblem)
  app
    .use(async (c, next) => {
      c.set('context', planner)
      await next()
    })
    .route('/api', threatRoutes)
  const headers = { 'content-type': 'application/json' }
  const post = (path: string, body: object) =>
    app.request(`/api/threats${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await post('/preview', question())
  expect(answer.status).toBe(200)
  expect(ThreatAnswer.parse(await answer.json()).model).toBe('explosion')
  const bad = await post('/preview', { ...question(), inputs: { ...blast, massKg: -1 } })
  expect(bad.status).toBe(422)
  expect(JSON.stringify(await bad.json())).toContain('inputs.massKg')
  expect((await post('', input())).status).toBe(201)
  const list = await app.request(`/api/threats?town=${town.id}`, { headers })
  const [first] = Threat.array().parse(await list.json())
  expect((await app.request(`/api/threats/${first?.id}/impact`, { headers })).status).toBe(200)
  expect((await post(`/${first?.id}/withdraw`, { version: 9 })).status).toBe(409)
  expect((await post(`/${first?.id}/zone`, { version: 1, ring: 'kpa-6.9' })).status).toBe(403)
})
