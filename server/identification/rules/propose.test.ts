import { expect, test } from 'vitest'
import type { IdentificationRule } from '../identification.ts'
import { noMap } from './map-facts.ts'
import { hashOf, propose } from './propose.ts'
import type { Registers } from './registers.ts'
import { aHazard, anIncident, aTarget, cellBlock, noRegisters, place } from './registers-builder.ts'

const rule = (code: string, parameters: IdentificationRule['parameters']): IdentificationRule => ({
  edition: 1,
  code,
  title: '',
  titleEn: '',
  domain: 'social-security',
  kind: 'other',
  reachMeters: 100,
  parameters,
  clause: '',
  verified: false,
})
const run = (code: string, parameters: IdentificationRule['parameters'], registers: Partial<Registers>) =>
  propose(rule(code, parameters), { ...noRegisters, ...registers })

test('incidents of one type close together within the years are one place, whatever else lies there', () => {
  const parameters = { years: 5, withinMeters: 300, least: 3, apartMeters: 200 }
  const incidents = [
    anIncident(1),
    anIncident(2, { lngLat: place(200, 0) }),
    anIncident(3, { lngLat: place(400, 0) }),
    anIncident(4, { type: 'fire' }),
    anIncident(5, { lngLat: place(100, 0), at: '2019-01-01T00:00:00.000Z' }),
    anIncident(6, { lngLat: place(2000, 0) }),
  ]
  const found = run('incident-cluster', parameters, { incidents })
  expect(found).toMatchObject([
    { key: 'incident:traffic:1', kind: 'transport-route', facts: { incidents: [1, 2, 3] } },
  ])
  expect(found?.[0]?.reasons[0]?.zh).toBe('近 5 年内 300 m 范围发生 3 起交通事故')
  const known = [aHazard(1, { kind: 'transport-route', lngLat: place(250, 0) })]
  expect(run('incident-cluster', parameters, { incidents, hazards: known })).toEqual([])
  const rejected = known.map(each => ({ ...each, standing: 'rejected' as const }))
  expect(run('incident-cluster', parameters, { incidents, hazards: rejected })).toHaveLength(1)
  const again = run('incident-cluster', parameters, {
    incidents: [...incidents, anIncident(7, { lngLat: place(300, 0) })],
  })
  expect(again?.[0]?.key).toBe(found?.[0]?.key)
  expect(again?.[0]?.factsHash).not.toBe(found?.[0]?.factsHash)
})

test('a place is crowded from the number of people on, and tells where it is known from', () => {
  const targets = [
    aTarget(1, { people: 1000, tag: 'railway=station' }),
    aTarget(2, { people: 999 }),
    aTarget(3, { people: 1200, kind: 'school', lngLat: place(900, 0) }),
  ]
  const found = run('crowd-target', { people: 1000, apartMeters: 150 }, { targets })
  expect(found?.map(({ key, kind }) => [key, kind])).toEqual([
    ['target:1', 'crowd'],
    ['target:3', 'school-gate'],
  ])
  expect(found?.[0]?.reasons.map(({ zh }) => zh)).toEqual([
    '登记人数 1000，达到 1000 人',
    '地图标签 railway=station',
  ])
})

test('hospitals are risk points by what they are, unless one is registered there', () => {
  const targets = [aTarget(1, { kind: 'hospital' }), aTarget(2, { kind: 'bridge' })]
  const parameters = { targetKinds: ['hospital'], apartMeters: 200 }
  expect(run('hospital', parameters, { targets })?.map(({ key }) => key)).toEqual(['target:1'])
})

test('densely peopled cells side by side are one quarter; a few alone are none', () => {
  const parameters = { people: 250, withinMeters: 160, least: 6, apartMeters: 250 }
  const cells = [
    ...cellBlock([0, 0], { columns: 4, rows: 3, people: 250 }),
    ...cellBlock([2000, 0], { columns: 2, rows: 1, people: 900, from: 100 }),
    ...cellBlock([4000, 0], { columns: 4, rows: 3, people: 249, from: 200 }),
  ]
  expect(run('crowd-cells', parameters, { cells })).toMatchObject([
    { key: 'cell:0', facts: { people: 3000 } },
  ])
})

test('homes within reach of a river are found with their distance, and no rule looks at a map that is not there', () => {
  const parameters = { withinMeters: 60, people: 60, clusterMeters: 220, least: 3, apartMeters: 250 }
  const line = [place(-1000, -50), place(3000, -50)]
  const map = { ...noMap, rivers: [{ id: 7, name: '申江', nameEn: 'Shenjiang', line }] }
  const cells = cellBlock([0, 0], { columns: 4, rows: 2, people: 80 })
  const found = run('river-homes', parameters, { cells, map })
  expect(found).toMatchObject([
    { key: 'river:申江:0', facts: { cells: [0, 1, 2, 3], people: 320, meters: 50 } },
  ])
  expect(run('river-homes', parameters, { cells })).toBeNull()
})

test('both carriageways of an underpass are one place; tall and old buildings are grouped', () => {
  const dip = (id: number, y: number) => ({
    id,
    name: '西江路',
    nameEn: '',
    line: [place(0, y), place(20, y), place(40, y)],
  })
  const map = { ...noMap, underpasses: [dip(4, 0), dip(9, 15)] }
  expect(run('underpass', { clusterMeters: 60, apartMeters: 200 }, { map })).toMatchObject([
    { key: 'way:4', name: { zh: '西江路下穿处' }, facts: { ways: [4, 9] } },
  ])
  const building = (id: number, x: number, more: { levels?: number; year?: number; material?: string }) => ({
    id,
    name: '',
    lngLat: place(x, 0),
    levels: 0,
    year: null,
    material: '',
    ...more,
  })
  const buildings = [
    building(1, 0, { levels: 19 }),
    building(2, 100, { levels: 33 }),
    building(3, 50, { levels: 18 }),
    ...[0, 30, 60].map((x, i) => building(10 + i, 1000 + x, { year: 1979 })),
    ...[90, 120, 150].map((x, i) => building(20 + i, 1000 + x, { material: 'timber_framing' })),
    building(30, 1180, { year: 1980 }),
  ]
  const tall = { levels: 19, clusterMeters: 150, apartMeters: 150 }
  expect(run('high-rise', tall, { map: { ...noMap, buildings } })).toMatchObject([
    { key: 'way:1', facts: { buildings: [1, 2], levels: 33 } },
  ])
  const old = { before: 1980, materials: ['timber_framing'], clusterMeters: 60, least: 3, apartMeters: 200 }
  expect(run('old-buildings', old, { map: { ...noMap, buildings } })).toMatchObject([
    { key: 'way:10', facts: { buildings: [10, 11, 12, 20, 21, 22] } },
  ])
})

test('a source at its critical quantity is proposed as a major installation, just below it is not', () => {
  const ammonia = (tonnes: number) => [{ name: '氨', cas: '7664-41-7', tonnes }]
  const hazards = [
    aHazard(1, { inventory: ammonia(10) }),
    aHazard(2, { inventory: ammonia(9.99) }),
    aHazard(3, { inventory: ammonia(40), major: true }),
    aHazard(4, { inventory: ammonia(40), standing: 'draft' }),
    aHazard(5, { inventory: [{ name: '水', cas: null, tonnes: 9000 }] }),
  ]
  const found = run('inventory', { ratio: '1' }, { hazards })
  expect(found).toMatchObject([{ key: 'hazard:1', marks: 1, facts: { s: '1' } }])
  expect(found?.[0]?.reasons.map(({ zh }) => zh)).toEqual([
    '氨 10 t，临界量 10 t',
    'S = 1 ≥ 1，应按重大危险源管理',
  ])
})

test('steep ground counts where somebody lives; a sensor over its threshold counts where no source answers', () => {
  const parameters = { degrees: 25, people: 5, clusterMeters: 220, least: 1, apartMeters: 250 }
  const cells = cellBlock([0, 0], { columns: 3, rows: 1, people: 5 })
  const slopeAt = ([lng]: readonly number[]) => ((lng ?? 0) > place(50, 0)[0] ? 25 : 24.9)
  expect(run('steep-slope', parameters, { cells, slopeAt })).toMatchObject([{ facts: { cells: [1, 2] } }])
  expect(run('steep-slope', parameters, { cells })).toBeNull()
  const sensor = { id: 3, name: '水位', nameEn: '', lngLat: place(0, 0) }
  const sensors = [
    { ...sensor, grade: 'second' },
    { ...sensor, id: 4, grade: 'none' },
  ]
  expect(run('sensor', { apartMeters: 50 }, { sensors })?.map(({ key }) => key)).toEqual(['sensor:3'])
})

test('a rule that nobody wrote finds nothing and says so; the hash does not depend on the order of facts', () => {
  expect(run('tea-leaves', {}, {})).toBeNull()
  expect(() => run('crowd-target', {}, { targets: [aTarget(1)] })).toThrow(/no number "people"/)
  expect(hashOf({ a: 1, b: 'x' })).toBe(hashOf({ b: 'x', a: 1 }))
  expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }))
})
