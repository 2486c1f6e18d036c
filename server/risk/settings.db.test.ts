import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { openFields } from './fields.ts'
import { findSettings } from './find-settings.ts'
import { RiskSettings, type RiskSettingsInput } from './rules/settings-words.ts'
import { setRiskSettings } from './set-risk-settings.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
})

const input = (more: Partial<RiskSettingsInput> = {}): RiskSettingsInput => ({
  version: 0,
  upgrades: [],
  exposure: [],
  decay: [],
  note: '',
  ...more,
})
const refusal = (more: Partial<RiskSettingsInput>) =>
  setRiskSettings(planner, town.id, input(more)).then(
    () => null,
    error => ({ code: error.code, paths: error.errors.map((each: { path: string }) => each.path) }),
  )

test('what ships is the highest level and nothing else', async () => {
  const settings = await findSettings(planner, { town: town.id })
  expect(RiskSettings.parse(settings)).toEqual(settings)
  expect(settings).toMatchObject({ version: 0, upgrades: [], exposure: [], decay: [], setAt: null })
})

test('every row at fault is named, and nothing is stored', async () => {
  const faulty = {
    upgrades: [
      { from: 2 as const, count: 3, to: 2 as const },
      { from: 3 as const, count: 2, to: 1 as const },
      { from: 3 as const, count: 4, to: 1 as const },
    ],
    exposure: [
      { peopleFrom: 10, factor: '1.25' },
      { peopleFrom: 20, factor: '1.2345' },
      { peopleFrom: 10, factor: '2' },
    ],
    decay: [
      { kind: 'volcano', upTo: '1', factor: '1' },
      { kind: '*', upTo: '1.5', factor: '1' },
      { kind: '*', upTo: '1', factor: '0' },
    ],
  }
  expect(await refusal(faulty)).toEqual({
    code: 'invalid',
    paths: [
      'upgrades.0.to',
      'upgrades.2.from',
      'exposure.1.factor',
      'exposure.2.peopleFrom',
      'decay.0.kind',
      'decay.1.upTo',
      'decay.2.factor',
    ],
  })
  expect(
    await refusal({
      decay: [
        { kind: 'port', upTo: '0.5', factor: '0.5' },
        { kind: 'port', upTo: '0.9', factor: '0.6' },
      ],
    }),
  ).toEqual({ code: 'invalid', paths: ['decay.1.factor', 'decay.1.upTo'] })
  expect((await findSettings(planner, { town: town.id })).version).toBe(0)
})

test('new rules colour the map by the journal, as a new version that the next must have seen', async () => {
  const fields = openFields(sql)
  const field = await fields.get(town.id)
  const before = field.counts('inherent')
  const sequence = await lastSequence(sql)
  const exposure = [{ peopleFrom: 0, factor: '10' }]
  const set = await setRiskSettings(planner, town.id, input({ exposure, note: '汛期' }))
  expect(set).toMatchObject({ version: 1, exposure, note: '汛期', setBy: town.people.planner.name })
  const [row] = await follow(sql, { after: sequence, limit: 10 })
  expect(row).toMatchObject({ noun: 'risk-setting', verb: 'set', townId: town.id, version: 1 })
  const told = row ? await fields.applyJournal(row) : []
  expect(told.map(change => change.scale)).toEqual(['inherent', 'residual', 'live'])
  // Every assessed cell is red now, and not one more than were assessed.
  const after = field.counts('inherent')
  expect(after.slice(0, 2)).toEqual([before[0], 60 - before[0]])
  expect(told[0]?.changed).toHaveLength(60 - before[0] - before[1])
  const fresh = await openFields(sql).get(town.id)
  expect(fresh.hash('live')).toBe(field.hash('live'))
  expect(await refusal({ version: 0 })).toMatchObject({ code: 'conflict' })
  const back = await setRiskSettings(planner, town.id, input({ version: 1 }))
  expect(back).toMatchObject({ version: 2, exposure: [] })
})

test('only who may settle the rules of a town does', async () => {
  const commander = await contextOf(sql, town.people.commander)
  await expect(setRiskSettings(commander, town.id, input({ version: 2 }))).rejects.toMatchObject({
    code: 'forbidden',
  })
  const other = await testTown(sql)
  await expect(setRiskSettings(planner, other.id, input())).rejects.toMatchObject({ code: 'forbidden' })
})
