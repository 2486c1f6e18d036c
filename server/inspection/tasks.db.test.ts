import type { Sql } from 'postgres'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { findControl, findTasks } from './find.ts'
import { findRules } from './find-rules.ts'
import { inspect } from './inspect.ts'
import { openTasks } from './open-tasks.ts'
import { setRules } from './set-rules.ts'

let sql: Sql
let town: TestTown
let planner: Context
const day = 86_400_000

beforeAll(async () => {
  sql = (await testDatabase()).sql
})
beforeEach(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
})
afterEach(() => {
  vi.useRealTimers()
})

test('work that a slacker frequency made void is open again when the old one is back', async () => {
  const seen = await findRules(planner, { town: town.id })
  const setDays = (edition: number, inspectDays: number) =>
    setRules(planner, {
      ...{ townId: town.id, edition },
      rules: seen.rules.map(({ level, controller, clause, responsible }) => ({
        ...{ level, controller, clause, responsible, inspectDays },
      })),
    })
  const { edition: monthly } = await setDays(seen.edition, 30)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 500 * day })
  const opened = await openTasks(planner, town.id)
  expect(opened.length).toBeGreaterThan(0)
  const { edition: yearly } = await setDays(monthly, 3000)
  await openTasks(planner, town.id)
  expect(await findTasks(planner, { town: town.id })).toEqual([])
  await setDays(yearly, 30)
  const again = await openTasks(planner, town.id)
  expect(again.map(({ id, dueAt }) => [id, dueAt])).toEqual(opened.map(({ id, dueAt }) => [id, dueAt]))
  expect(again).toMatchObject(opened.map(() => ({ state: 'open', endedAt: null, version: 3 })))
  expect(await openTasks(planner, town.id)).toEqual([])
})

test('an inspection that was done in time and is told late ends the work; one before the latest look does not', async () => {
  const hazardId = town.hazards[1] ?? 0
  const look = (at: number) =>
    inspect(planner, { hazardId, doneAt: new Date(at).toISOString(), note: '', dangers: [] })
  const first = Date.now() - 1000
  await look(first)
  const { dueAt } = await findControl(planner, hazardId)
  const from = Date.parse(dueAt ?? '')
  vi.useFakeTimers({ toFake: ['Date'], now: from + 3 * day })
  await openTasks(planner, town.id)
  const openOf = async () =>
    (await findTasks(planner, { town: town.id })).filter(task => task.hazardId === hazardId).length
  expect(await openOf()).toBe(1)
  await look(first - day)
  expect(await openOf()).toBe(1)
  await look(from - day)
  expect(await openOf()).toBe(0)
  const [task] =
    await sql`select state, inspection_id from tasks where hazard_id = ${hazardId} order by due_at desc limit 1`
  expect(task).toMatchObject({ state: 'done', inspection_id: expect.any(Number) })
})
