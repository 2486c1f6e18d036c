import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { migrationDirectory } from '../database/migrate.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { findMethods } from '../risk/find-methods.ts'
import type { RiskMethod } from '../risk/risk.ts'
import { severityOf } from '../risk/rules/severity.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { assess } from './assess.ts'
import { findAssessments, findHazard } from './find.ts'
import { Assessment, type AssessmentInput, type Hazard } from './hazard.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let methods: RiskMethod[]

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  methods = await findMethods(planner)
})

const idOf = (method: string, edition: string) =>
  methods.find(each => each.method === method && each.edition === edition)?.id ?? 0
const unassessed = () => findHazard(planner, town.hazards[4] ?? 0)
const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('it was accepted')),
    error => error,
  )
const put = async (input: Omit<AssessmentInput, 'version' | 'note'>): Promise<Hazard> => {
  const { id, version } = await unassessed()
  return assess(planner, id, { note: '', ...input, version })
}
const clear = { V1: '0', V2: '0', V3: '0', V4: '0' }

test.each([
  ['LEC', 'B', { L: '6', E: '3', C: '40' }, '720', 1, 3555],
  ['LS', 'B', { L: '2', S: '4' }, '8', 4, 875],
  ['MES', 'rail', { M: '3', E1: '6', E2: '2', S: '10' }, '180', 1, 3000],
  ['MES', 'common', { M: '1', E2: '6', S: '8' }, '48', 4, 960],
  ['HEV', 'flood', { H1: '60', H2: '1', E1: '250', E2: '1', V1: '1', V2: '1' }, '0.57', 1, 3035],
  ['DIAGNOSIS', '2018', { S: '60', ...clear }, '60', 2, 2999],
  ['DIAGNOSIS', '2018', { S: '96', ...clear, V2: '1' }, '96', 1, 3000],
])(
  '%s %s is kept with its edition, clause and working',
  async (method, edition, inputs, score, level, severity) => {
    const methodId = idOf(method, edition)
    const hazard = await put({ scale: 'inherent', methodId, inputs, evidence: '检查记录 7' })
    expect(hazard.inherentLevel).toBe(level)
    const rows = await findAssessments(planner, hazard.id)
    expect(Assessment.array().parse(rows)).toEqual(rows)
    const table = methods.find(({ id }) => id === methodId)
    expect(rows[0]).toMatchObject({
      methodId,
      method,
      edition,
      revision: 1,
      clause: table?.clause,
      standard: table?.standard,
      inputs,
      score,
      level,
      severity,
      evidence: '检查记录 7',
      assessedBy: planner.actor.name,
    })
  },
)

test('both scales in one act: two assessments, three journal rows, one version', async () => {
  const before = await unassessed()
  const after = await lastSequence(sql)
  const hazard = await put({
    scale: 'residual',
    methodId: idOf('LEC', 'A'),
    inputs: { L: '3', E: '6', C: '15' },
    counterpart: { methodId: idOf('LEC', 'A'), inputs: { L: '6', E: '6', C: '15' } },
  })
  expect(hazard).toMatchObject({ inherentLevel: 1, residualLevel: 2, version: before.version + 1 })
  const rows = await follow(sql, { after, limit: 10 })
  expect(rows.map(({ noun, verb }) => `${noun} ${verb}`)).toEqual([
    'assessment assess',
    'assessment assess',
    'hazard assess',
  ])
  expect(rows.map(({ after: row }) => row)).toMatchObject([{ scale: 'inherent' }, { scale: 'residual' }, {}])
})

test('faults are named by their factor, on both scales, and nothing is kept', async () => {
  const before = await unassessed()
  const count = (await findAssessments(planner, before.id)).length
  const error = await refusal(
    put({ scale: 'inherent', methodId: idOf('LEC', 'A'), inputs: { L: '4', E: '6', C: '2' } }),
  )
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'inputs.L' }, { path: 'inputs.C' }] })
  expect(error.errors[0]?.message.zh).toContain('10, 6, 3, 1, 0.5, 0.2, 0.1')
  const other = await refusal(
    put({
      scale: 'inherent',
      methodId: idOf('LEC', 'A'),
      inputs: { L: '3', E: '6', C: '15' },
      counterpart: { methodId: idOf('DIAGNOSIS', '2018'), inputs: { S: '100.5', ...clear } },
    }),
  )
  expect(other).toMatchObject({ code: 'invalid', errors: [{ path: 'counterpart.inputs.S' }] })
  expect((await findAssessments(planner, before.id)).length).toBe(count)
  expect(await unassessed()).toEqual(before)
})

test('what remains graver than the inherent risk needs its reason, whichever scale was entered last', async () => {
  const lec = idOf('LEC', 'A')
  await put({
    scale: 'inherent',
    methodId: lec,
    inputs: { L: '3', E: '6', C: '15' },
    counterpart: { methodId: lec, inputs: { L: '1', E: '6', C: '15' } },
  })
  const worse = { scale: 'residual' as const, methodId: lec, inputs: { L: '6', E: '6', C: '15' } }
  expect(await refusal(put(worse))).toMatchObject({ code: 'invalid', errors: [{ path: 'reason' }] })
  const inherent = { scale: 'inherent' as const, methodId: lec, inputs: { L: '0.5', E: '6', C: '15' } }
  expect(await refusal(put(inherent))).toMatchObject({ code: 'invalid', errors: [{ path: 'reason' }] })
  const hazard = await put({ ...worse, reason: '喷淋系统停用' })
  expect(hazard.residualLevel).toBe(1)
  const [newest] = await findAssessments(planner, hazard.id)
  expect(newest?.reason).toBe('喷淋系统停用')
})

test('a replaced revision is kept for what was made under it, and takes no new assessment', async () => {
  const [old] = await sql<{ id: number }[]>`
    insert into risk_methods (method, edition, revision, replaced_at, title, title_en, standard, clause, verified)
    values ('LS', 'A', 900, now(), 'LS', 'LS', '', '', false) returning id`
  const error = await refusal(put({ scale: 'inherent', methodId: old?.id ?? 0, inputs: { L: '2', S: '4' } }))
  await sql`delete from risk_methods where revision = 900`
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'methodId' }] })
})

test('a row that another program wrote without its severity is given it when read', async () => {
  const id = town.hazards[0] ?? 0
  const rows = await findAssessments(planner, id)
  expect(rows.map(({ score, severity }) => [score, severity])).toEqual([
    ['270', 2687],
    ['270', 2687],
  ])
})

test('the migration gives earlier rows the severity that the rule gives them', async () => {
  const text = readFileSync(join(migrationDirectory, '0003_risk_methods.sql'), 'utf8')
  const backfill = /update assessments a set severity[^;]+;/.exec(text)?.[0] ?? ''
  const byId = new Map(methods.map(method => [method.id, method]))
  const told: [string, number, number][] = []
  const undo = new Error('undo')
  const work = sql.begin(async tx => {
    for (const { id, bands } of methods.filter(({ method }) => method === 'LEC' || method === 'LS'))
      for (const score of ['0.5', '4', '9', '12', '16', '25', '63', '70', '319.5', '320', '720', '10000'])
        await tx`insert into assessments (hazard_id, scale, method_id, inputs, score, level, working, assessed_at, assessed_by)
          select ${town.hazards[4] ?? 0}, 'inherent', ${id}, '{}', ${score}, ${4 - Math.floor(severityOf(score, bands) / 1000)}, '',
            now(), '' where ${severityOf(score, bands)} >= 0`
    await tx.unsafe(backfill)
    for (const row of await tx<{ id: number; score: string; severity: number }[]>`
      select method_id as id, score::text as score, severity from assessments where working = ''`)
      told.push([row.score, row.severity, severityOf(row.score, byId.get(row.id)?.bands ?? [])])
    throw undo
  })
  await expect(work).rejects.toBe(undo)
  expect(told.length).toBeGreaterThan(40)
  for (const [score, migrated, ruled] of told) expect([score, migrated]).toEqual([score, ruled])
})
