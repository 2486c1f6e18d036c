import { beforeAll, expect, test } from 'vitest'
import { aPlan, aTask } from '../plans/plan-builder.ts'
import type { Context } from '../server/context.ts'
import { testDatabase } from '../server/database/test-database.ts'
import { acknowledge } from '../server/dispatch/acknowledge.ts'
import { arrive } from '../server/dispatch/arrive.ts'
import { closeRoad } from '../server/dispatch/close-road.ts'
import { decline } from '../server/dispatch/decline.ts'
import { depart } from '../server/dispatch/depart.ts'
import { drawZone } from '../server/dispatch/draw-zone.ts'
import { liftClosure } from '../server/dispatch/lift-closure.ts'
import { liftZone } from '../server/dispatch/lift-zone.ts'
import { order } from '../server/dispatch/order.ts'
import { release } from '../server/dispatch/release.ts'
import { reportPosition } from '../server/dispatch/report-position.ts'
import { anIncident, startTestEngines } from '../server/dispatch/test-incident.ts'
import { open } from '../server/drill/open.ts'
import { setClock } from '../server/drill/set-clock.ts'
import { close } from '../server/incident/close.ts'
import { correct } from '../server/incident/correct.ts'
import { follow, lastSequence } from '../server/journal/find.ts'
import { create } from '../server/plan/create.ts'
import { end } from '../server/plan/end.ts'
import { escalate } from '../server/plan/escalate.ts'
import { mark } from '../server/plan/mark.ts'
import { publish } from '../server/plan/publish.ts'
import { save } from '../server/plan/save.ts'
import { start } from '../server/plan/start.ts'
import { block, contextOf, type TestTown, testTown } from '../server/test-town.ts'

const { sql } = await testDatabase()
let town: TestTown
let commander: Context
let planner: Context

beforeAll(async () => {
  startTestEngines(sql)
  town = await testTown(sql)
  commander = await contextOf(sql, town.people.commander)
  planner = await contextOf(sql, town.people.planner)
})

/** Runs one verb and says which rows it left in the journal. */
async function told<T>(work: Promise<T> | (() => Promise<T>)): Promise<{ rows: string[]; value: T }> {
  const before = await lastSequence(sql)
  const value = await (typeof work === 'function' ? work() : work)
  const rows = await follow(sql, { after: before, limit: 100 })
  return { rows: rows.map(row => `${row.noun}/${row.verb}`), value }
}

const document = aPlan([aTask('send', { role: 'chief' }), aTask('tell', { role: 'chief' })], { code: 'rows' })
const no = { reason: '' }

test('every verb writes one row for each noun it changes, and no other', async () => {
  const draft = await told(() => create(planner, { townId: town.id, document }))
  const saved = await told(() => save(planner, draft.value.id, { document, version: 1 }))
  const plan = await told(() => publish(planner, draft.value.id, { version: 2 }))
  expect([draft.rows, saved.rows, plan.rows]).toEqual([['plan/create'], ['plan/save'], ['plan/publish']])

  const incident = await told(() => anIncident(commander, town))
  const { id } = incident.value
  expect(incident.rows).toEqual(['incident/report'])
  expect((await told(() => correct(commander, id, { version: 1, title: '改' }))).rows).toEqual([
    'incident/correct',
  ])
  const run = await told(() => start(commander, id, { planId: plan.value.id, level: 'IV' }))
  expect(run.rows).toEqual(['incident/respond', 'run/start'])
  const raised = await told(() => escalate(commander, run.value.id, { level: 'III', version: 1 }))
  expect(raised.rows).toEqual(['run/escalate'])
  const marked = await told(() =>
    mark(commander, run.value.id, { nodeId: 'tell', state: 'done', note: '', version: 0 }),
  )
  expect(marked.rows).toEqual(['run-node/mark'])

  const { fire1, fire2, fire3 } = town.responders
  const orders = await told(() =>
    order(commander, id, { responderIds: [fire1, fire2, fire3], nodeId: 'send', instruction: '' }),
  )
  expect(orders.rows).toEqual(['order/order', 'order/order', 'order/order', 'run-node/mark'])
  const [one, two, three] = orders.value.map(each => each.id)
  const step = async (verb: typeof arrive, orderId: number | undefined, version: number, reason = '') =>
    (await told(() => verb(commander, orderId ?? 0, { version, reason }))).rows
  expect(await step(acknowledge, one, 1)).toEqual(['order/acknowledge'])
  expect(await step(depart, one, 2)).toEqual(['order/depart'])
  expect(await step(decline, two, 1, '无人')).toEqual(['order/decline'])
  expect(await step(release, three, 1)).toEqual(['order/release'])
  const position = await told(() => reportPosition(commander, { responderId: fire1, lngLat: town.center }))
  expect(position.rows).toEqual(['position/report-position'])
  expect(await step(arrive, one, 3)).toEqual(['order/arrive', 'run-node/mark'])
  expect(await step(release, one, 4)).toEqual(['order/release'])

  const line = {
    type: 'LineString' as const,
    coordinates: [town.center, [town.center[0] + 0.001, town.center[1]] as [number, number]],
  }
  const closure = await told(() =>
    closeRoad(commander, { townId: town.id, incidentId: id, line, reason: '试' }),
  )
  const reopened = await told(() => liftClosure(commander, closure.value.id, { version: 1 }))
  const polygon = block(1, 1, { columns: 1, rows: 1 })
  const zone = await told(() =>
    drawZone(commander, { townId: town.id, incidentId: id, kind: 'danger', polygon, reason: '试' }),
  )
  const lifted = await told(() => liftZone(commander, zone.value.id, { version: 1 }))
  expect([closure.rows, reopened.rows, zone.rows, lifted.rows]).toEqual([
    ['closure/close-road'],
    ['closure/lift'],
    ['zone/draw'],
    ['zone/lift'],
  ])

  expect((await told(() => end(commander, run.value.id, { version: 2 }))).rows).toEqual(['run/end'])
  expect((await told(() => close(commander, id, { version: 3, ...no }))).rows).toEqual(['incident/close'])
  const organizer = await contextOf(sql, town.people['drill-organizer'])
  const drill = await told(() => open(organizer, { townId: town.id, name: '行数', objective: '' }))
  expect(drill.rows).toEqual(['drill/open'])
  const ended = await told(() => setClock(organizer, drill.value.id, { action: 'end', version: 1 }))
  expect(ended.rows).toEqual(['drill/end'])
})

test('a refused verb writes nothing', async () => {
  const incident = await anIncident(commander, town)
  const refused = await told(() =>
    correct(commander, incident.id, { version: 9, title: '改' }).catch(error => error.code),
  )
  expect(refused).toEqual({ rows: [], value: 'conflict' })
})

test('the same Idempotency-Key gets the same answer, one noun and one journal row', async () => {
  const keyed = { ...commander, idempotency: { key: `key-${town.id}`, fingerprint: 'report' } }
  const first = await told(() => anIncident(keyed, town))
  const again = await told(() => Promise.all([anIncident(keyed, town), anIncident(keyed, town)]))
  expect(first.rows).toEqual(['incident/report'])
  expect(again.rows).toEqual([])
  expect(again.value).toEqual([first.value, first.value])
  const other = { ...commander, idempotency: { key: `key-${town.id}`, fingerprint: 'something else' } }
  await expect(anIncident(other, town)).rejects.toMatchObject({ code: 'conflict' })
})

test('two requests with one new key at the same moment make one order', async () => {
  const incident = await anIncident(commander, town)
  const keyed = { ...commander, idempotency: { key: `order-${town.id}`, fingerprint: 'order' } }
  const input = { responderIds: [town.responders.medic], nodeId: null, instruction: '' }
  const [one, two] = await Promise.all([order(keyed, incident.id, input), order(keyed, incident.id, input)])
  expect(two).toEqual(one)
  const [orders] = await sql`select count(*)::int as n from orders where incident_id = ${incident.id}`
  expect(orders?.n).toBe(1)
})
