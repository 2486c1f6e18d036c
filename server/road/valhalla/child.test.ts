import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeOsm } from '../../../tiles/osm-write.ts'
import { buildRoads } from '../build.ts'
import { lngLatAt, riverTown, squareAt } from '../field/drawn-town.ts'
import { openRoads } from '../open.ts'
import { NOTHING_TO_AVOID, type Vehicle } from '../road.ts'
import { TownRoads } from '../town-roads.ts'
import { readRoute } from './answer.ts'
import { ValhallaChild } from './child.ts'
import { locationOf } from './query.ts'
import { valhallaPrograms } from './tiles.ts'

const present = (await valhallaPrograms()) !== undefined
if (!present) console.warn('Valhalla is not installed on this platform: its tests are skipped')

const CAR: Vehicle = { profile: 'car' }
const west = lngLatAt(-300, 0)
const north = lngLatAt(-300, 400)
const locations = [locationOf(west), locationOf(north)]

describe.skipIf(!present)('Valhalla in its own process', () => {
  let folder = ''
  let roads: TownRoads
  let valhalla: ValhallaChild
  let builtBy = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sisetu-valhalla-'))
    const pbfPath = join(folder, 'drawn.osm.pbf')
    await writeOsm(pbfPath, riverTown({ old: { maxheight: '3' } }).input())
    const townDirectory = join(folder, 'town')
    builtBy = (await buildRoads({ pbfPath, townDirectory, progress: () => undefined })).valhalla
    const opened = await openRoads({ townDirectory })
    if (!(opened instanceof TownRoads) || !opened.valhalla)
      throw new Error(`no Valhalla: ${opened.state().detail}`)
    roads = opened
    valhalla = opened.valhalla
    await valhalla.settled()
  })
  afterAll(async () => {
    await roads?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is built from an extract and becomes ready', () => {
    expect(builtBy).toBe('built')
    expect(roads.state()).toMatchObject({ field: 'ready', valhalla: 'ready' })
  })

  it('drives on the right: two turns to the left take as long as the field says', async () => {
    // Taken for left-hand traffic the two left turns would be some six seconds quicker.
    const answer = await valhalla.ask('route', { locations, costing: 'auto' }, 5000)
    const byField = await fieldOnly().route({ from: west, to: north, vehicle: CAR, avoid: NOTHING_TO_AVOID })
    expect(Math.abs(readRoute(answer).seconds - byField.seconds)).toBeLessThan(1)
  })

  const fieldOnly = () => new TownRoads(roads.field, {})

  it('agrees with the field on the way round a closed bridge, a low bridge and a zone', async () => {
    const bridge = { type: 'LineString' as const, coordinates: [lngLatAt(0, 20), lngLatAt(0, 380)] }
    const cases = [
      { vehicle: CAR, avoid: NOTHING_TO_AVOID, detour: false },
      { vehicle: CAR, avoid: { closures: [bridge], zones: [] }, detour: true },
      { vehicle: CAR, avoid: { closures: [], zones: [squareAt(lngLatAt(0, 200), 60)] }, detour: true },
      { vehicle: { profile: 'truck' as const, heightMeters: 3.4 }, avoid: NOTHING_TO_AVOID, detour: true },
      { vehicle: { profile: 'truck' as const, heightMeters: 2.6 }, avoid: NOTHING_TO_AVOID, detour: false },
    ]
    for (const { detour, ...one } of cases) {
      const input = { from: west, to: north, ...one }
      const [both, field] = [await roads.route(input), await fieldOnly().route(input)]
      expect(both.engine).toBe('valhalla')
      expect(field.engine).toBe('field')
      expect(both.found).toBe('road')
      expect(both.meters > 2000, JSON.stringify(one)).toBe(detour)
      expect(Math.abs(both.meters - field.meters)).toBeLessThan(20)
      expect(Math.abs(both.seconds - field.seconds)).toBeLessThan(field.seconds * 0.05 + 2)
      expect(both.steps.at(-1)?.kind).toBe('arrive')
      expect(both.steps.map(step => step.street)).toContain(detour ? '新桥' : '老桥')
    }
  })

  it('reaches a target inside its own zone over the field’s last mile', async () => {
    const zones = [squareAt(lngLatAt(500, 0), 200)]
    const input = {
      to: lngLatAt(500, 0),
      from: [west, lngLatAt(990, 200)],
      vehicle: CAR,
      avoid: { closures: [], zones },
    }
    const answer = await roads.travelTo(input)
    expect(answer.engine).toBe('valhalla')
    expect(answer.travels.map(travel => travel.found)).toEqual(['road', 'road'])
    expect(Math.abs((answer.travels[0]?.meters ?? 0) - 800)).toBeLessThan(10)
  })

  it('answers many places at once, the odd one out by a labelled straight line', async () => {
    const from = [west, lngLatAt(0, 5000), lngLatAt(900, 400)]
    const answer = await roads.travelTo({ to: north, from, vehicle: CAR, avoid: NOTHING_TO_AVOID })
    expect(answer.engine).toBe('valhalla')
    expect(answer.travels[1]).toMatchObject({ found: 'straight-line', reason: 'off-network' })
    expect(answer.travels[0]?.found).toBe('road')
    expect(Math.abs((answer.travels[2]?.meters ?? 0) - 1200)).toBeLessThan(10)
  })

  it('maps its own errors for places off the network and without a way', async () => {
    const far = locationOf(lngLatAt(0, 9000))
    const off = valhalla.ask('route', { locations: [locations[0], far], costing: 'auto' }, 5000)
    await expect(off).rejects.toMatchObject({ kind: 'map', reason: 'off-network' })
    const shut = [lngLatAt(0, 200), lngLatAt(1000, 200)].map(([lon, lat]) => ({ lon, lat }))
    const cut = valhalla.ask('route', { locations, costing: 'auto', exclude_locations: shut }, 5000)
    await expect(cut).rejects.toMatchObject({ kind: 'map', reason: 'no-way-through' })
    await expect(valhalla.ask('route', { nonsense: 1 }, 5000)).rejects.toMatchObject({ kind: 'refused' })
  })

  it('gives up on an answer that takes too long', async () => {
    const child = valhalla.pid ?? 0
    // A child that stands still cannot be quicker than the limit.
    process.kill(child, 'SIGSTOP')
    const asked = valhalla.ask('route', { locations, costing: 'auto' }, 50)
    await expect(asked).rejects.toMatchObject({ kind: 'late' })
    process.kill(child, 'SIGCONT')
  })

  it('survives a fault in native code: the question fails, the field answers, and it starts again', async () => {
    const before = valhalla.pid ?? 0
    process.kill(before, 'SIGSTOP')
    const asked = valhalla.ask('route', { locations, costing: 'auto' }, 5000)
    process.kill(before, 'SIGSEGV')
    process.kill(before, 'SIGCONT')
    await expect(asked).rejects.toMatchObject({ kind: 'crashed' })
    const meanwhile = await roads.route({ from: west, to: north, vehicle: CAR, avoid: NOTHING_TO_AVOID })
    expect(meanwhile).toMatchObject({ found: 'road', engine: 'field' })
    await valhalla.settled()
    expect(valhalla.pid).not.toBe(before)
    const after = await roads.route({ from: west, to: north, vehicle: CAR, avoid: NOTHING_TO_AVOID })
    expect(after).toMatchObject({ found: 'road', engine: 'valhalla' })
  })

  it('ends with its owner', async () => {
    const child = new ValhallaChild(join(folder, 'town', 'valhalla', 'config.json'))
    await child.settled()
    const pid = child.pid ?? 0
    await child.close()
    expect(() => process.kill(pid, 0)).toThrow()
  })
})
