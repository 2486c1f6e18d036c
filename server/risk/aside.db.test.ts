import { setImmediate } from 'node:timers/promises'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { setEngines } from '../engines.ts'
import type { Served } from '../request.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { RiskFields } from './fields.ts'
import { riskRoutes } from './routes.ts'
import { hashOf } from './sums.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let aside: RiskFields

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  // Even this small town is built and summed in the thread.
  aside = new RiskFields(sql, { cellsHere: 0, url: inject('testPostgresUrl') || undefined })
  setEngines({ risk: aside, roads: async () => null })
})
afterAll(() => aside.close())

test('a field built in a thread is the field built here', async () => {
  const there = await aside.get(town.id)
  const here = await new RiskFields(sql).get(town.id)
  for (const scale of ['inherent', 'residual', 'live'] as const) {
    expect(there.severities(scale)).toEqual(here.severities(scale))
    expect(there.hash(scale)).toBe(here.hash(scale))
  }
  expect(there.why('inherent', 0)).toEqual(here.why('inherent', 0))
})

test('maps by other rules are those of the field under these rules, in a thread and here', async () => {
  const [there, here] = [await aside.get(town.id), await new RiskFields(sql).get(town.id)]
  const exposed = { ...here.rows, exposure: [{ peopleFrom: 0, factor: '1.5' }] }
  for (const rows of [here.rows, exposed]) {
    const [aloof, near] = [await there.sumsBy(rows), await here.sumsBy(rows)]
    const fresh = await new RiskFields(sql).get(town.id)
    await fresh.recompute(rows)
    for (const [i, scale] of (['inherent', 'residual', 'live'] as const).entries()) {
      expect([aloof[i], near[i]].map(sums => sums && hashOf(sums))).toEqual([
        fresh.hash(scale),
        fresh.hash(scale),
      ])
    }
  }
})

test('a thread that does not reach the database says so, and the next who asks tries again', async () => {
  const away = new RiskFields(sql, { cellsHere: 0, url: 'postgres://nobody@127.0.0.1:1/none' })
  await expect(away.get(town.id)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await expect(away.get(town.id)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await away.close()
})

test('reads are answered while everything is summed anew', async () => {
  const app = new Hono<Served>()
    .use(async (c, next) => {
      c.set('context', planner)
      await next()
    })
    .route('/', riskRoutes)
  const field = await aside.get(town.id)
  const before = field.hash('inherent')
  let isRunning = true
  const rows = { ...field.rows, exposure: [{ peopleFrom: 0, factor: '10' }] }
  const summing = field.recompute(rows).then(() => {
    isRunning = false
  })
  const answered: string[] = []
  while (isRunning) {
    const summary = await app.request(`/risk/summary?town=${town.id}`)
    const { hash } = await summary.json()
    if (isRunning) answered.push(hash)
    // As between two requests of a network.
    await setImmediate()
  }
  await summing
  expect(answered.length).toBeGreaterThan(0)
  // Until the new levels are there, the earlier ones answer.
  expect(new Set(answered)).toEqual(new Set([before]))
  expect(field.hash('inherent')).not.toBe(before)
})

test('a change that comes while everything is summed is taken after it', async () => {
  const field = await aside.get(town.id)
  const summing = field.recompute()
  expect(() => field.changeSource(town.hazards[0] ?? 0, null)).toThrow('summed')
  const changed = await field.whenSettled(() => field.changeSource(town.hazards[1] ?? 0, null))
  await summing
  expect(changed.inherent.length).toBeGreaterThan(0)
  const fresh = new RiskFields(sql, { cellsHere: 0 })
  const row = { verb: 'correct', noun: 'hazard', nounId: town.hazards[1] ?? 0, townId: town.id, after: null }
  const told = await aside.applyJournal(row)
  expect(told.map(change => change.scale)).toEqual(['inherent', 'residual', 'live'])
  await field.recompute({ upgrades: [], exposure: [], decay: [] })
  expect(field.hash('live')).toBe((await fresh.get(town.id)).hash('live'))
  await fresh.close()
})
