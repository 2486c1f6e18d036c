import { beforeAll, expect, test } from 'vitest'
import { aPlan, aTask } from '../../plans/plan-builder.ts'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { close } from '../incident/close.ts'
import { findIncident } from '../incident/find.ts'
import { create } from '../plan/create.ts'
import { findRun } from '../plan/find-run.ts'
import { publish } from '../plan/publish.ts'
import { start } from '../plan/start.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { acknowledge } from './acknowledge.ts'
import { arrive } from './arrive.ts'
import { depart } from './depart.ts'
import { findOrders } from './find.ts'
import { order } from './order.ts'
import { release } from './release.ts'
import { anIncident, startTestEngines } from './test-incident.ts'

const { sql } = await testDatabase()
let town: TestTown
let commander: Context

beforeAll(async () => {
  startTestEngines(sql)
  town = await testTown(sql)
  commander = await contextOf(sql, town.people.commander)
})

const sendHome = async () => {
  for (const each of await findOrders(commander, { town: town.id, state: 'open' })) {
    await release(commander, each.id, { version: each.version, reason: '' })
  }
}

test('closing and ordering at the same moment never leaves someone out for a closed incident', async () => {
  for (let round = 0; round < 15; round++) {
    const incident = await anIncident(commander, town)
    const input = { responderIds: [town.responders.fire1], nodeId: null, instruction: '' }
    const [closed, ordered] = await Promise.allSettled([
      close(commander, incident.id, { version: incident.version, reason: '' }),
      order(commander, incident.id, input),
    ])
    expect([closed.status, ordered.status].sort()).toEqual(['fulfilled', 'rejected'])
    const lost = [closed, ordered].find(each => each.status === 'rejected')
    expect(lost?.status === 'rejected' && lost.reason).toMatchObject({ code: 'conflict' })
    const now = await findIncident(commander, incident.id)
    const open = await findOrders(commander, { incident: incident.id, state: 'open' })
    expect(open.length).toBe(now.state === 'closed' ? 0 : 1)
    await sendHome()
  }
})

test('teams that arrive at the same moment tick their node once', async () => {
  const planner = await contextOf(sql, town.people.planner)
  const document = aPlan([aTask('send', { role: 'chief' })], { code: `race-${town.id}` })
  const draft = await create(planner, { townId: town.id, document })
  const plan = await publish(planner, draft.id, { version: 1 })
  const { fire1, fire2, fire3, medic } = town.responders
  for (let round = 0; round < 8; round++) {
    const incident = await anIncident(commander, town)
    const run = await start(commander, incident.id, { planId: plan.id, level: 'III' })
    const responderIds = [fire1, fire2, fire3, medic]
    const orders = await order(commander, incident.id, { responderIds, nodeId: 'send', instruction: '' })
    for (const { id } of orders) {
      await acknowledge(commander, id, { version: 1, reason: '' })
      await depart(commander, id, { version: 2, reason: '' })
    }
    await Promise.all(orders.map(({ id }) => arrive(commander, id, { version: 3, reason: '' })))
    expect((await findRun(commander, run.id)).nodes).toMatchObject([
      { nodeId: 'send', state: 'done', version: 2 },
    ])
    await sendHome()
  }
})
