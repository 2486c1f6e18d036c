import { beforeAll, expect, test } from 'vitest'
import { aPlan, aStage, aTask } from '../../plans/plan-builder.ts'
import { playbooks } from '../../plans/playbooks.ts'
import { testDatabase } from '../database/test-database.ts'
import { anIncident } from '../dispatch/test-incident.ts'
import { findIncident } from '../incident/find.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { create } from './create.ts'
import { end } from './end.ts'
import { escalate } from './escalate.ts'
import { findPlan, findPlans } from './find.ts'
import { findFindings } from './find-findings.ts'
import { findProposal } from './find-proposal.ts'
import { findRun } from './find-run.ts'
import { mark } from './mark.ts'
import { publish } from './publish.ts'
import { save } from './save.ts'
import { seedPlans } from './seed.ts'
import { start } from './start.ts'

const { sql } = await testDatabase()
let town: TestTown

beforeAll(async () => {
  town = await testTown(sql)
  await sql.begin(tx => seedPlans(tx, town.id, playbooks))
})

const steps = () =>
  aPlan(
    [
      aStage('first', [aTask('a', { role: 'chief' }), aTask('b', { role: 'chief', after: ['a'] })]),
      aTask('more', { role: 'chief', level: 'II' }),
    ],
    { code: `steps-${Math.random().toString(36).slice(2, 8)}` },
  )

async function publishedSteps() {
  const planner = await contextOf(sql, town.people.planner)
  const draft = await create(planner, { townId: town.id, document: steps() })
  return publish(planner, draft.id, { version: draft.version })
}

async function running(level: 'III' | 'IV' = 'III') {
  const context = await contextOf(sql, town.people.commander)
  const plan = await publishedSteps()
  const incident = await anIncident(context, town)
  return { context, plan, incident, run: await start(context, incident.id, { planId: plan.id, level }) }
}

test('seeding twice leaves one of each playbook, published', async () => {
  await sql.begin(tx => seedPlans(tx, town.id, playbooks))
  const plans = await findPlans(await contextOf(sql, town.people.viewer), { town: town.id })
  expect(plans.filter(plan => playbooks.some(book => book.code === plan.code))).toHaveLength(playbooks.length)
  expect(plans.every(plan => plan.nodes > 5)).toBe(true)
})

test('the plan for the type is proposed first, at the level of the grade', async () => {
  const context = await contextOf(sql, town.people.commander)
  const incident = await anIncident(context, town, { casualties: { dead: 3 } })
  const [first] = await findProposal(context, incident.id)
  expect(first?.level).toBe('III')
  const plan = await findPlan(context, first?.planId ?? 0)
  expect(plan.incidentTypes[0]).toBe('chemical')
  expect(first?.reasons.length).toBeGreaterThan(1)
})

test('a plan with errors is saved as a draft, told what is wrong, and not published', async () => {
  const context = await contextOf(sql, town.people.planner)
  const plan = await publishedSteps()
  const broken = {
    ...plan.document,
    root: aStage('root', [aTask('a', { after: ['b'] }), aTask('b', { after: ['a'] })]),
  }
  const draft = await save(context, plan.id, { document: broken, version: plan.version })
  expect(draft).toMatchObject({ standing: 'draft', version: plan.version + 1 })
  const findings = await findFindings(context, plan.id)
  expect(findings.some(finding => finding.severity === 'error')).toBe(true)
  await expect(publish(context, plan.id, { version: draft.version })).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(
    save(context, plan.id, { document: plan.document, version: plan.version }),
  ).rejects.toMatchObject({
    code: 'conflict',
    details: { theirs: { version: draft.version } },
  })
  const commander = await contextOf(sql, town.people.commander)
  const incident = await anIncident(commander, town)
  await expect(start(commander, incident.id, { planId: plan.id, level: 'IV' })).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('a code is given once in a town', async () => {
  const context = await contextOf(sql, town.people.planner)
  const document = steps()
  await create(context, { townId: town.id, document })
  await expect(create(context, { townId: town.id, document })).rejects.toMatchObject({ code: 'conflict' })
})

test('starting makes the incident responding; the same plan runs once at a time', async () => {
  const { context, incident, plan, run } = await running()
  expect(await findIncident(context, incident.id)).toMatchObject({ state: 'responding', runId: run.id })
  expect(run.escalations).toMatchObject([{ level: 'III', at: run.startedAt }])
  await expect(start(context, incident.id, { planId: plan.id, level: 'III' })).rejects.toMatchObject({
    code: 'conflict',
  })
  const ended = await end(context, run.id, { version: run.version })
  expect(ended.endedAt).not.toBeNull()
  await expect(
    mark(context, run.id, { nodeId: 'a', state: 'done', note: '', version: 0 }),
  ).rejects.toMatchObject({ code: 'conflict' })
  expect((await start(context, incident.id, { planId: plan.id, level: 'II' })).id).not.toBe(run.id)
})

test('a response is only raised, and the raise is kept', async () => {
  const { context, run } = await running('IV')
  const raised = await escalate(context, run.id, { level: 'II', version: run.version })
  expect(raised.escalations.map(each => each.level)).toEqual(['IV', 'II'])
  for (const level of ['II', 'III'] as const) {
    await expect(escalate(context, run.id, { level, version: raised.version })).rejects.toMatchObject({
      code: 'conflict',
    })
  }
})

test('a node that waits is refused with the reason and no mark is kept', async () => {
  const { context, run } = await running()
  const early = mark(context, run.id, { nodeId: 'b', state: 'done', note: '', version: 0 })
  await expect(early).rejects.toMatchObject({ code: 'conflict', words: { zh: expect.stringContaining('a') } })
  await expect(
    mark(context, run.id, { nodeId: 'more', state: 'done', note: '', version: 0 }),
  ).rejects.toMatchObject({ code: 'conflict' })
  await expect(
    mark(context, run.id, { nodeId: 'nowhere', state: 'done', note: '', version: 0 }),
  ).rejects.toMatchObject({ code: 'missing' })
  expect((await findRun(context, run.id)).nodes).toEqual([])
})

test('two who mark the same node at once: one wins, the other gets the mark', async () => {
  const { context, run } = await running()
  const other = await contextOf(sql, town.people.administrator)
  const tries = await Promise.allSettled(
    [context, other].map(who => mark(who, run.id, { nodeId: 'a', state: 'running', note: '', version: 0 })),
  )
  expect(tries.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  const lost = tries.find(one => one.status === 'rejected')
  expect(lost?.reason).toMatchObject({
    code: 'conflict',
    details: { theirs: { nodeId: 'a', state: 'running', version: 1 } },
  })
  const done = await mark(context, run.id, { nodeId: 'a', state: 'done', note: '已确认', version: 1 })
  expect(done).toMatchObject({ state: 'done', note: '已确认', version: 2, by: '测试commander' })
  expect((await findRun(context, run.id)).nodes).toEqual([done])
})
