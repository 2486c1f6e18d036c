import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { setEngines } from '../engines.ts'
import type { Refusal } from '../errors.ts'
import { assess } from '../hazard/assess.ts'
import { findHazard } from '../hazard/find.ts'
import { lastSequence } from '../journal/find.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { issue } from '../warning/issue.ts'
import { openFields, type RiskFields } from './fields.ts'
import { findMethodAssessments, findMethodUses } from './find-method-uses.ts'
import { findMethods } from './find-methods.ts'
import { findRaises } from './find-raises.ts'
import { findSettingsHistory } from './find-settings.ts'
import { previewMethod } from './preview-method.ts'
import { previewSettings } from './preview-settings.ts'
import { revise } from './revise.ts'
import { type RiskMethod, SourceRaise } from './risk.ts'
import { MethodPreview, MethodUse } from './rules/revision.ts'
import { SettingsPreview } from './rules/settings-words.ts'
import { setRiskSettings } from './set-risk-settings.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let administrator: Context
let fields: RiskFields

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  administrator = await contextOf(sql, { ...town.people.administrator, townIds: null })
  fields = openFields(sql)
  setEngines({ risk: fields, roads: async () => null })
})

// The files of a run share one database: the shipped tables are in force again for the next.
afterAll(async () => {
  await fields.close()
  await sql`delete from assessments where method_id in (select id from risk_methods where revision > 1)`
  await sql`delete from risk_methods where revision > 1`
  await sql`update risk_methods set replaced_at = null`
})

const lec = async (): Promise<RiskMethod> => {
  const found = (await findMethods(planner)).find(
    each => each.method === 'LEC' && each.edition === 'A' && each.inForce,
  )
  if (!found) throw new Error('LEC A is not in force')
  return found
}
const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    error => error,
  )
const half = [{ kind: '*', upTo: '1', factor: '0.5' }]

test('a preview of colouring rules counts what saving them would give, and stores nothing', async () => {
  const before = await lastSequence(sql)
  const rows = { upgrades: [], exposure: [], decay: half }
  const preview = SettingsPreview.parse(await previewSettings(planner, town.id, rows))
  const field = await fields.get(town.id)
  expect(preview.inherent.before).toEqual(field.counts('inherent'))
  expect(preview.inherent.fallen).toBeGreaterThan(0)
  expect(preview.inherent.risen).toBe(0)
  expect(field.counts('inherent')).toEqual(preview.inherent.before)
  expect(await lastSequence(sql)).toBe(before)
  expect(await findSettingsHistory(planner, { town: town.id })).toEqual([])

  const saved = await setRiskSettings(planner, town.id, { ...rows, version: 0, note: '试' })
  await fields.applyJournal({
    verb: 'set',
    noun: 'risk-setting',
    nounId: town.id,
    townId: town.id,
    after: saved,
  })
  expect(field.counts('inherent')).toEqual(preview.inherent.after)
  expect(await findSettingsHistory(planner, { town: town.id })).toMatchObject([
    { version: 1, decay: half, note: '试' },
  ])
})

test('a preview names the row at fault, and is for who may set the rules', async () => {
  const rows = { upgrades: [], exposure: [], decay: [{ kind: '*', upTo: '0.5', factor: '1' }] }
  expect(await refusal(previewSettings(planner, town.id, rows))).toMatchObject({
    errors: [{ path: 'decay.0.upTo' }],
  })
  const viewer = await contextOf(sql, town.people.viewer)
  expect(await refusal(previewSettings(viewer, town.id, { ...rows, decay: [] }))).toMatchObject({
    code: 'forbidden',
  })
})

test('a draft of a method says which standing assessments would change and which its tables would refuse', async () => {
  const [first = 0, second = 0] = town.hazards
  for (const [id, inputs] of [
    [first, { L: '3', E: '6', C: '15' }],
    [second, { L: '10', E: '6', C: '15' }],
  ] as const) {
    const { version } = await findHazard(planner, id)
    const { id: methodId } = await lec()
    await assess(planner, id, { scale: 'residual', methodId, inputs, note: '', reason: '核', version })
  }
  const method = await lec()
  const bands = method.bands.map(band => (band.level === 1 ? { ...band, from: '270' } : band))
  const input = { townId: town.id, revision: method.revision, bands }
  const preview = MethodPreview.parse(await previewMethod(planner, method.id, input))
  expect(preview.changed).toContainEqual(
    expect.objectContaining({ hazardId: first, scale: 'residual', score: '270', level: 2, levelAfter: 1 }),
  )
  expect(preview.same + preview.changedCount + preview.refusedCount).toBe(preview.assessments)
  const choices = method.choices.filter(({ factor, value }) => factor !== 'L' || value !== '10')
  const without = await previewMethod(planner, method.id, {
    townId: town.id,
    revision: method.revision,
    choices,
  })
  expect(without.refused).toContainEqual(expect.objectContaining({ hazardId: second, scale: 'residual' }))
  const gap = method.bands.map(band => (band.level === 4 ? { ...band, from: '5' } : band))
  expect(await refusal(previewMethod(planner, method.id, { ...input, bands: gap }))).toMatchObject({
    errors: [{ path: 'bands' }],
  })
})

test('a published revision knows who and when; what was assessed stays under the revision before', async () => {
  const before = await lec()
  const uses = async () => MethodUse.array().parse(await findMethodUses(planner, { town: town.id }))
  const of = async (id: number) => (await uses()).find(each => each.methodId === id)
  expect(await of(before.id)).toMatchObject({ publishedAt: null, replacedAt: null })
  const standing = (await of(before.id))?.standing ?? 0
  expect(standing).toBeGreaterThan(1)
  expect(await findMethodAssessments(planner, { id: before.id, town: town.id })).toHaveLength(standing)
  const after = await revise(administrator, before.id, { revision: before.revision, note: '新' })
  expect(await of(after.id)).toMatchObject({
    publishedBy: administrator.actor.name,
    assessments: 0,
    replacedAt: null,
  })
  expect((await of(after.id))?.publishedAt).toBe((await of(before.id))?.replacedAt)
  expect((await of(before.id))?.standing).toBe(standing)
})

test('what raises a source is listed with its level before, now and without the cause', async () => {
  const [hazardId = 0] = town.hazards
  await sql`update hazards set kind = 'waterlogging' where id = ${hazardId}`
  const warning = await issue(planner, {
    townId: town.id,
    kind: '暴雨',
    kindEn: '',
    level: 'red',
    title: '暴雨红色预警',
    titleEn: '',
    area: null,
    until: new Date(Date.now() + 3_600_000).toISOString(),
  })
  await fields.applyJournal({
    verb: 'issue',
    noun: 'warning',
    nounId: warning.id,
    townId: town.id,
    after: warning,
  })
  const raises = SourceRaise.array().parse(await findRaises(planner, { town: town.id }))
  const row = raises.find(each => each.hazardId === hazardId)
  expect(row).toMatchObject({
    cause: 'warning',
    nounId: warning.id,
    since: warning.issuedAt,
    thousandths: 1500,
  })
  expect(row?.cleared).toBe(row?.before)
  expect(row?.now).toBeLessThan(row?.before ?? 0)
})
