import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { raisesOf } from '../inspection/raises.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { amend } from './amend.ts'
import { findWarnings } from './find.ts'
import { issue } from './issue.ts'
import { lift } from './lift.ts'
import { Warning } from './warning.ts'

const { sql } = await testDatabase()
let town: TestTown
let duty: Context

beforeAll(async () => {
  town = await testTown(sql)
  duty = await contextOf(sql, town.people.duty)
  await sql`update hazards set kind = 'waterlogging' where town_id = ${town.id}`
})

const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    error => error,
  )
const rain = () => ({
  kind: '暴雨',
  kindEn: 'Rainstorm',
  level: 'orange' as const,
  title: '暴雨橙色预警',
  titleEn: '',
  area: null,
  until: new Date(Date.now() + 3_600_000).toISOString(),
})
/** A square round a source that no other one of the town is in. */
async function round(hazardId: number | undefined) {
  const [row] = await sql<{ lng: number; lat: number }[]>`
    select ST_X(point) as lng, ST_Y(point) as lat from hazards where id = ${hazardId ?? 0}`
  const { lng = 0, lat = 0 } = row ?? {}
  const side = 0.0002
  const ring: [number, number][] = [
    [lng - side, lat - side],
    [lng + side, lat - side],
    [lng + side, lat + side],
    [lng - side, lat + side],
    [lng - side, lat - side],
  ]
  return { type: 'Polygon' as const, coordinates: [ring] }
}
const raised = async () =>
  (await raisesOf(sql, { townId: town.id, world: 0, hazardId: null, now: new Date() })).map(
    ({ hazardId }) => hazardId,
  )

test('a warning with an area raises the sources inside it; changed to the whole town it raises all', async () => {
  const [first] = town.hazards
  const made = await issue(duty, { ...rain(), townId: town.id, area: await round(first) })
  expect(Warning.parse(made)).toEqual(made)
  expect(await raised()).toEqual([first])
  const [raise] = await raisesOf(sql, { townId: town.id, world: 0, hazardId: first ?? 0, now: new Date() })
  // Nobody gave it an English title: then the Chinese one names it.
  expect(raise).toMatchObject({
    text: { en: '暴雨橙色预警 is in force: +1 level' },
    remedy: { en: 'lift the warning “暴雨橙色预警”' },
  })

  const before = await lastSequence(sql)
  const changed = await amend(duty, made.id, { ...rain(), level: 'red', title: '暴雨红色预警', version: 1 })
  expect(changed).toMatchObject({ level: 'red', area: null, version: 2, issuedAt: made.issuedAt })
  expect((await raised()).length).toBeGreaterThan(1)
  const rows = (await follow(sql, { after: before, limit: 9 })).filter(row => row.noun === 'warning')
  expect(rows).toMatchObject([
    { verb: 'amend', nounId: made.id, before: { level: 'orange' }, after: { level: 'red' } },
  ])

  expect(await refusal(amend(duty, made.id, { ...rain(), version: 1 }))).toMatchObject({
    code: 'conflict',
    details: { theirs: { version: 2 } },
  })
  await lift(duty, made.id, { version: 2 })
  expect(await raised()).toEqual([])
  expect(await refusal(amend(duty, made.id, { ...rain(), version: 3 }))).toMatchObject({ code: 'conflict' })
  expect(await findWarnings(duty, { town: town.id })).toEqual([])
  const [over] = await findWarnings(duty, { town: town.id, state: 'over' })
  expect(over).toMatchObject({ id: made.id, endedAt: over?.until })
})

test('an outline that crosses itself and an end that is past are refused by name; who may only look is refused', async () => {
  const area = await round(town.hazards[0])
  const [a, b, c, d] = area.coordinates[0] ?? []
  const bow = {
    type: 'Polygon' as const,
    coordinates: [[a, c, b, d, a].flatMap(each => (each ? [each] : []))],
  }
  const of = (more: object) => issue(duty, { ...rain(), townId: town.id, ...more })
  expect(await refusal(of({ area: bow }))).toMatchObject({
    code: 'invalid',
    errors: [{ path: expect.stringMatching(/^area/) }],
  })
  expect(await refusal(of({ until: new Date(0).toISOString() }))).toMatchObject({
    errors: [{ path: 'until' }],
  })
  const viewer = await contextOf(sql, town.people.viewer)
  expect(await refusal(issue(viewer, { ...rain(), townId: town.id }))).toMatchObject({ code: 'forbidden' })
})
