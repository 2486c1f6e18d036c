import { Hono } from 'hono'
import { testClient } from 'hono/testing'
import { beforeAll, expect, test } from 'vitest'
import { playbooks } from '../plans/playbooks.ts'
import { testDatabase } from '../server/database/test-database.ts'
import { dispatchRoutes } from '../server/dispatch/routes.ts'
import { startTestEngines } from '../server/dispatch/test-incident.ts'
import { drillRoutes } from '../server/drill/routes.ts'
import { incidentRoutes } from '../server/incident/routes.ts'
import { planRoutes } from '../server/plan/routes.ts'
import { seedPlans } from '../server/plan/seed.ts'
import { answerProblem } from '../server/problem.ts'
import type { Served } from '../server/request.ts'
import { contextOf, type TestTown, testTown } from '../server/test-town.ts'

const { sql } = await testDatabase()
let town: TestTown

beforeAll(async () => {
  startTestEngines(sql)
  town = await testTown(sql)
  await sql.begin(tx => seedPlans(tx, town.id, playbooks))
})

/** The rooms of the line behind one person, as the app hangs them up once someone has signed in. */
function appOf(role: keyof TestTown['people'], worldId = 0) {
  const app = new Hono<Served>()
  app.onError(answerProblem)
  return app
    .use(async (c, next) => {
      c.set('context', await contextOf(sql, town.people[role], worldId))
      await next()
    })
    .route('/api', incidentRoutes)
    .route('/api', planRoutes)
    .route('/api', dispatchRoutes)
    .route('/api', drillRoutes)
}

const clientOf = (role: keyof TestTown['people'], worldId = 0) => testClient(appOf(role, worldId)).api
const idOf = (id: number) => ({ id: String(id) })

test('from the report to a team on scene, over HTTP', async () => {
  const api = clientOf('commander')
  const reported = await api.incidents.$post({
    json: { townId: town.id, type: 'chemical', title: '储罐泄漏', lngLat: town.center },
  })
  expect(reported.status).toBe(201)
  const incident = await reported.json()
  const param = idOf(incident.id)
  const [proposal] = await (await api.incidents[':id'].proposal.$get({ param })).json()
  const started = await api.incidents[':id'].runs.$post({
    param,
    json: { planId: proposal?.planId ?? 0, level: 'IV' },
  })
  expect(started.status).toBe(201)
  const needs = [{ kind: 'team' as const, skill: 'fire', count: 1 }]
  const advice = await (await api.incidents[':id'].recommendation.$post({ param, json: { needs } })).json()
  const responderIds = advice.needs[0]?.chosen ?? []
  const [order] = await (await api.incidents[':id'].orders.$post({ param, json: { responderIds } })).json()
  expect(order).toMatchObject({ state: 'ordered', responderId: responderIds[0] })
  const step = { param: idOf(order?.id ?? 0) }
  const acknowledged = await api.orders[':id'].acknowledge.$post({ ...step, json: { version: 1 } })
  expect(await acknowledged.json()).toMatchObject({ state: 'acknowledged', version: 2 })
  await api.orders[':id'].depart.$post({ ...step, json: { version: 2 } })
  const position = await api.positions.$post({
    json: { responderId: responderIds[0] ?? 0, lngLat: town.center },
  })
  expect(await position.json()).toMatchObject({ arrival: { orderId: order?.id, version: 3 } })
  const told = await (await api.incidents[':id'].timeline.$get({ param, query: {} })).json()
  expect(told.map(entry => entry.verb)).toEqual([
    'report',
    'respond',
    'start',
    'order',
    'acknowledge',
    'depart',
  ])
  const around = await (await api.incidents[':id'].surroundings.$get({ param })).json()
  expect(around.peopleDay).toBeGreaterThan(0)
})

test('an order that comes second is told who was first, as a problem document', async () => {
  const api = clientOf('commander')
  const json = { townId: town.id, type: 'fire' as const, title: '厂房起火', lngLat: town.center }
  const incident = await (await api.incidents.$post({ json })).json()
  const order = { param: idOf(incident.id), json: { responderIds: [town.responders.medic] } }
  expect((await api.incidents[':id'].orders.$post(order)).status).toBe(201)
  const second = await api.incidents[':id'].orders.$post(order)
  expect(second.status).toBe(409)
  expect(second.headers.get('content-type')).toContain('application/problem+json')
  expect(await second.json()).toMatchObject({
    code: 'conflict',
    detail: expect.stringContaining(`派往事件 ${incident.number}`),
  })
})

test('what does not fit is refused before any verb sees it', async () => {
  const send = (path: string, body: unknown) =>
    appOf('commander').request(`/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const base = { townId: town.id, type: 'chemical', title: '泄漏', lngLat: town.center }
  const bad = [
    ['/incidents', { ...base, lngLat: [200, 0] }],
    ['/incidents', { ...base, type: 'war' }],
    ['/incidents', { ...base, extra: 1 }],
    ['/incidents', { ...base, casualties: { dead: -1 } }],
    ['/incidents/1/runs', { planId: 1, level: 'V' }],
    ['/incidents/1/orders', { responderIds: [] }],
    ['/positions', { responderId: 1, lngLat: [0, 91] }],
    ['/drills/1/clock', { action: 'run', rate: 3, version: 1 }],
    ['/runs/1/nodes/a', { state: 'finished', version: 0 }],
  ] as const
  for (const [path, body] of bad) expect([path, (await send(path, body)).status]).toEqual([path, 422])
  expect((await send('/incidents/999999999/orders', { responderIds: [1] })).status).toBe(404)
})

test('a drill is opened, run and replayed over HTTP, and its world is another one', async () => {
  const organizer = clientOf('drill-organizer')
  const drill = await (await organizer.drills.$post({ json: { townId: town.id, name: '夜间演练' } })).json()
  const inside = clientOf('planner', drill.worldId)
  const clock = { param: idOf(drill.id), json: { action: 'run' as const, rate: 4 as const, version: 1 } }
  expect(await (await organizer.drills[':id'].clock.$post(clock)).json()).toMatchObject({ state: 'running' })
  const query = { town: String(town.id) }
  expect(await (await inside.incidents.$get({ query })).json()).toEqual([])
  const json = { townId: town.id, type: 'flood' as const, title: '内涝', lngLat: town.center }
  const made = await (await inside.incidents.$post({ json })).json()
  const elsewhere = await clientOf('commander').incidents[':id'].$get({ param: idOf(made.id) })
  expect(elsewhere.status).toBe(404)
  const replay = await (
    await organizer.drills[':id'].replay.$get({ param: idOf(drill.id), query: {} })
  ).json()
  expect(replay.map(row => row.noun)).toEqual(['drill', 'drill', 'incident'])
})
