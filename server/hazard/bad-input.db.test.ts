import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../database/test-database.ts'
import { lastSequence } from '../journal/find.ts'
import { cookieOf, testApp } from '../test-app.ts'
import { origin, type TestTown, testTown } from '../test-town.ts'

const { sql } = await testDatabase()
let town: TestTown
let cookie: string
let methods: Record<string, number>

beforeAll(async () => {
  town = await testTown(sql)
  cookie = await cookieOf(sql, town.people.planner)
  const rows = await sql<{ name: string; id: number }[]>`
    select method || ' ' || edition as name, id from risk_methods where replaced_at is null`
  methods = Object.fromEntries(rows.map(({ name, id }) => [name, id]))
})

const [x, y] = origin
const bow = {
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + 0.01, y + 0.01],
      [x + 0.01, y],
      [x, y + 0.01],
      [x, y],
    ],
  ],
}
const source = {
  name: '新油库',
  domain: 'work-safety',
  kind: 'tank-farm',
  lngLat: origin as unknown,
  area: null as unknown,
  reachMeters: 200,
}
const first = () => town.hazards[0] ?? 0

interface Asked {
  method: 'POST' | 'PUT'
  path: string
  body: object
}
const register = (more: Partial<typeof source>): Asked => ({
  method: 'POST',
  path: '/api/hazards',
  body: { ...source, ...more, townId: town.id },
})
const correct = (more: Partial<typeof source>): Asked => ({
  method: 'PUT',
  path: `/api/hazards/${first()}`,
  body: { ...source, ...more, version: 1 },
})
const assess = (method: string, inputs: object, more: object = {}): Asked => ({
  method: 'POST',
  path: `/api/hazards/${first()}/assessments`,
  body: { scale: 'inherent', methodId: methods[method], inputs, version: 1, ...more },
})

/** All that registering, correcting and assessing may touch. */
const stored = async () => ({
  sequence: await lastSequence(sql),
  journal: (await sql`select count(*)::int as n from journal`)[0]?.n,
  sources: await sql`select * from hazards where town_id = ${town.id} order by id`,
  assessments: await sql`select * from assessments
    where hazard_id in (select id from hazards where town_id = ${town.id}) order by id`,
})

async function answer({ method, path, body }: Asked, language = 'zh') {
  const reply = await testApp(sql).request(path, {
    method,
    headers: { cookie, 'content-type': 'application/json', 'accept-language': language },
    body: JSON.stringify(body),
  })
  return { status: reply.status, body: await reply.json() }
}

const lec = { L: '3', E: '6', C: '15' }
const sound = { L: '1', E: '6', C: '15' }
const crosses: [string, RegExp, RegExp] = ['area', /边界相交/, /boundary crosses/]
const noPlace: [string, RegExp, RegExp] = ['lngLat', /^lngLat：类型不对或缺少此项$/, /^lngLat: /]

test.each<[string, () => Asked, [path: string, zh: RegExp, en: RegExp][]]>([
  [
    'an assessment with values between those of the table',
    () => assess('LEC A', { ...lec, L: '4', C: '2' }),
    [
      ['inputs.L', /^L 不能取“4”，可取 10, 6, 3, 1, 0\.5/, /^L cannot be 4.*10, 6, 3, 1, 0\.5/],
      ['inputs.C', /^C 不能取“2”/, /^C cannot be 2/],
    ],
  ],
  [
    'an assessment that lacks a factor',
    () => assess('LS A', { L: '3' }),
    [['inputs.S', /缺少因子 S/, /Factor S is missing/]],
  ],
  [
    'an assessment with a factor of another method',
    () => assess('LEC A', { ...lec, S: '3' }),
    [['inputs.S', /没有因子“S”/, /S/]],
  ],
  [
    'a diagnosis above its hundred points',
    () => assess('DIAGNOSIS 2018', { S: '100.5', V1: '0', V2: '0', V3: '0', V4: '0' }),
    [['inputs.S', /^S 不能取“100\.5”/, /^S cannot be 100\.5/]],
  ],
  [
    'an assessment whose second scale alone is outside',
    () =>
      assess('LEC A', lec, {
        counterpart: { methodId: methods['LEC A'], inputs: { ...sound, E: '7' } },
      }),
    [['counterpart.inputs.E', /^E 不能取“7”/, /^E cannot be 7/]],
  ],
  ['a source without place', () => register({ lngLat: undefined }), [noPlace]],
  ['a source whose place is null', () => register({ lngLat: null }), [noPlace]],
  ['a source that loses its place', () => correct({ lngLat: undefined }), [noPlace]],
  ['a source with half a place', () => register({ lngLat: [x] }), [['lngLat', /^lngLat：/, /^lngLat: /]]],
  [
    'a source off the globe',
    () => register({ lngLat: [x, 95] }),
    [['lngLat.1', /^lngLat\.1：太大/, /^lngLat\.1: /]],
  ],
  ['a new source whose area crosses itself', () => register({ area: bow }), [crosses]],
  ['a source corrected to an area that crosses itself', () => correct({ area: bow }), [crosses]],
])('%s is refused by name, and nothing is stored', async (_, make, faults) => {
  const before = await stored()
  for (const language of ['zh', 'en']) {
    const { status, body } = await answer(make(), language)
    expect(status).toBe(422)
    expect(body.code).toBe('invalid')
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(faults.map(([path]) => path))
    for (const [i, [, zh, en]] of faults.entries())
      expect(body.errors[i].message).toMatch(language === 'zh' ? zh : en)
  }
  expect(await stored()).toEqual(before)
})

test('where an area crosses itself is said by its place', async () => {
  const { body } = await answer(register({ area: bow }))
  const [lng, lat] = body.details.at
  expect(lng).toBeCloseTo(x + 0.005, 5)
  expect(lat).toBeCloseTo(y + 0.005, 5)
})

test('the same requests without their fault are taken, so nothing else refused them', async () => {
  const before = await stored()
  const [ring] = bow.coordinates
  const square = { ...bow, coordinates: [[ring?.[0], ring?.[2], ring?.[1], ring?.[3], ring?.[0]]] }
  expect((await answer(register({ area: square }))).status).toBe(201)
  expect((await answer(correct({}))).status).toBe(200)
  const counterpart = { methodId: methods['LEC A'], inputs: sound }
  expect((await answer(assess('LEC A', lec, { counterpart, version: 2 }))).status).toBe(200)
  const after = await stored()
  expect(after.sources.length).toBe(before.sources.length + 1)
  expect(after.assessments.length).toBe(before.assessments.length + 2)
  expect(after.journal).toBe(before.journal + 5)
})
