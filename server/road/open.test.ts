import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeOsm } from '../../tiles/osm-write.ts'
import { DrawnTown, lngLatAt, riverTown, squareAt } from './field/drawn-town.ts'
import { RoadField } from './field/field.ts'
import { makeGraph } from './field/make-graph.ts'
import { openRoads } from './open.ts'
import { NOTHING_TO_AVOID, type Vehicle } from './road.ts'
import { TownRoads } from './town-roads.ts'

const CAR: Vehicle = { profile: 'car' }
const west = lngLatAt(-300, 0)
const north = lngLatAt(-300, 400)
const journey = { from: west, to: north, vehicle: CAR, avoid: NOTHING_TO_AVOID }

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sisetu-roads-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('opening a town’s roads', () => {
  it('without an extract answers in labelled straight lines', async () => {
    const roads = await openRoads({ townDirectory: join(folder, 'empty') })
    expect(roads.state()).toMatchObject({ field: 'absent', valhalla: 'absent' })
    const { travels } = await roads.travelTo({ ...journey, from: [west] })
    // 400 m as the crow flies, times 1.4, at 25 km/h.
    expect(travels).toEqual([{ seconds: 81, meters: 560, found: 'straight-line', reason: 'no-roads' }])
    const route = await roads.route(journey)
    expect(route.line.coordinates).toEqual([west, north])
    expect(route.steps[0]?.text.zh).toContain('直线')
    await roads.close()
  })

  it('with an extract alone builds the field, and builds it anew when the extract changed', async () => {
    await writeOsm(join(folder, 'roads.osm.pbf'), riverTown().input())
    const roads = await openRoads({ townDirectory: folder })
    expect(roads.state()).toMatchObject({ field: 'ready', valhalla: 'absent' })
    expect((await roads.route(journey)).steps.map(step => step.street)).toContain('老桥')
    await roads.close()
    await writeOsm(join(folder, 'roads.osm.pbf'), riverTown({ old: { access: 'no' } }).input())
    const changed = await openRoads({ townDirectory: folder })
    expect((await changed.route(journey)).steps.map(step => step.street)).toContain('新桥')
    await changed.close()
  })

  it('says so when the extract is none', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'sisetu-broken-'))
    await writeFile(join(broken, 'roads.osm.pbf'), '<osm></osm>')
    await expect(openRoads({ townDirectory: broken })).rejects.toMatchObject({ fault: 'not-pbf' })
    await rm(broken, { recursive: true })
  })
})

describe('the field alone', () => {
  const roads = new TownRoads(new RoadField(makeGraph(riverTown().extract())), {})

  it('tells the way in both languages', async () => {
    const route = await roads.route(journey)
    expect(route).toMatchObject({ found: 'road', engine: 'field' })
    expect(route.steps.map(step => step.kind)).toEqual(['depart', 'left', 'left', 'arrive'])
    expect(route.steps.map(step => step.text.zh)).toEqual([
      '沿南岸路出发，行驶300米',
      '左转，进入老桥，行驶400米',
      '左转，进入北岸路，行驶300米',
      '到达目的地',
    ])
    expect(route.steps[1]?.text.en).toBe('Turn left onto 老桥, 400 m')
    const total = route.steps.reduce((sum, step) => sum + step.seconds, 0)
    expect(Math.abs(total - route.seconds)).toBeLessThanOrEqual(2)
  })

  it('keeps the order of those who ask', async () => {
    const from = [lngLatAt(900, 400), west, lngLatAt(0, 3000), lngLatAt(0, 200)]
    const { travels, engine } = await roads.travelTo({ ...journey, from })
    expect(engine).toBe('field')
    expect(travels.map(travel => travel.found)).toEqual(['road', 'road', 'straight-line', 'road'])
    expect(travels[3]?.meters).toBe(500)
    expect(travels[1]?.meters).toBe(1000)
  })

  it('says why it had to draw a straight line', async () => {
    const closures = [0, 1000].map(x => ({ type: 'Point' as const, coordinates: lngLatAt(x, 200) }))
    const cut = await roads.route({ ...journey, avoid: { closures, zones: [] } })
    expect(cut).toMatchObject({ found: 'straight-line', reason: 'no-way-through' })
    const off = await roads.route({ ...journey, from: lngLatAt(0, 4000) })
    expect(off).toMatchObject({ found: 'straight-line', reason: 'off-network' })
  })

  it('lets a team inside a danger zone drive out of it, and nobody else in', async () => {
    const avoid = { closures: [], zones: [squareAt(lngLatAt(0, 200), 60)] }
    const from = [lngLatAt(0, 200), west]
    const { travels } = await roads.travelTo({ ...journey, from, avoid })
    expect(travels[0]).toMatchObject({ found: 'road', meters: 500 })
    expect(travels[1]?.meters).toBeGreaterThan(2500)
  })

  it('counts the exits of a roundabout', async () => {
    const ring = new DrawnTown()
      .place('w', -20, 0)
      .place('s', 0, -20)
      .place('e', 20, 0)
      .place('n', 0, 20)
      .place('ww', -400, 0)
      .place('ss', 0, -400)
      .place('ee', 400, 0)
      .place('nn', 0, 400)
      .street('w s e n w', { junction: 'roundabout' })
      .street('ww w', { name: '西路' })
      .street('ss s', { name: '南路' })
      .street('ee e', { name: '东路' })
      .street('nn n', { name: '北路' })
    const round = new TownRoads(new RoadField(makeGraph(ring.extract())), {})
    const route = await round.route({ ...journey, from: lngLatAt(-200, 0), to: lngLatAt(200, 0) })
    expect(route.steps.map(step => step.kind)).toEqual(['depart', 'roundabout', 'arrive'])
    expect(route.steps[1]?.text.zh).toMatch(/^进入环岛，从第2个出口驶出，进入东路/)
  })
})
