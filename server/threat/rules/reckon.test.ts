import { multiPolygon, area as turfArea } from '@turf/turf'
import { expect, test } from 'vitest'
import { checkMultiPolygon } from '../../region/rules/validity.ts'
import type { Reckoning, ThreatInputs, Weather } from '../threat.ts'
import { type Asked, isRefused } from './asked.ts'
import { reckon } from './reckon.ts'
import type { Terrain } from './terrain.ts'

const lngLat: [number, number] = [121.915, 30.89]
const weather: Weather = {
  windFromDegrees: 270,
  windMetersPerSecond: 2,
  night: false,
  sun: 'moderate',
  sky: 'cloudy',
}
const levelsKw = [37.5, 12.5, 4]
const ask = (inputs: ThreatInputs, more: Partial<Asked> = {}) => reckon({ lngLat, weather, inputs, ...more })
const asked = (inputs: ThreatInputs, more: Partial<Asked> = {}): Reckoning => {
  const found = ask(inputs, more)
  if (isRefused(found)) throw new Error(found.refused.en)
  return found
}
const reaches = ({ rings }: Reckoning) => rings.map(ring => Math.round(ring.reachMeters * 10) / 10)

const plume = (substance: string, release: 'vapour' | 'cold-jet' = 'vapour'): ThreatInputs => ({
  model: 'plume',
  substance,
  release,
  rateKgPerSecond: 2,
  heightMeters: 0,
  surface: 'rural',
  thresholds: 'aegl',
  minutes: 60,
})

test('heavy and cold gases are refused by name and sent to the guide', () => {
  for (const substance of ['chlorine', 'sulfur-dioxide', 'lpg', 'phosgene']) {
    expect(ask(plume(substance))).toMatchObject({ path: 'inputs.substance', instead: 'erg' })
  }
  const jet = ask(plume('ammonia', 'cold-jet'))
  expect(jet).toMatchObject({ instead: 'erg', refused: { zh: expect.stringContaining('低温射流') } })
  expect(isRefused(ask(plume('ammonia')))).toBe(false)
  expect(ask(plume('petrol'))).toMatchObject({ refused: { en: expect.stringContaining('toxic thresholds') } })
  expect(ask(plume('unobtainium'))).toMatchObject({ path: 'inputs.substance', instead: null })
})

test('a calm is refused', () => {
  const calm = ask(plume('ammonia'), { weather: { ...weather, windMetersPerSecond: 0.99 } })
  expect(calm).toMatchObject({ path: 'weather.windMetersPerSecond', instead: 'erg' })
  expect(isRefused(ask(plume('ammonia'), { weather: { ...weather, windMetersPerSecond: 1 } }))).toBe(false)
})

test('EX-C52 as outlines: the plume lies downwind, stronger levels inside weaker ones', () => {
  const night = { ...weather, night: true, sky: 'cloudy' as const }
  const found = asked(plume('ammonia'), { weather: night })
  expect(found.working[0]?.value).toBe('E')
  expect(reaches(found).map(Math.round)).toEqual([5150, 1589, 524])
  expect(found.rings.map(ring => ring.key)).toEqual(['aegl-1', 'aegl-2', 'aegl-3'])
  for (const { polygon, areaSquareMeters } of found.rings) {
    expect(checkMultiPolygon(polygon).valid).toBe(true)
    expect(Math.abs(turfArea(multiPolygon(polygon.coordinates)) / areaSquareMeters - 1)).toBeLessThan(0.006)
    // Wind from the west: nothing lies upwind.
    expect(Math.min(...polygon.coordinates.flat(2).map(([lng]) => lng))).toBeGreaterThan(lngLat[0] - 1e-6)
  }
})

test('the guide draws a circle and a square downwind', () => {
  const erg: ThreatInputs = {
    model: 'erg',
    substance: 'sulfur-dioxide',
    spill: 'large',
    container: 'rail',
    fire: false,
  }
  const found = asked(erg)
  expect(found.rings.map(ring => [ring.key, ring.value, ring.beyond])).toEqual([
    ['protective', 11_000, true],
    ['isolation', 1000, false],
  ])
  expect(found.working.at(-1)?.value).toBe('11+ km')
  expect(found.limits.at(-1)?.zh).toBe('仅供初期处置参考')
  expect(found.verified).toBe(false)
  expect(ask({ ...erg, container: 'nurse-tank' })).toMatchObject({ path: 'inputs.container' })
  expect(ask({ ...erg, substance: 'methanol' })).toMatchObject({
    refused: { zh: expect.stringContaining('没有') },
  })
})

test('EX-C20 as rings', () => {
  const inputs: ThreatInputs = {
    model: 'explosion',
    substance: 'lpg',
    massKg: (1000 * 4680) / 46_333,
    efficiency: 1,
    method: 'swisdak',
    levelsKpa: [70, 20.7, 6.9],
  }
  expect(reaches(asked(inputs))).toEqual([181.3, 79.3, 38.4])
  expect(reaches(asked({ ...inputs, massKg: 1000, efficiency: 0.1, method: 'epa' }))).toEqual([169.4])
  expect(
    asked({ ...inputs, method: 'chinese' }).rings.find(ring => ring.key === 'death')?.reachMeters,
  ).toBeCloseTo(13.6, 2)
  const far = asked({ ...inputs, method: 'kingery', levelsKpa: [6.9, 0.14] })
  expect(far.rings).toHaveLength(1)
  expect(far.limits.at(-1)?.zh).toContain('0.14 kPa')
  expect(ask({ ...inputs, substance: 'chlorine' })).toMatchObject({ instead: null })
})

test('EX-C30 and EX-C32 as rings', () => {
  const fireball = asked({
    model: 'fireball',
    substance: 'lpg',
    massKg: 10_000,
    levelsKw: [...levelsKw, 1.6],
  })
  expect(reaches(fireball)).toEqual([985.2, 623.1, 352.5, 203.5])
  const petrol: ThreatInputs = {
    model: 'pool-fire',
    substance: 'petrol',
    diameterMeters: 20,
    burningRate: 0.055,
    levelsKw,
  }
  expect(reaches(asked(petrol))).toEqual([72.5, 41, 23.7])
  expect(asked(petrol).rings[1]?.says.zh).toContain('木材被引燃')
  expect(ask({ ...petrol, substance: 'chlorine' })).toMatchObject({ path: 'inputs.substance' })
})

test('a vessel of 8.8 t', () => {
  const found = asked({ model: 'bleve', substance: 'lpg', massKg: 8800 })
  expect(found.rings.map(ring => ring.key)).toEqual(['preferred', 'evacuation', 'response', 'fireball'])
  expect(ask({ model: 'bleve', substance: 'chlorine', massKg: 1 })).toMatchObject({
    path: 'inputs.substance',
  })
})

test('EX-C40 as outlines of depth', () => {
  const rows = [
    [12, 11, 10, 11, 12],
    [11, 10, 9, 10, 11],
    [10.5, 9.5, 8, 9.5, 10.5],
    [10, 9, 7.5, 9, 10],
    [9.5, 8.5, 7, 8.5, 9.5],
  ]
  const terrain: Terrain = {
    columns: 5,
    rows: 5,
    heights: rows.flat(),
    west: 121.9,
    north: 30.9,
    step: 1 / 1200,
    edition: 'SRTM 3″',
  }
  const river: [number, number] = [121.9 + 2 / 1200, 30.9 - 4 / 1200]
  const flood = (waterLevelMeters: number, at = river) =>
    ask({ model: 'flood', waterLevelMeters }, { terrain, lngLat: at })
  const found = flood(9.5)
  expect(found).toMatchObject({ rings: [{ key: 'depth-0' }, { key: 'depth-0.5' }, { key: 'depth-1.5' }] })
  expect(flood(7)).toMatchObject({ path: 'inputs.waterLevelMeters' })
  expect(flood(8, [120, 30])).toMatchObject({ path: 'lngLat' })
  expect(ask({ model: 'flood', waterLevelMeters: 8 })).toMatchObject({
    refused: { zh: expect.stringContaining('没有地形') },
  })
})

test('every model says what it is and where it ends', () => {
  const answers = [
    asked({ model: 'erg', substance: 'ammonia', spill: 'small', container: null, fire: false }),
    asked(plume('ammonia')),
    asked({ model: 'bleve', substance: 'lpg', massKg: 400 }),
    asked({ model: 'fireball', substance: 'lpg', massKg: 400, levelsKw }),
  ]
  for (const { statement, limits, edition, verified, working } of answers) {
    expect(statement.zh.length * statement.en.length).toBeGreaterThan(0)
    expect(limits.length).toBeGreaterThan(1)
    const english = [edition, ...working.map(({ value }) => value)].map(said =>
      typeof said === 'string' ? said : said.en,
    )
    expect(english[0]).not.toBe('')
    expect(english.join()).not.toMatch(/\p{Script=Han}/u)
    expect(verified).toBe(false)
  }
})

test('a level asked for twice has one ring', () => {
  const keys = (inputs: ThreatInputs) => asked(inputs).rings.map(({ key }) => key)
  const kpa = {
    model: 'explosion',
    substance: 'lpg',
    massKg: 500,
    efficiency: 0.05,
    method: 'swisdak',
  } as const
  expect(keys({ ...kpa, levelsKpa: [20.7, 6.9, 20.7] })).toEqual(['kpa-6.9', 'kpa-20.7'])
  expect(keys({ model: 'fireball', substance: 'lpg', massKg: 400, levelsKw: [4, 4, 12.5] })).toEqual([
    'kw-4',
    'kw-12.5',
  ])
})
