import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { ListQuery } from '../list.ts'
import { contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import { assess } from './assess.ts'
import { confirm } from './confirm.ts'
import { correct } from './correct.ts'
import { findAssessments, findHazard, findHazards } from './find.ts'
import type { Hazard, HazardInput } from './hazard.ts'
import { register } from './register.ts'
import { reject } from './reject.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let viewer: Context
let lec: number

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  viewer = await contextOf(sql, town.people.viewer)
  const [row] = await sql`select id from risk_methods where method = 'LEC' and edition = 'A'`
  lec = row?.id
})

const input: HazardInput = {
  name: '新油库',
  nameEn: 'New depot',
  domain: 'work-safety',
  kind: 'tank-farm',
  lngLat: origin,
  area: null,
  reachMeters: 200,
  major: true,
  inventory: [{ name: '汽油', cas: '8006-61-9', tonnes: 120.5 }],
  owner: '某公司',
  contact: '',
}
const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(),
    error => error,
  )
const nth = async (n: number): Promise<Hazard> => findHazard(planner, town.hazards[n] ?? 0)

test('a list keeps to the town, the standing, the box and the page', async () => {
  const list = (more: object) => findHazards(planner, ListQuery.parse({ town: String(town.id), ...more }))
  expect((await list({})).map(h => h.id)).toEqual(town.hazards)
  expect((await list({ standing: 'draft' })).map(h => h.name)).toEqual(['草稿油罐'])
  expect(
    (await list({ bbox: `${origin[0]},${origin[1]},${origin[0] + 0.001},${origin[1] + 0.001}` })).length,
  ).toBe(1)
  const [first, second] = town.hazards
  expect((await list({ limit: '1', cursor: String(first) })).map(h => h.id)).toEqual([second])
  expect((await nth(0)).inherentLevel).toBe(2)
  expect((await nth(4)).inherentLevel).toBe(0)
})

test('registering writes one hazard and one journal row', async () => {
  const before = await lastSequence(sql)
  const hazard = await register(planner, { ...input, townId: town.id })
  expect(hazard).toMatchObject({
    ...input,
    townId: town.id,
    standing: 'confirmed',
    inherentLevel: 0,
    version: 1,
  })
  const rows = await follow(sql, { after: before, limit: 10 })
  expect(rows).toMatchObject([{ noun: 'hazard', verb: 'register', nounId: hazard.id, townId: town.id }])
})

test('a bad area is refused before the database sees it, and says where', async () => {
  const [x, y] = origin
  const bow = {
    type: 'Polygon' as const,
    coordinates: [
      [
        [x, y],
        [x + 0.01, y + 0.01],
        [x + 0.01, y],
        [x, y + 0.01],
        [x, y],
      ] as [number, number][],
    ],
  }
  const error = await refusal(register(planner, { ...input, townId: town.id, area: bow }))
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'area' }] })
  expect(error.details.at).toHaveLength(2)
})

test('correcting keeps the assessments and refuses an old version with the newer one', async () => {
  const seen = await nth(1)
  const after = await correct(planner, seen.id, { ...input, name: '改名', version: seen.version })
  expect(after).toMatchObject({ name: '改名', inherentLevel: 1, version: seen.version + 1, code: seen.code })
  const error = await refusal(correct(planner, seen.id, { ...input, version: seen.version }))
  expect(error).toMatchObject({ code: 'conflict', details: { theirs: { name: '改名' } } })
})

test('an assessment counts at once and the earlier ones stay', async () => {
  const seen = await nth(4)
  const first = { scale: 'inherent' as const, methodId: lec, inputs: { L: '3', E: '6', C: '15' }, note: '' }
  const once = await assess(planner, seen.id, { ...first, version: seen.version })
  expect(once).toMatchObject({ inherentLevel: 2, residualLevel: 0, version: seen.version + 1 })
  const twice = await assess(planner, seen.id, {
    ...first,
    inputs: { L: '0.5', E: '6', C: '15' },
    version: once.version,
  })
  expect(twice.inherentLevel).toBe(4)
  expect((await findAssessments(planner, seen.id)).map(a => [a.score, a.level, a.working])).toEqual([
    ['45', 4, 'L0.5 × E6 × C15 = 45'],
    ['270', 2, 'L3 × E6 × C15 = 270'],
  ])
  const stale = refusal(assess(planner, seen.id, { ...first, version: seen.version }))
  expect(await stale).toMatchObject({ code: 'conflict', details: { theirs: { version: twice.version } } })
})

test('an assessment outside the table is refused at its factor and changes nothing', async () => {
  const seen = await nth(5)
  const bad = { scale: 'inherent' as const, methodId: lec, inputs: { L: '4', E: '6', C: '15' }, note: '' }
  const error = await refusal(assess(planner, seen.id, { ...bad, version: seen.version }))
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'inputs.L' }] })
  expect(await nth(5)).toEqual(seen)
})

test('a draft is confirmed once; a rejected one takes no assessment', async () => {
  const seen = await nth(5)
  const after = await confirm(planner, seen.id, { version: seen.version })
  expect(after.standing).toBe('confirmed')
  expect(await refusal(confirm(planner, seen.id, { version: seen.version }))).toMatchObject({
    code: 'conflict',
  })
  expect(await refusal(confirm(planner, seen.id, { version: after.version }))).toMatchObject({
    code: 'conflict',
  })
  const gone = await reject(planner, seen.id, { version: after.version })
  expect(gone).toMatchObject({ standing: 'rejected', version: after.version + 1 })
  const late = { scale: 'inherent' as const, methodId: lec, inputs: { L: '3', E: '6', C: '15' }, note: '' }
  expect(await refusal(assess(planner, seen.id, { ...late, version: gone.version }))).toMatchObject({
    code: 'conflict',
  })
})

test('who may not edit, or comes from another town, is refused', async () => {
  const seen = await nth(0)
  const other = await contextOf(sql, (await testTown(sql)).people.planner)
  const { version } = seen
  for (const context of [viewer, other]) {
    expect(await refusal(register(context, { ...input, townId: town.id }))).toMatchObject({
      code: 'forbidden',
    })
    expect(await refusal(correct(context, seen.id, { ...input, version }))).toMatchObject({
      code: 'forbidden',
    })
    expect(await refusal(confirm(context, seen.id, { version }))).toMatchObject({ code: 'forbidden' })
    expect(await refusal(reject(context, seen.id, { version }))).toMatchObject({ code: 'forbidden' })
    const late = { scale: 'inherent' as const, methodId: lec, inputs: {}, note: '', version }
    expect(await refusal(assess(context, seen.id, late))).toMatchObject({ code: 'forbidden' })
  }
  expect(await refusal(findHazard(other, seen.id))).toMatchObject({ code: 'forbidden' })
  expect(await refusal(findHazard(planner, 999_999_999))).toMatchObject({ code: 'missing' })
})
