import type { Sql, TransactionSql } from 'postgres'
import { beforeAll, expect, test } from 'vitest'
import type { Context } from './context.ts'
import { testDatabase } from './database/test-database.ts'
import type { Refusal } from './errors.ts'
import { follow, lastSequence } from './journal/find.ts'
import { ListQuery } from './list.ts'
import { confirm as confirmResponder } from './responder/confirm.ts'
import { findResponder, findResponders, ResponderQuery } from './responder/find.ts'
import { reject as rejectResponder } from './responder/reject.ts'
import { Responder } from './responder/responder.ts'
import { close } from './shelter/close.ts'
import { confirm as confirmShelter } from './shelter/confirm.ts'
import { findShelter, findShelters } from './shelter/find.ts'
import { open } from './shelter/open.ts'
import { reject as rejectShelter } from './shelter/reject.ts'
import { Shelter } from './shelter/shelter.ts'
import { confirm as confirmSupply } from './supply/confirm.ts'
import { findSupplies, findSupply } from './supply/find.ts'
import { reject as rejectSupply } from './supply/reject.ts'
import { Supply } from './supply/supply.ts'
import { confirm as confirmTarget } from './target/confirm.ts'
import { findTarget, findTargets } from './target/find.ts'
import { reject as rejectTarget } from './target/reject.ts'
import { Target } from './target/target.ts'
import { contextOf, origin, type TestTown, testTown } from './test-town.ts'
import { findWarnings } from './warning/find.ts'
import { Warning } from './warning/warning.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let viewer: Context
let commander: Context
let drill: number

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  viewer = await contextOf(sql, town.people.viewer)
  commander = await contextOf(sql, town.people.commander)
  const [world] =
    await sql`insert into worlds (id, kind, name) values (nextval('world_ids'), 'drill', '演练') returning id`
  drill = world?.id
})

const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(),
    error => error,
  )
const query = (more = {}) => ListQuery.parse({ town: String(town.id), ...more })

type Verb = (
  context: Context,
  id: number,
  input: { version: number },
) => Promise<{ standing: string; version: number }>
const registers: [
  string,
  Verb,
  Verb,
  (sql: Sql) => Promise<number>,
  (context: Context, id: number) => Promise<{ version: number }>,
][] = [
  ['target', confirmTarget, rejectTarget, insertTarget, findTarget],
  ['shelter', confirmShelter, rejectShelter, async () => town.shelters[2] ?? 0, findShelter],
  ['responder', confirmResponder, rejectResponder, async () => town.responders.draft, findResponder],
  ['supply', confirmSupply, rejectSupply, insertSupply, findSupply],
]

const place = () => sql`ST_SetSRID(ST_MakePoint(${origin[0]}, ${origin[1]}), 4326)`
async function insertTarget(on: Sql | TransactionSql): Promise<number> {
  const [row] = await on`insert into targets (town_id, name, kind, point, people, standing, origin)
    values (${town.id}, '实验小学', 'school', ${place()}, 900, 'draft', '{"source":"osm","tag":"amenity=school"}') returning id`
  return row?.id
}
async function insertSupply(on: Sql | TransactionSql): Promise<number> {
  const [row] = await on`insert into supplies (town_id, name, point, standing)
    values (${town.id}, '草稿库', ${place()}, 'draft') returning id`
  return row?.id
}

test.each(registers)(
  'a drafted %s is confirmed, then rejected, each once and each journalled',
  async (noun, confirm, reject, made, find) => {
    const id = await made(sql)
    const { version } = await find(planner, id)
    expect(await refusal(confirm(viewer, id, { version }))).toMatchObject({ code: 'forbidden' })
    const inDrill = await contextOf(sql, town.people.planner, drill)
    expect(await refusal(confirm(inDrill, id, { version }))).toMatchObject({ code: 'forbidden' })
    const sequence = await lastSequence(sql)
    const confirmed = await confirm(planner, id, { version })
    expect(confirmed).toMatchObject({ standing: 'confirmed', version: version + 1 })
    expect(await refusal(confirm(planner, id, { version }))).toMatchObject({
      code: 'conflict',
      details: { theirs: confirmed },
    })
    expect(await refusal(confirm(planner, id, { version: version + 1 }))).toMatchObject({ code: 'conflict' })
    expect(await reject(planner, id, { version: version + 1 })).toMatchObject({
      standing: 'rejected',
      version: version + 2,
    })
    expect(await refusal(reject(planner, 999_999_999, { version: 1 }))).toMatchObject({ code: 'missing' })
    const rows = await follow(sql, { after: sequence, limit: 10 })
    expect(rows.map(row => [row.noun, row.verb, row.nounId])).toEqual([
      [noun, 'confirm', id],
      [noun, 'reject', id],
    ])
  },
)

test('registers list in the shape of their words', async () => {
  const [targets, shelters, supplies, responders] = await Promise.all([
    findTargets(viewer, query()),
    findShelters(viewer, query({ standing: 'confirmed' })),
    findSupplies(viewer, query({ standing: 'confirmed' })),
    findResponders(viewer, ResponderQuery.parse({ town: String(town.id) })),
  ])
  expect(Target.array().parse(targets)).toEqual(targets)
  expect(Shelter.array().parse(shelters)).toHaveLength(2)
  expect(
    Supply.array()
      .parse(supplies)[0]
      ?.stock.map(line => line.item)
      .sort(),
  ).toEqual(['沙袋', '防化服'])
  expect(Responder.array().parse(responders)).toHaveLength(8)
  const experts = await findResponders(
    viewer,
    ResponderQuery.parse({ town: String(town.id), kind: 'expert' }),
  )
  expect(experts.map(responder => responder.name)).toEqual(['危化专家'])
})

test('a responder shows what it does in the asked world only', async () => {
  const id = town.responders.fire1
  await sql`update responder_states set on_duty = false, version = version + 1 where responder_id = ${id} and world = 0`
  expect(await findResponder(viewer, id)).toMatchObject({ state: 'off-duty', version: 2 })
  const rehearsing = await contextOf(sql, town.people.viewer, drill)
  expect(await findResponder(rehearsing, id)).toMatchObject({
    state: 'available',
    orderId: null,
    version: 1,
    positionAt: null,
  })
  await sql`update responder_states set on_duty = true where responder_id = ${id} and world = 0`
})

test('a shelter opened in a drill is closed in the live world', async () => {
  const id = town.shelters[0] ?? 0
  const organizer = await contextOf(sql, town.people['drill-organizer'], drill)
  const { version } = await findShelter(organizer, id)
  expect(await open(organizer, id, { version })).toMatchObject({ open: true, version })
  expect((await findShelter(commander, id)).open).toBe(false)
  expect(await refusal(open(organizer, id, { version }))).toMatchObject({ code: 'conflict' })
  expect(await close(organizer, id, { version })).toMatchObject({ open: false, occupied: 0 })
})

test('only a confirmed shelter opens, and only for a commander; closing needs an open one', async () => {
  const id = town.shelters[1] ?? 0
  const { version } = await findShelter(commander, id)
  expect(await refusal(open(viewer, id, { version }))).toMatchObject({ code: 'forbidden' })
  expect(await refusal(close(commander, id, { version }))).toMatchObject({ code: 'conflict' })
  expect(await refusal(open(commander, id, { version: version + 7 }))).toMatchObject({ code: 'conflict' })
  expect(await open(commander, id, { version })).toMatchObject({ open: true })
  const [draft] = await sql`insert into shelters (town_id, name, kind, point, standing)
    values (${town.id}, '草稿', 'park', ${place()}, 'draft') returning id`
  expect(await refusal(open(commander, draft?.id, { version: 1 }))).toMatchObject({ code: 'conflict' })
})

test('warnings in force are shown, in their own world and time', async () => {
  const insert = (world: number, level: string, hours: number) => sql`
    insert into warnings (world, town_id, kind, kind_en, level, title, title_en, issued_at, until)
    values (${world}, ${town.id}, '暴雨', 'Rainstorm', ${level}, '暴雨预警', 'Rainstorm warning',
      now() - interval '5 hours', now() + make_interval(hours => ${hours}))`
  await insert(0, 'yellow', 3)
  await insert(0, 'red', 3)
  await insert(0, 'blue', -1)
  await insert(drill, 'orange', 3)
  const warnings = await findWarnings(viewer, { town: town.id })
  expect(
    Warning.array()
      .parse(warnings)
      .map(warning => warning.level),
  ).toEqual(['red', 'yellow'])
  const rehearsing = await contextOf(sql, town.people.viewer, drill)
  expect((await findWarnings(rehearsing, { town: town.id })).map(warning => warning.level)).toEqual([
    'orange',
  ])
})
