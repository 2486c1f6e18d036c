import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Context } from '../context.ts'
import { accept } from '../danger/accept.ts'
import { assess } from '../danger/assess.ts'
import { close } from '../danger/close.ts'
import { findDanger } from '../danger/find.ts'
import { rectify } from '../danger/rectify.ts'
import { report } from '../danger/report.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { openFields } from '../risk/fields.ts'
import { install } from '../sensor/install.ts'
import { takeReading } from '../sensor/take-reading.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { issue } from '../warning/issue.ts'
import { lift } from '../warning/lift.ts'
import { assign } from './assign.ts'
import { findControl, findControls, findInspections, findTasks } from './find.ts'
import { findRuleEditions, findRules, findTerms } from './find-rules.ts'
import { inspect } from './inspect.ts'
import { keepInspections } from './keep.ts'
import { openTasks } from './open-tasks.ts'
import { raisesOf } from './raises.ts'
import { setRules } from './set-rules.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
const day = 86_400_000

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
})
afterEach(() => {
  vi.useRealTimers()
})

const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    error => error,
  )
const hazard = (n: number) => town.hazards[n] ?? 0
/** The clock of the server stands `days` ahead from here on; only Date is moved, timers run. */
const moveClock = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * day })
const look = (n: number, more: Partial<Parameters<typeof inspect>[1]> = {}) =>
  inspect(planner, { hazardId: hazard(n), doneAt: null, note: '', dangers: [], ...more })
const clear = async () => raisesOf(sql, { townId: town.id, world: 0, hazardId: null, now: new Date() })

test('every confirmed source has its controlling level and its frequency; an unassessed one has none', async () => {
  const rows = await findControls(planner, { town: town.id, due: 'all' })
  const byId = new Map(rows.map(row => [row.hazardId, row]))
  expect(rows).toHaveLength(5)
  expect(byId.get(hazard(1))).toMatchObject({ level: 1, controller: 'county', inspectDays: 30, daysLate: 0 })
  expect(byId.get(hazard(3))).toMatchObject({ level: 4, controller: 'enterprise', inspectDays: 180 })
  expect(byId.get(hazard(4))).toMatchObject({ level: 0, controller: null, inspectDays: null, dueAt: null })
  const rules = await findRules(planner, { town: town.id })
  expect(rules).toMatchObject({ edition: 1, own: false })
  expect(rules.rules.every(rule => !rule.verified)).toBe(true)
})

test('overdue work opens once for a source and a date by the moved clock, and an inspection ends it', async () => {
  expect(await openTasks(planner, town.id)).toEqual([])
  moveClock(30.5)
  const before = await lastSequence(sql)
  const opened = await openTasks(planner, town.id)
  expect(opened.map(({ hazardId }) => hazardId)).toEqual([hazard(1)])
  expect(await openTasks(planner, town.id)).toEqual([])
  await keepInspections(sql)
  expect((await findTasks(planner, { town: town.id })).map(({ id }) => id)).toEqual(
    opened.map(({ id }) => id),
  )
  const late = await findControls(planner, { town: town.id, due: 'overdue' })
  expect(late).toMatchObject([{ hazardId: hazard(1), daysLate: 1 }])

  moveClock(30)
  expect(await findControls(planner, { town: town.id, due: 'overdue' })).toMatchObject([
    { hazardId: hazard(1), daysLate: 31 },
    { hazardId: hazard(0), daysLate: 1 },
  ])
  expect((await openTasks(planner, town.id)).map(({ hazardId }) => hazardId)).toEqual([hazard(0)])
  const done = await look(1)
  expect((await findTasks(planner, { town: town.id })).map(({ hazardId }) => hazardId)).toEqual([hazard(0)])
  expect(await findControl(planner, hazard(1))).toMatchObject({ lastAt: done.doneAt, daysLate: 0 })
  const rows = (await follow(sql, { after: before, limit: 10_000 })).filter(row => row.townId === town.id)
  expect(rows.map(row => `${row.noun}/${row.verb}`)).toEqual([
    'task/open',
    'task/open',
    'inspection/inspect',
    'task/finish',
  ])
})

test('a new edition of the rules changes what is due, and keeps the one before', async () => {
  const seen = await findRules(planner, { town: town.id })
  const rules = seen.rules.map(({ level, controller, clause }) => ({
    level,
    controller,
    clause,
    inspectDays: 400,
    responsible: '钱',
  }))
  const input = { townId: town.id, edition: seen.edition, rules }
  moveClock(61)
  await openTasks(planner, town.id)
  const own = await setRules(planner, input)
  expect(own).toMatchObject({ edition: 2, own: true })
  expect(await findControls(planner, { town: town.id, due: 'overdue' })).toEqual([])
  expect(await findControl(planner, hazard(1))).toMatchObject({ responsible: '钱', version: 0 })
  expect((await findRuleEditions(planner, { town: town.id })).map(each => [each.edition, each.own])).toEqual([
    [2, true],
    [1, false],
  ])
  await openTasks(planner, town.id)
  expect(await findTasks(planner, { town: town.id })).toEqual([])
  const [kept] = await sql`select count(*)::int as n from control_rules where town_id is null`
  expect(kept?.n).toBe(4)
  expect(await refusal(setRules(planner, input))).toMatchObject({ code: 'conflict' })
  const doubled = { ...input, edition: 2, rules: rules.map(rule => ({ ...rule, level: 1 as const })) }
  expect(await refusal(setRules(planner, doubled))).toMatchObject({ errors: [{ path: 'rules' }] })
})

test('a responsible person is named by version; the telephone is masked for who may not call', async () => {
  const named = await assign(planner, hazard(0), {
    responsible: '赵建国',
    unit: '澜海化工',
    phone: '138-0000-1234',
    version: 0,
  })
  expect(named).toMatchObject({ responsible: '赵建国', phone: '138-0000-1234', version: 1 })
  expect(
    await refusal(assign(planner, hazard(0), { responsible: '李', unit: '', phone: '', version: 0 })),
  ).toMatchObject({ code: 'conflict', details: { theirs: { responsible: '赵建国' } } })
  const viewer = await contextOf(sql, town.people.viewer)
  expect((await findControl(viewer, hazard(0))).phone).toBe('138****1234')
  const told = JSON.stringify(
    (await follow(sql, { after: (await lastSequence(sql)) - 1, limit: 1 })).map(row => row.after),
  )
  expect(told).not.toContain('0000')
})

test('an inspection reports what it found in one transaction; the live raise holds until the danger is closed', async () => {
  const before = await lastSequence(sql)
  const done = await look(2, {
    dangers: [{ title: '静电接地失效', detail: '', grade: 'general', dueAt: null }],
  })
  expect(done).toMatchObject({ result: 'dangers', dangerIds: [expect.any(Number)] })
  expect((await follow(sql, { after: before, limit: 9 })).map(row => `${row.noun}/${row.verb}`)).toEqual([
    'danger/report',
    'inspection/inspect',
  ])
  expect(await findInspections(planner, hazard(2))).toEqual([done])
  const id = done.dangerIds[0] ?? 0
  expect(await clear()).toEqual([
    {
      hazardId: hazard(2),
      cause: 'danger',
      nounId: id,
      thousandths: 500,
      text: {
        zh: `隐患 ${id}「静电接地失效」未销号：+0.5 级`,
        en: `Hidden danger ${id} “静电接地失效” is not closed: +0.5 levels`,
      },
      remedy: { zh: `销号隐患 ${id}`, en: `close hidden danger ${id}` },
    },
  ])
  const step = { note: '' }
  const dueAt = new Date(Date.now() + day).toISOString()
  await assess(planner, id, { ...step, version: 1, grade: 'general', responsible: '赵', dueAt })
  await rectify(planner, id, { ...step, version: 2, measures: '更换', fundsYuan: null, contingency: '' })
  await accept(planner, id, { ...step, version: 3, passed: true, resumed: false })
  expect(await clear()).toHaveLength(1)
  await close(planner, id, { ...step, version: 4 })
  expect(await clear()).toEqual([])
  expect((await findDanger(planner, id)).inspectionId).toBe(done.id)
})

test('a warning raises the kinds it concerns until it is lifted or runs out', async () => {
  await sql`update hazards set kind = 'waterlogging' where id = ${hazard(3)}`
  const input = {
    townId: town.id,
    kind: '暴雨',
    kindEn: 'Rainstorm',
    title: '暴雨橙色预警',
    titleEn: 'Orange',
    area: null,
  }
  const until = new Date(Date.now() + day).toISOString()
  const warning = await issue(planner, { ...input, level: 'orange', until })
  expect(await clear()).toMatchObject([
    { hazardId: hazard(3), cause: 'warning', thousandths: 1000, text: { zh: '暴雨橙色预警生效：+1 级' } },
  ])
  expect(await raisesOf(sql, { townId: town.id, world: 0, hazardId: hazard(0), now: new Date() })).toEqual([])
  await lift(planner, warning.id, { version: 1 })
  expect(await clear()).toEqual([])
  expect(await refusal(lift(planner, warning.id, { version: 2 }))).toMatchObject({ code: 'conflict' })
  await issue(planner, { ...input, level: 'blue', until })
  expect(await clear()).toEqual([])

  const red = await issue(planner, { ...input, level: 'red', until })
  moveClock(2)
  expect(await clear()).toEqual([])
  const before = await lastSequence(sql)
  await keepInspections(sql)
  await keepInspections(sql)
  const rows = (await follow(sql, { after: before, limit: 10_000 })).filter(
    row => row.noun === 'warning' && row.nounId === red.id,
  )
  expect(rows.map(row => [row.verb, row.actor])).toEqual([['end', '系统']])
})

test('a reading over its threshold raises the source until it is back', async () => {
  const sensor = await install(planner, {
    townId: town.id,
    hazardId: hazard(0),
    code: 'G-1',
    name: '氨气探头',
    nameEn: '',
    quantity: '氨浓度',
    unit: 'ppm',
    lngLat: null,
    thresholds: [{ grade: 'second', direction: 'above', over: 50, back: 45 }],
  })
  const take = (value: number) =>
    takeReading(planner, {
      townId: town.id,
      keepGood: false,
      rows: [{ sensor: 'G-1', at: new Date().toISOString(), value }],
    })
  await take(50)
  expect(await clear()).toMatchObject([
    { hazardId: hazard(0), cause: 'reading', nounId: sensor.id, thousandths: 1000 },
  ])
  await new Promise(resolve => setTimeout(resolve, 5))
  await take(44)
  expect(await clear()).toEqual([])
})

test('the table of live terms says that nobody checked it; bad inspections are refused', async () => {
  const terms = await findTerms(planner, { town: town.id })
  expect(terms.length).toBeGreaterThan(10)
  expect(terms.every(term => !term.verified)).toBe(true)
  const ahead = new Date(Date.now() + day).toISOString()
  expect(await refusal(look(0, { doneAt: ahead }))).toMatchObject({ errors: [{ path: 'doneAt' }] })
  expect(await refusal(look(5))).toMatchObject({ code: 'conflict' })
  const viewer = await contextOf(sql, town.people.viewer)
  const input = { hazardId: hazard(0), doneAt: null, note: '', dangers: [] }
  expect(await refusal(inspect(viewer, input))).toMatchObject({ code: 'forbidden' })
})

test('the live field follows: a danger raises the cells of its source until it is closed', async () => {
  const fresh = await testTown(sql)
  const person = await contextOf(sql, fresh.people.planner)
  const fields = openFields(sql)
  const field = await fields.get(fresh.id)
  const source = fresh.hazards[2] ?? 0
  const levels = () => [...field.levels('live')].join('')
  const quiet = levels()
  let seen = await lastSequence(sql)
  const catchUp = async () => {
    const rows = await follow(sql, { after: seen, limit: 50 })
    seen += rows.length
    const changes = []
    for (const row of rows) changes.push(...(await fields.applyJournal(row)))
    return changes.map(({ scale }) => scale)
  }
  const danger = await report(person, {
    hazardId: source,
    title: '阀门内漏',
    detail: '',
    grade: 'major',
    dueAt: null,
  })
  expect(new Set(await catchUp())).toEqual(new Set(['live']))
  expect(levels()).not.toBe(quiet)
  const raised = [...field.levels('live')].filter((level, i) => level !== Number(quiet[i]))
  expect(new Set(raised)).toEqual(new Set([2]))
  const step = { note: '' }
  const dueAt = new Date(Date.now() + day).toISOString()
  await assess(person, danger.id, { ...step, version: 1, grade: 'general', responsible: '赵', dueAt })
  await rectify(person, danger.id, {
    ...step,
    version: 2,
    measures: '换阀',
    fundsYuan: null,
    contingency: '',
  })
  await accept(person, danger.id, { ...step, version: 3, passed: true, resumed: false })
  await close(person, danger.id, { ...step, version: 4 })
  await catchUp()
  expect(levels()).toBe(quiet)
})
