import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { engines, setEngines } from '../engines.ts'
import type { Refusal } from '../errors.ts'
import { assess } from '../hazard/assess.ts'
import { findAssessments, findHazard } from '../hazard/find.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { openFields } from './fields.ts'
import { findCellByOrdinal } from './find.ts'
import { findMethods } from './find-methods.ts'
import { revise } from './revise.ts'
import type { RiskMethod } from './risk.ts'
import { compareAssessments } from './rules/comparison.ts'

const { sql } = await testDatabase()
let town: TestTown
let administrator: Context

beforeAll(async () => {
  town = await testTown(sql)
  const ofTown = await contextOf(sql, town.people.administrator)
  administrator = { ...ofTown, actor: { ...ofTown.actor, townIds: null } }
})

// The files of a run share one database: the shipped tables are in force again for the next.
afterAll(async () => {
  await sql`delete from assessments where method_id in (select id from risk_methods where revision > 1)`
  await sql`delete from risk_methods where revision > 1`
  await sql`update risk_methods set replaced_at = null`
})

const inForce = async (method = 'HEV', edition = 'flood'): Promise<RiskMethod> => {
  const found = (await findMethods(administrator)).find(
    each => each.method === method && each.edition === edition && each.inForce,
  )
  if (!found) throw new Error('no such method is in force')
  return found
}
const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('it was accepted')),
    error => error,
  )
const weighed = ({ factors }: RiskMethod, weights: Record<string, string>) =>
  factors.map(each => ({ ...each, weight: weights[each.factor] ?? each.weight }))
const inputs = { H1: '60', H2: '1', E1: '250', E2: '1', V1: '1', V2: '1' }

test('a changed weight is a new revision; what was assessed stays under the old one and is not compared', async () => {
  const before = await inForce()
  const hazardId = town.hazards[4] ?? 0
  const judge = async (methodId: number) => {
    const { version } = await findHazard(administrator, hazardId)
    await assess(administrator, hazardId, { scale: 'inherent', methodId, inputs, note: '', version })
  }
  await judge(before.id)
  const journal = await lastSequence(sql)
  const { revision } = before
  const after = await revise(administrator, before.id, {
    revision,
    factors: weighed(before, { H1: '0.5', H2: '0.5' }),
    note: '按 2027 年论证调整',
  })
  expect(await follow(sql, { after: journal, limit: 10 })).toMatchObject([
    { noun: 'method', verb: 'revise', nounId: after.id },
  ])
  expect(after).toMatchObject({
    ...before,
    id: after.id,
    revision: revision + 1,
    note: '按 2027 年论证调整',
    factors: after.factors,
  })
  expect(after.factors.find(({ factor }) => factor === 'H2')?.weight).toBe('0.5')
  await judge(after.id)
  const [later, earlier] = await findAssessments(administrator, hazardId)
  expect([earlier?.score, later?.score]).toEqual(['0.57', '0.6'])
  expect(earlier && later && compareAssessments(earlier, later)).toEqual({
    comparable: false,
    why: 'revision',
  })
  const all = await findMethods(administrator)
  expect(all.find(({ id }) => id === before.id)).toMatchObject({ inForce: false, factors: before.factors })
})

test('weights that do not sum to 1 are refused by their group, and the tables stay', async () => {
  const before = await inForce()
  const { id, revision } = before
  const error = await refusal(
    revise(administrator, id, { revision, factors: weighed(before, { V1: '0.7' }) }),
  )
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'factors.V' }] })
  expect(await inForce()).toEqual(before)
})

test('a revision that is no longer in force is not revised again, and only an administrator may', async () => {
  const { id, revision } = await inForce()
  await revise(administrator, id, { revision, noteEn: 'first' })
  expect(await refusal(revise(administrator, id, { revision, noteEn: 'second' }))).toMatchObject({
    code: 'conflict',
    details: { theirs: { revision: revision + 1, noteEn: 'first' } },
  })
  for (const person of [town.people.planner, town.people.administrator])
    expect(await refusal(revise(await contextOf(sql, person), id, { revision }))).toMatchObject({
      code: 'forbidden',
    })
})

test('only one of two who publish at once succeeds', async () => {
  const { id, revision } = await inForce()
  const both = await Promise.allSettled(
    ['a', 'b'].map(noteEn => revise(administrator, id, { revision, noteEn })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('why a cell has its colour says what nobody checked, be it a factor or a row written with a nought', async () => {
  setEngines({ risk: openFields(sql), roads: async () => null })
  const ls = await inForce('LS', 'A')
  const unchecked = <Row extends { factor: string }>(rows: Row[], is: (row: Row) => boolean) =>
    rows.map(row => ({ ...row, verified: !is(row) }))
  const rows = ls.choices.map(row =>
    row.factor === 'L' && row.value === '5' ? { ...row, value: '5.0' } : row,
  )
  const said = async (before: RiskMethod, more: Pick<RiskMethod, 'factors' | 'choices'>, entered: object) => {
    const { id } = await revise(administrator, before.id, { revision: before.revision, ...more })
    const hazardId = town.hazards[4] ?? 0
    const { version } = await findHazard(administrator, hazardId)
    const judged = {
      scale: 'inherent' as const,
      methodId: id,
      inputs: { L: '5', S: '1', ...entered },
      note: '',
    }
    await assess(administrator, hazardId, { ...judged, version })
    await engines().risk.applyJournal({
      verb: 'assess',
      noun: 'hazard',
      nounId: hazardId,
      townId: town.id,
      after: null,
    })
    const { contributions } = await findCellByOrdinal(administrator, {
      town: town.id,
      ordinal: 46,
      scale: 'inherent',
    })
    const [assessment] = await findAssessments(administrator, hazardId)
    return [contributions.find(each => each.hazardId === hazardId)?.verified, assessment?.verified]
  }
  const first = { factors: ls.factors, choices: unchecked(rows, ({ value }) => value === '5.0') }
  expect(await said(ls, first, {})).toEqual([false, false])
  expect(await said(await inForce('LS', 'A'), first, { L: '4' })).toEqual([true, true])
  const second = { factors: unchecked(ls.factors, ({ factor }) => factor === 'S'), choices: ls.choices }
  expect(await said(await inForce('LS', 'A'), second, {})).toEqual([false, false])
})
