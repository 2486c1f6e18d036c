import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { beforeEach, expect, test } from 'vitest'
import { writeSmallExtract } from '../../test/small-extract.ts'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { assess } from '../hazard/assess.ts'
import { findHazard } from '../hazard/find.ts'
import { report } from '../incident/report.ts'
import { follow, lastSequence } from '../journal/find.ts'
import type { LngLat } from '../region/place.ts'
import { contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import { confirm } from './confirm.ts'
import { findProposals, findRules, findRuns, ProposalQuery } from './find.ts'
import type { Proposal } from './identification.ts'
import { identify } from './identify.ts'
import { readMap } from './read-map.ts'
import { reject } from './reject.ts'
import { newsOf } from './settle.ts'
import { undo } from './undo.ts'

let sql: Sql
let town: TestTown
let planner: Context
let commander: Context

beforeEach(async () => {
  sql = (await testDatabase()).sql
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  commander = await contextOf(sql, town.people.commander)
})

const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    error => error,
  )
const blind = async () => ({ map: null, slopeAt: null })
const run = () => identify(planner, { townId: town.id, look: blind })
const list = (state: Proposal['state'] = 'open') =>
  findProposals(planner, ProposalQuery.parse({ town: String(town.id), state }))
const crash = (n: number) => {
  const lngLat: LngLat = [origin[0] + 0.005 + n * 0.0005, origin[1] + 0.005]
  return report(commander, {
    townId: town.id,
    type: 'traffic',
    title: `追尾 ${n}`,
    description: '',
    lngLat,
    address: '',
    channel: 'hotline',
    casualties: { dead: 0, missing: 0, severe: 0, injured: 0, trapped: 0 },
    affected: 0,
    lossTenThousandYuan: 0,
    burntHectares: 0,
  })
}
const school = (people: number) => sql`
  insert into targets (town_id, name, kind, point, people, standing)
  values (${town.id}, '实验小学', 'school', ST_SetSRID(ST_MakePoint(${origin[0]}, ${origin[1]}), 4326), ${people}, 'confirmed')
  returning id`

test('a run proposes with reasons, tells what it could not see, and a second one finds everything unchanged', async () => {
  for (const n of [1, 2, 3]) await crash(n)
  await school(1500)
  const before = await lastSequence(sql)
  const first = await run()
  expect(first).toMatchObject({ state: 'done', fresh: 2, changed: 0, gone: 0, unchanged: 0 })
  expect(first.rulesDone).toBe(first.rulesTotal)
  expect([...first.blind].sort()).toEqual([
    'high-rise',
    'old-buildings',
    'river-homes',
    'steep-slope',
    'underpass',
  ])
  const found = await list()
  expect(found.map(({ rule, kind, news }) => [rule, kind, news]).sort()).toEqual([
    ['crowd-target', 'school-gate', 'fresh'],
    ['incident-cluster', 'transport-route', 'fresh'],
  ])
  const rows = await follow(sql, { after: before, limit: 20 })
  expect(rows.map(row => `${row.noun}/${row.verb}`)).toEqual([
    'identification/begin',
    'identification/propose',
    'identification/propose',
    'identification/finish',
  ])
  expect(await run()).toMatchObject({ fresh: 0, unchanged: 2, gone: 0 })
  expect((await list()).map(({ id, version }) => [id, version])).toEqual(found.map(({ id }) => [id, 1]))
  expect((await findRuns(planner, { town: town.id })).map(({ unchanged }) => unchanged)).toEqual([2, 0])
})

test('a confirmed proposal is a source in one transaction, and is not proposed again', async () => {
  await school(1500)
  await run()
  const [proposal] = await list()
  if (!proposal) throw new Error('nothing was proposed')
  const before = await lastSequence(sql)
  const done = await confirm(planner, proposal.id, { version: 1, name: '小学校门口' })
  expect(done).toMatchObject({ state: 'confirmed', version: 2, decidedBy: town.people.planner.name })
  const hazard = await findHazard(planner, done.hazardId ?? 0)
  expect(hazard).toMatchObject({
    name: '小学校门口',
    kind: 'school-gate',
    standing: 'confirmed',
    inherentLevel: 0,
  })
  expect((await follow(sql, { after: before, limit: 9 })).map(row => `${row.noun}/${row.verb}`)).toEqual([
    'hazard/register',
    'proposal/confirm',
  ])
  expect(await run()).toMatchObject({ fresh: 0, unchanged: 0, gone: 0 })
  expect(await refusal(confirm(planner, proposal.id, { version: 2 }))).toMatchObject({ code: 'conflict' })
})

test('a rejected proposal stays away until its facts change, and then says which did', async () => {
  await school(1500)
  await run()
  const [proposal] = await list()
  if (!proposal) throw new Error('nothing was proposed')
  await reject(planner, proposal.id, { version: 1, reason: '已迁走' })
  expect(await run()).toMatchObject({ fresh: 0, returned: 0, unchanged: 0 })
  expect(await list()).toEqual([])
  await sql`update targets set people = 1600 where town_id = ${town.id}`
  expect(await run()).toMatchObject({ returned: 1 })
  const told = {
    reason: '已迁走',
    by: town.people.planner.name,
    changed: [{ fact: 'people', before: '1500', after: '1600', plus: 0, minus: 0 }],
  }
  const back = { id: proposal.id, news: 'returned', reason: '', decidedAt: null, rejectedBefore: told }
  expect(await list()).toMatchObject([back])
  expect(await run()).toMatchObject({ returned: 0, unchanged: 1 })
  expect(await list()).toMatchObject([{ ...back, version: 3 }])
})

test('one that came back is rejected again when the facts are again those it was rejected for', async () => {
  await school(1500)
  await run()
  const [proposal] = await list()
  if (!proposal) throw new Error('nothing was proposed')
  await reject(planner, proposal.id, { version: 1, reason: '已迁走' })
  const rejected = await list('rejected')
  for (const other of [1600, 10]) {
    await sql`update targets set people = 1600 where town_id = ${town.id}`
    await run()
    // Changed, or not found at all in between.
    await sql`update targets set people = ${other} where town_id = ${town.id}`
    await run()
    await sql`update targets set people = 1500 where town_id = ${town.id}`
    expect(await run()).toMatchObject({ fresh: 0, returned: 0 })
    expect(await list()).toEqual([])
    expect(await list('rejected')).toEqual(
      rejected.map(each => ({ ...each, news: 'returned', version: expect.any(Number) })),
    )
  }
})

test('what was confirmed comes back when its source no longer stands and its facts are others', async () => {
  const [hazard = 0] = town.hazards
  const stocked = (tonnes: number) =>
    sql`update hazards set inventory = ${sql.json([{ name: '氨', cas: '7664-41-7', tonnes }])} where id = ${hazard}`
  await stocked(40)
  await run()
  const [proposal] = await list()
  await confirm(planner, proposal?.id ?? 0, { version: 1 })
  await sql`update hazards set major = false where id = ${hazard}`
  expect(await run()).toMatchObject({ fresh: 0, returned: 0 })
  await stocked(60)
  expect(await run()).toMatchObject({ returned: 1 })
  expect(await list()).toMatchObject([{ id: proposal?.id, act: 'mark-major', rejectedBefore: null }])
})

test('a sensor that rises to its second threshold is another fact', async () => {
  await sql`insert into sensors (town_id, code, name, quantity, point, grade, over_since)
    values (${town.id}, 'GAS-7', '可燃气体 7', 'gas',
      ST_SetSRID(ST_MakePoint(${origin[0]}, ${origin[1]}), 4326), 'first', now())`
  await run()
  const [proposal] = await list()
  expect(proposal).toMatchObject({ rule: 'sensor', facts: { grade: 'first' } })
  await reject(planner, proposal?.id ?? 0, { version: 1, reason: '检修' })
  expect(await run()).toMatchObject({ returned: 0 })
  await sql`update sensors set grade = 'second' where town_id = ${town.id}`
  expect(await run()).toMatchObject({ returned: 1 })
})

test('what is not found any more is gone, and comes back as fresh', async () => {
  await school(1500)
  await run()
  await sql`update targets set people = 10 where town_id = ${town.id}`
  expect(await run()).toMatchObject({ gone: 1 })
  expect(await list()).toEqual([])
  await sql`update targets set people = 1500 where town_id = ${town.id}`
  expect(await run()).toMatchObject({ fresh: 1 })
})

test('a decision can be taken back until people work with the source', async () => {
  await school(1500)
  await run()
  const [proposal] = await list()
  if (!proposal) throw new Error('nothing was proposed')
  const { id } = proposal
  await reject(planner, id, { version: 1, reason: '看错' })
  expect(await undo(planner, id, { version: 2 })).toMatchObject({ state: 'open', reason: '' })
  const made = await confirm(planner, id, { version: 3 })
  const back = await undo(planner, id, { version: 4 })
  expect(back).toMatchObject({ state: 'open', hazardId: null })
  expect(await findHazard(planner, made.hazardId ?? 0)).toMatchObject({ standing: 'rejected' })
  const again = await confirm(planner, id, { version: 5 })
  const [lec] =
    await sql`select id from risk_methods where method = 'LEC' and edition = 'A' order by id limit 1`
  await assess(planner, again.hazardId ?? 0, {
    scale: 'inherent',
    methodId: lec?.id,
    inputs: { L: '3', E: '6', C: '15' },
    note: '',
    version: 1,
  })
  expect(await refusal(undo(planner, id, { version: 6 }))).toMatchObject({ code: 'conflict' })
  expect(await list('confirmed')).toMatchObject([{ id }])
})

test('a holding over its critical quantity marks the source, and undoing removes the mark', async () => {
  const [hazard = 0] = town.hazards
  const stock = [{ name: '氨', cas: '7664-41-7', tonnes: 40 }]
  await sql`update hazards set inventory = ${sql.json(stock)} where id = ${hazard}`
  await run()
  const [proposal] = await list()
  expect(proposal).toMatchObject({ act: 'mark-major', hazardId: hazard, rule: 'inventory' })
  const id = proposal?.id ?? 0
  await confirm(planner, id, { version: 1 })
  expect((await findHazard(planner, hazard)).major).toBe(true)
  await undo(planner, id, { version: 2 })
  expect((await findHazard(planner, hazard)).major).toBe(false)
})

test('a run asked for with an Idempotency-Key goes through all its rules, and again when it is repeated', async () => {
  await school(1500)
  const keyed = { ...planner, idempotency: { key: `run-${town.id}`, fingerprint: 'run' } }
  const first = await identify(keyed, { townId: town.id, look: blind })
  expect(first).toMatchObject({ state: 'done', fresh: 1, rulesDone: first.rulesTotal })
  expect(await identify(keyed, { townId: town.id, look: blind })).toMatchObject({ fresh: 0, unchanged: 1 })
})

test('one run at a time; an abandoned one does not bar the next; strangers are refused', async () => {
  await sql`insert into identification_runs (town_id, edition, state, rules_total, started_at, started_by)
    values (${town.id}, 1, 'running', 12, now(), '别人')`
  expect(await refusal(run())).toMatchObject({ code: 'conflict' })
  await sql`update identification_runs set started_at = now() - interval '11 minutes' where town_id = ${town.id}`
  expect(await run()).toMatchObject({ state: 'done' })
  const viewer = await contextOf(sql, town.people.viewer)
  expect(await refusal(identify(viewer, { townId: town.id, look: blind }))).toMatchObject({
    code: 'forbidden',
  })
  const rules = await findRules(planner, { town: town.id })
  expect(rules.length).toBeGreaterThan(10)
  expect(rules.every(({ verified }) => !verified)).toBe(true)
})

test('the map is read in a thread of its own; a town without one has none', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'identification-'))
  try {
    await mkdir(join(directory, 'towns', '5'), { recursive: true })
    await writeSmallExtract(join(directory, 'towns', '5', 'roads.osm.pbf'))
    expect(await readMap(directory, 5)).toEqual({ buildings: [], rivers: [], underpasses: [] })
    expect(await readMap(directory, 6)).toBeNull()
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

test('what becomes of a proposal depends on what was decided of it and on its facts', () => {
  const kept = (state: Proposal['state'], more = {}) => ({
    state,
    news: 'fresh' as const,
    factsHash: 'a',
    stands: true,
    ...more,
  })
  const both = (each: ReturnType<typeof kept>) => [newsOf(each, 'a'), newsOf(each, 'b')]
  expect(newsOf(undefined, 'a')).toBe('fresh')
  expect(both(kept('open'))).toEqual(['unchanged', 'changed'])
  expect(both(kept('open', { news: 'returned' }))).toEqual(['returned', 'returned'])
  expect(both(kept('rejected'))).toEqual([null, 'returned'])
  expect(both(kept('confirmed'))).toEqual([null, null])
  expect(both(kept('confirmed', { stands: false }))).toEqual([null, 'returned'])
  expect(newsOf(kept('gone'), 'a')).toBe('fresh')
})
