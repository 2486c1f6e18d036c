import { expect, test } from 'vitest'
import type { LngLat } from '../region/place.ts'
import { type Assessed, diagnosed, lec, levelOf, ls, mes, scoreOf } from './assessment.ts'
import { demoHazards } from './hazards.ts'
import { layOut } from './layout.ts'
import { pastAssessments } from './past-assessments.ts'
import { demoPeople } from './people.ts'
import { toPoint } from './plane.ts'
import { demoResponders } from './responders.ts'
import { inside } from './ring.ts'
import { demoSensors } from './sensors.ts'
import { Sites } from './sites.ts'
import { demoShelters, demoSupplies, demoTargets } from './stores.ts'
import { demoStory } from './story.ts'
import { waterGap } from './water.ts'

const layout = layOut()
const { regions } = demoPeople(layout)
const sites = new Sites(layout)
const villages = regions.filter(({ level }) => level === 'village')
const hazards = demoHazards(sites, villages)
const responders = demoResponders(sites)
const town = (regions[0]?.polygon.coordinates[0] ?? []).slice(1).map(toPoint)
const counted = <T>(list: T[], by: (one: T) => string) => {
  const counts: Record<string, number> = {}
  for (const one of list) counts[by(one)] = (counts[by(one)] ?? 0) + 1
  return counts
}

const LEC = { L: [10, 6, 3, 1, 0.5, 0.2, 0.1], E: [10, 6, 3, 2, 1, 0.5], C: [100, 40, 15, 7, 3, 1] }
const fifth = [1, 2, 3, 4, 5]
/** What the shipped tables list; an index and a diagnosis are checked by them when the town is founded. */
function legal(assessed: Assessed): boolean {
  switch (assessed.method) {
    case 'LEC':
      return LEC.L.includes(assessed.L) && LEC.E.includes(assessed.E) && LEC.C.includes(assessed.C)
    case 'LS':
      return fifth.includes(assessed.L) && fifth.includes(assessed.S)
    case 'MES':
      return (
        [5, 3, 1].includes(assessed.M) && LEC.E.includes(assessed.E1) && [10, 8, 4, 2, 1].includes(assessed.S)
      )
    case 'DIAGNOSIS':
      return assessed.S >= 0 && assessed.S <= 100
    case 'HEV':
      return Object.keys(assessed.inputs).length >= 6
  }
}

test('60 hazard sources over all four domains, some of them not assessed', () => {
  expect(hazards).toHaveLength(60)
  expect(Object.keys(counted(hazards, ({ domain }) => domain)).sort()).toEqual([
    'natural',
    'public-health',
    'social-security',
    'work-safety',
  ])
  const levels = counted(hazards, ({ residual }) => (residual ? String(levelOf(residual)) : 'none'))
  expect(levels).toEqual({ 1: 2, 2: 14, 3: 23, 4: 14, none: 7 })
  const major = hazards.filter(hazard => hazard.major)
  expect(major).toHaveLength(5)
  expect(
    major.every(
      ({ inventory }) => inventory.length > 0 && inventory.every(({ cas, tonnes }) => cas && tonnes > 0),
    ),
  ).toBe(true)
})

test('the town is assessed by several methods, each where it suits', () => {
  const methods = counted(
    hazards.filter(({ residual }) => residual),
    ({ kind, residual }) => `${residual?.method} ${kind}`,
  )
  expect(methods).toMatchObject({
    'DIAGNOSIS chemical-plant': 2,
    'HEV slope': 1,
    'HEV waterlogging': 2,
    'LEC tank-farm': 4,
    'LS crowd': 2,
    'MES works': 2,
    'MES construction': 1,
  })
  const known = new Set(hazards.map(({ name }) => name))
  expect(Object.keys(pastAssessments).filter(name => !known.has(name))).toEqual([])
})

// The shipped tables: only listed values are legal
test('assessments use legal values, and control never makes a risk worse', () => {
  for (const { inherent, residual, name } of hazards) {
    if (!inherent || !residual) continue
    expect([name, legal(inherent), legal(residual)]).toEqual([name, true, true])
    expect(levelOf(inherent)).toBeLessThanOrEqual(levelOf(residual))
    if (inherent.method === residual.method)
      expect(scoreOf(inherent)).toBeGreaterThanOrEqual(scoreOf(residual))
  }
})

test.each([
  [lec(1, 10, 7), 3],
  [lec(3, 3, 40), 1],
  [ls(4, 5), 1],
  [ls(3, 3), 2],
  [ls(1, 3), 4],
  [mes(3, 6, 10), 1],
  [mes(1, 6, 10), 3],
  [diagnosed(59.9), 1],
  [diagnosed(60), 2],
  [diagnosed(90), 4],
])('%o is level %i', (assessed, level) => expect(levelOf(assessed)).toBe(level))

test('30 teams, 20 experts, 40 vehicles, each vehicle with its team', () => {
  expect(counted(responders, ({ kind }) => kind)).toEqual({ team: 30, expert: 20, vehicle: 40 })
  const teams = new Set(responders.filter(({ kind }) => kind === 'team').map(({ key }) => key))
  expect(
    responders.filter(({ kind }) => kind === 'vehicle').every(({ parent }) => parent && teams.has(parent)),
  ).toBe(true)
  expect(responders.every(({ phone, skills }) => /^199-0000-\d{4}$/.test(phone) && skills.length > 0)).toBe(
    true,
  )
  expect(new Set(responders.map(({ name }) => name)).size).toBe(90)
})

test('25 shelters, 12 stores with stock, key targets of all kinds', () => {
  expect(demoShelters(sites)).toHaveLength(25)
  const supplies = demoSupplies(sites)
  expect(supplies).toHaveLength(12)
  expect(supplies.every(({ stock }) => stock.length > 0)).toBe(true)
  const items = new Set(supplies.flatMap(({ stock }) => stock.map(({ item }) => item)))
  for (const item of [
    '防化服',
    '沙袋',
    '冲锋舟',
    '水泵',
    '帐篷',
    '折叠床',
    '发电机',
    '急救包',
    '口罩',
    '吸附棉',
  ])
    expect(items).toContain(item)
  expect(counted(demoTargets(sites), ({ kind }) => kind)).toMatchObject({
    school: 14,
    bridge: 6,
    hospital: 4,
  })
})

test('24 sensors of four kinds', () => {
  expect(counted(demoSensors(sites), ({ kind }) => kind)).toEqual({
    gas: 8,
    water_level: 9,
    weather: 4,
    air_quality: 3,
  })
})

test('everything stands in the town and, but for bridges, on land', () => {
  const named: { name: string; lngLat: LngLat }[] = [
    ...hazards,
    ...responders.map(({ name, home }) => ({ name, lngLat: home })),
    ...demoShelters(sites),
    ...demoSupplies(sites),
    ...demoTargets(sites).filter(({ kind }) => kind !== 'bridge'),
  ]
  expect(named.filter(({ lngLat }) => !inside(toPoint(lngLat), town)).map(({ name }) => name)).toEqual([])
  expect(named.filter(({ lngLat }) => waterGap(toPoint(lngLat)) < 0).map(({ name }) => name)).toEqual([])
})

test('the story: nine nodes done, one closure, one danger zone; acts in order of time', () => {
  const { incident, drill } = demoStory(sites)
  const marks = incident.filter(({ verb }) => verb === 'mark')
  expect(marks).toHaveLength(9)
  expect(incident.filter(({ verb }) => verb === 'close-road')).toHaveLength(1)
  expect(incident.filter(({ verb }) => verb === 'draw-zone')).toHaveLength(1)
  for (const steps of [incident, drill.steps]) {
    const minutes = steps.map(({ afterMinutes }) => afterMinutes)
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b))
  }
})
