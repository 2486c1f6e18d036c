import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { accept } from './accept.ts'
import { assess } from './assess.ts'
import { close } from './close.ts'
import type { Danger } from './danger.ts'
import { DangerQuery, findDanger, findDangers } from './find.ts'
import { rectify } from './rectify.ts'
import { reopen } from './reopen.ts'
import { report } from './report.ts'
import { supervise } from './supervise.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
const dueAt = new Date(Date.now() + 30 * 86_400_000).toISOString()

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
})

const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    error => error,
  )
const found = (hazard = 0) =>
  report(planner, {
    hazardId: town.hazards[hazard] ?? 0,
    title: '围堰开裂',
    detail: '',
    grade: 'general',
    dueAt: null,
  })
const assessing = (danger: Danger, grade: Danger['grade']) =>
  assess(planner, danger.id, { version: danger.version, note: '', grade, responsible: '赵工', dueAt })
const rectifying = (danger: Danger, contingency = '') =>
  rectify(planner, danger.id, {
    version: danger.version,
    note: '',
    measures: '重砌围堰',
    fundsYuan: 20000,
    contingency,
  })

test('a general danger walks its steps, each with who and when, one journal row a step', async () => {
  const before = await lastSequence(sql)
  const reported = await found()
  const assessed = await assessing(reported, 'general')
  const rectified = await rectifying(assessed)
  const accepted = await accept(planner, rectified.id, {
    version: 3,
    note: '合格',
    passed: true,
    resumed: false,
  })
  const closed = await close(planner, accepted.id, { version: 4, note: '' })
  expect(closed).toMatchObject({ state: 'closed', version: 5, next: ['reopen'], responsible: '赵工', dueAt })
  expect(closed.closedAt).not.toBeNull()
  expect(closed.steps.map(({ verb, by }) => [verb, by])).toEqual(
    ['report', 'assess', 'rectify', 'accept', 'close'].map(verb => [verb, town.people.planner.name]),
  )
  expect(closed.steps[2]?.details).toEqual({ measures: '重砌围堰', fundsYuan: 20000, contingency: '' })
  const rows = await follow(sql, { after: before, limit: 20 })
  expect(rows.map(row => `${row.noun}/${row.verb}`)).toEqual([
    'danger/report',
    'danger/assess',
    'danger/rectify',
    'danger/accept',
    'danger/close',
  ])
})

test('a major one needs its supervisor, its contingency plan and the inspection for resuming work', async () => {
  const assessed = await assessing(await found(), 'major')
  expect(assessed.next).toEqual(['supervise', 'assess'])
  expect((await refusal(rectifying(assessed, '预案'))).words.zh).toContain('可以：挂牌督办')
  const supervised = await supervise(planner, assessed.id, { version: 2, note: '', supervisor: '县安委办' })
  expect(supervised).toMatchObject({ state: 'supervised', supervisor: '县安委办' })
  expect(await refusal(rectifying(supervised))).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'contingency' }],
  })
  const rectified = await rectifying(supervised, '停产撤人')
  const acceptance = { version: rectified.version, note: '', passed: true, resumed: false }
  expect(await refusal(accept(planner, rectified.id, acceptance))).toMatchObject({
    errors: [{ path: 'resumed' }],
  })
  const failed = await accept(planner, rectified.id, { ...acceptance, passed: false })
  expect(failed).toMatchObject({ state: 'supervised', closedAt: null })
})

test('steps out of turn, old versions, past dates and unknown numbers are refused and change nothing', async () => {
  const danger = await found()
  expect(await refusal(close(planner, danger.id, { version: 1, note: '' }))).toMatchObject({
    code: 'conflict',
    details: { theirs: { id: danger.id } },
  })
  expect(await refusal(assessing({ ...danger, version: 9 }, 'general'))).toMatchObject({ code: 'conflict' })
  const past = {
    version: 1,
    note: '',
    grade: 'general' as const,
    responsible: '赵',
    dueAt: '2020-01-01T00:00:00Z',
  }
  expect(await refusal(assess(planner, danger.id, past))).toMatchObject({ errors: [{ path: 'dueAt' }] })
  expect(await refusal(findDanger(planner, 999_999_999))).toMatchObject({ code: 'missing' })
  expect(await findDanger(planner, danger.id)).toEqual(danger)
})

test('two people who take the same step at once: one wins', async () => {
  const danger = await found()
  const both = await Promise.allSettled([assessing(danger, 'general'), assessing(danger, 'major')])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await findDanger(planner, danger.id)).steps).toHaveLength(2)
})

test('a closed one is opened again with a reason and a new date', async () => {
  const rectified = await rectifying(await assessing(await found(), 'general'))
  const accepted = await accept(planner, rectified.id, { version: 3, note: '', passed: true, resumed: false })
  const closed = await close(planner, accepted.id, { version: 4, note: '' })
  const again = await reopen(planner, closed.id, { version: 5, note: '再次开裂', dueAt })
  expect(again).toMatchObject({ state: 'assessed', closedAt: null, version: 6 })
})

test('lists keep to the source and the state; who has no right or is in an ended drill changes nothing', async () => {
  const danger = await found(2)
  const list = await findDangers(
    planner,
    DangerQuery.parse({ town: String(town.id), hazard: String(town.hazards[2]), state: 'open' }),
  )
  expect(list).toEqual([danger])
  const viewer = await contextOf(sql, town.people.viewer)
  const responder = await contextOf(sql, town.people.responder)
  const input = {
    hazardId: danger.hazardId,
    title: '隐患',
    detail: '',
    grade: 'general' as const,
    dueAt: null,
  }
  expect(await refusal(report(viewer, input))).toMatchObject({ code: 'forbidden' })
  const theirs = await report(responder, input)
  expect(
    await refusal(
      assess(responder, theirs.id, { version: 1, note: '', grade: 'general', responsible: '赵', dueAt }),
    ),
  ).toMatchObject({ code: 'forbidden' })
  const ended = { ...planner, world: { ...planner.world, kind: 'drill' as const, open: false } }
  expect(await refusal(report(ended, input))).toMatchObject({ code: 'conflict' })
})
