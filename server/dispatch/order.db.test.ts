import { beforeAll, expect, test } from 'vitest'
import { aPlan, aTask } from '../../plans/plan-builder.ts'
import type { Person } from '../account/account.ts'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { Refusal } from '../errors.ts'
import { close } from '../incident/close.ts'
import { findIncident } from '../incident/find.ts'
import { create } from '../plan/create.ts'
import { findRun } from '../plan/find-run.ts'
import { publish } from '../plan/publish.ts'
import { start } from '../plan/start.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { acknowledge } from './acknowledge.ts'
import { arrive } from './arrive.ts'
import { decline } from './decline.ts'
import { depart } from './depart.ts'
import type { Order } from './dispatch.ts'
import { findOrders } from './find.ts'
import { findField } from './find-field.ts'
import { order } from './order.ts'
import { release } from './release.ts'
import { reportPosition } from './report-position.ts'
import { anIncident, startTestEngines } from './test-incident.ts'

const { sql } = await testDatabase()
let town: TestTown
let commander: Context

beforeAll(async () => {
  startTestEngines(sql)
  town = await testTown(sql)
  commander = await contextOf(sql, town.people.commander)
})

const crew = (responderId: number): Promise<Context> => {
  const person: Person = { ...town.people.responder, responderId }
  return contextOf(sql, person)
}
const out = (incidentId: number, ...responderIds: number[]) =>
  order(commander, incidentId, { responderIds, nodeId: null, instruction: '' })
const sendHome = async (orders: Order[]) => {
  for (const each of orders) await release(commander, each.id, { version: each.version, reason: '' })
}
const only = (orders: Order[]): Order => {
  const [first] = orders
  if (!first) throw new Error('no order')
  return first
}

test('two commanders ordering the same team at the same moment: one wins, the other is told who and when', async () => {
  const administrator = await contextOf(sql, town.people.administrator)
  const one = await anIncident(commander, town)
  const two = await anIncident(administrator, town)
  const { fire1, fire2, medic } = town.responders
  for (let round = 0; round < 25; round++) {
    const tries = await Promise.allSettled([
      order(commander, one.id, { responderIds: [fire1, medic], nodeId: null, instruction: '' }),
      order(administrator, two.id, { responderIds: [fire2, fire1], nodeId: null, instruction: '' }),
    ])
    expect(tries.map(each => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    const firstWon = tries[0]?.status === 'fulfilled'
    const [winner, incident] = firstWon ? ['测试commander', one] : ['测试administrator', two]
    const lost = tries.find(each => each.status === 'rejected')
    expect(lost?.reason).toBeInstanceOf(Refusal)
    expect(lost?.reason).toMatchObject({
      code: 'conflict',
      details: { responderId: fire1, orderedBy: winner, incidentNumber: incident.number },
    })
    expect(lost?.reason.words.zh).toMatch(
      new RegExp(
        `^「一号消防站」已由 ${winner} 于 \\d\\d:\\d\\d 派往事件 ${incident.number}，本次命令未下达$`,
      ),
    )
    const open = await findOrders(commander, { town: town.id, state: 'open' })
    const expected = firstWon ? [fire1, medic] : [fire1, fire2]
    expect(open.map(each => each.responderId).sort()).toEqual(expected.sort())
    await sendHome(open)
  }
})

test('an order goes its way, stamped at each step, and only its own crew or a commander moves it', async () => {
  const incident = await anIncident(commander, town)
  const mine = await crew(town.responders.fire1)
  const others = await crew(town.responders.fire2)
  const ordered = only(await out(incident.id, town.responders.fire1))
  expect(ordered).toMatchObject({ state: 'ordered', found: 'straight-line', responderName: '一号消防站' })
  expect(await findField(mine)).toMatchObject({
    order: { id: ordered.id },
    incident: { id: incident.id, state: 'responding' },
  })
  expect((await findField(others)).order).toBeNull()
  const step = { version: ordered.version, reason: '' }
  await expect(acknowledge(others, ordered.id, step)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(depart(mine, ordered.id, step)).rejects.toMatchObject({ code: 'conflict' })
  const acknowledged = await acknowledge(mine, ordered.id, step)
  await expect(acknowledge(mine, ordered.id, step)).rejects.toMatchObject({
    details: { theirs: { version: 2 } },
  })
  const departed = await depart(mine, ordered.id, { version: acknowledged.version, reason: '' })
  await expect(release(mine, ordered.id, { version: departed.version, reason: '' })).rejects.toMatchObject({
    code: 'conflict',
  })
  const arrived = await arrive(mine, ordered.id, { version: departed.version, reason: '' })
  const home = await release(mine, ordered.id, { version: arrived.version, reason: '' })
  expect(home.state).toBe('released')
  const stamps = [home.acknowledgedAt, home.departedAt, home.arrivedAt, home.endedAt]
  expect(stamps.every(at => at !== null)).toBe(true)
})

test('declining needs a reason and frees the team', async () => {
  const incident = await anIncident(commander, town)
  const mine = await crew(town.responders.fire2)
  const ordered = only(await out(incident.id, town.responders.fire2))
  await expect(decline(mine, ordered.id, { version: 1, reason: ' ' })).rejects.toMatchObject({
    code: 'invalid',
  })
  expect(await decline(mine, ordered.id, { version: 1, reason: '车辆故障' })).toMatchObject({
    state: 'declined',
    reason: '车辆故障',
  })
  await sendHome(await out(incident.id, town.responders.fire2))
})

test('an incident with someone out is not closed, and the refusal names them', async () => {
  const incident = await anIncident(commander, town)
  const orders = await out(incident.id, town.responders.medic)
  const { version } = await findIncident(commander, incident.id)
  await expect(close(commander, incident.id, { version, reason: '' })).rejects.toMatchObject({
    code: 'conflict',
    words: { zh: expect.stringContaining('卫生院急救队') },
  })
  await sendHome(orders)
  expect((await close(commander, incident.id, { version, reason: '' })).state).toBe('closed')
  await expect(out(incident.id, town.responders.medic)).rejects.toMatchObject({ code: 'conflict' })
})

test('drafts, strangers and people off duty are not ordered, and nobody else of the order goes either', async () => {
  const incident = await anIncident(commander, town)
  const other = await testTown(sql)
  await expect(out(incident.id, town.responders.medic, town.responders.draft)).rejects.toMatchObject({
    code: 'missing',
  })
  await expect(out(incident.id, town.responders.medic, other.responders.fire1)).rejects.toMatchObject({
    code: 'missing',
  })
  await sql`update responder_states set on_duty = false where responder_id = ${town.responders.expert} and world = 0`
  await expect(out(incident.id, town.responders.medic, town.responders.expert)).rejects.toMatchObject({
    code: 'invalid',
  })
  await sql`update responder_states set on_duty = true where responder_id = ${town.responders.expert} and world = 0`
  expect(await findOrders(commander, { incident: incident.id, state: 'all' })).toEqual([])
  expect((await findIncident(commander, incident.id)).state).toBe('reported')
})

test('the node that asked runs with the order and is done when the last of its teams is there', async () => {
  const planner = await contextOf(sql, town.people.planner)
  const document = aPlan([aTask('send', { role: 'chief' })], { code: `node-${town.id}` })
  const draft = await create(planner, { townId: town.id, document })
  const plan = await publish(planner, draft.id, { version: 1 })
  const incident = await anIncident(commander, town)
  const run = await start(commander, incident.id, { planId: plan.id, level: 'III' })
  const responderIds = [town.responders.fire1, town.responders.fire2, town.responders.medic]
  const orders = await order(commander, incident.id, { responderIds, nodeId: 'send', instruction: '' })
  const node = async () => (await findRun(commander, run.id)).nodes[0]?.state
  expect(await node()).toBe('running')
  const [first, second, third] = orders
  if (!first || !second || !third) throw new Error('three orders')
  await decline(await crew(third.responderId), third.id, { version: 1, reason: '无人' })
  const arriveAs = async (each: Order) => {
    const own = await crew(each.responderId)
    await acknowledge(own, each.id, { version: 1, reason: '' })
    await depart(own, each.id, { version: 2, reason: '' })
    return arrive(own, each.id, { version: 3, reason: '' })
  }
  const there = await arriveAs(first)
  expect(await node()).toBe('running')
  const thereToo = await arriveAs(second)
  expect(await node()).toBe('done')
  await sendHome([there, thereToo])
})

test('a position moves the team, and near the incident the answer proposes its arrival', async () => {
  const incident = await anIncident(commander, town)
  const mine = await crew(town.responders.fire3)
  const report = (meters: number, who = mine) =>
    reportPosition(who, {
      responderId: town.responders.fire3,
      lngLat: [town.center[0], town.center[1] + meters / 111_195],
    })
  await expect(report(0, await crew(town.responders.fire1))).rejects.toMatchObject({ code: 'forbidden' })
  const ordered = only(await out(incident.id, town.responders.fire3))
  expect((await report(10)).arrival).toBeNull()
  await acknowledge(mine, ordered.id, { version: 1, reason: '' })
  await depart(mine, ordered.id, { version: 2, reason: '' })
  expect((await report(90)).arrival).toBeNull()
  expect((await report(70)).arrival).toMatchObject({
    orderId: ordered.id,
    incidentId: incident.id,
    version: 3,
  })
  const { responder } = await findField(mine)
  expect(responder.lngLat[1]).toBeCloseTo(town.center[1] + 70 / 111_195, 6)
  const [track] =
    await sql`select count(*)::int as n from positions where responder_id = ${town.responders.fire3}`
  expect(track?.n).toBe(3)
  await sendHome(await findOrders(commander, { responder: town.responders.fire3, state: 'open' }))
})
