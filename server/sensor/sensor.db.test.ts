import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { findReadings, findSensors, SensorQuery } from './find.ts'
import { install } from './install.ts'
import type { Sensor, SensorInput } from './sensor.ts'
import { takeReading } from './take-reading.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let built = 0
const start = Date.now() - 3_600_000
const minute = (n: number) => new Date(start + n * 60_000).toISOString()

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
})

const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    error => error,
  )
const inputOf = (more: Partial<SensorInput> = {}): SensorInput => ({
  townId: town.id,
  hazardId: town.hazards[0] ?? 0,
  code: `NH3-${++built}`,
  name: '氨气探头',
  nameEn: '',
  quantity: '氨浓度',
  unit: 'ppm',
  lngLat: null,
  thresholds: [
    { grade: 'first', direction: 'above', over: 25, back: 20 },
    { grade: 'second', direction: 'above', over: 50, back: 45 },
  ],
  ...more,
})
const take = (sensor: Sensor, values: [minutes: number, value: number][]) =>
  takeReading(planner, {
    townId: town.id,
    keepGood: false,
    rows: values.map(([at, value]) => ({ sensor: sensor.code, at: minute(at), value })),
  })
const now = async (sensor: Sensor) =>
  (await findSensors(planner, SensorQuery.parse({ town: String(town.id) }))).find(
    ({ id }) => id === sensor.id,
  )

test('a sensor goes over, holds and comes back; the batch and each crossing have a journal row', async () => {
  const sensor = await install(planner, inputOf())
  expect(sensor).toMatchObject({ grade: 'none', lastValue: null, hazardName: '1 号罐组', version: 1 })
  const before = await lastSequence(sql)
  expect((await take(sensor, [[1, 12]])).crossed).toEqual([])
  const over = await take(sensor, [
    [3, 51],
    [2, 30],
  ])
  expect(over.crossed).toMatchObject([{ grade: 'second', overSince: minute(2), lastValue: 51, version: 2 }])
  await take(sensor, [[4, 22]])
  expect(await now(sensor)).toMatchObject({ grade: 'first', overSince: minute(2) })
  await take(sensor, [[5, 19.5]])
  expect(await now(sensor)).toMatchObject({ grade: 'none', overSince: null, lastValue: 19.5, version: 4 })
  const rows = await follow(sql, { after: before, limit: 20 })
  expect(rows.map(row => `${row.noun}/${row.verb}`)).toEqual([
    'reading/take',
    'sensor/exceed',
    'reading/take',
    'sensor/exceed',
    'reading/take',
    'sensor/recover',
    'reading/take',
  ])
  expect((await findReadings(planner, sensor.id)).map(({ value }) => value)).toEqual([19.5, 22, 51, 30, 12])
})

test('what comes late or twice is history and turns nothing back', async () => {
  const sensor = await install(planner, inputOf())
  await take(sensor, [[10, 60]])
  const late = await take(sensor, [
    [5, 1],
    [10, 60],
  ])
  expect(late).toMatchObject({ taken: 1, repeated: 1, crossed: [] })
  expect(await now(sensor)).toMatchObject({ grade: 'second', lastAt: minute(10) })
})

test('one bad line refuses the batch and says which; the good ones are kept only when asked', async () => {
  const sensor = await install(planner, inputOf())
  const batch = {
    townId: town.id,
    rows: [
      { sensor: sensor.code, at: minute(1), value: 30 },
      { sensor: 'nobody', at: minute(1), value: 30 },
      { sensor: sensor.code, at: '2999-01-01T00:00:00Z', value: 30 },
      { sensor: sensor.code, at: minute(2), value: 'NaN' },
    ],
  }
  const before = await lastSequence(sql)
  const error = await refusal(takeReading(planner, { ...batch, keepGood: false }))
  expect(error.errors.map(({ path }) => path)).toEqual(['rows.1', 'rows.2', 'rows.3'])
  expect(await findReadings(planner, sensor.id)).toEqual([])
  expect(await lastSequence(sql)).toBe(before)
  const taken = await takeReading(planner, { ...batch, keepGood: true })
  expect(taken).toMatchObject({ taken: 1, crossed: [{ id: sensor.id, grade: 'first' }] })
  expect(taken.refused.map(({ row }) => row)).toEqual([2, 3, 4])
})

test('thresholds that contradict, doubled codes, foreign sources and strangers are refused', async () => {
  const input = inputOf()
  await install(planner, input)
  expect(await refusal(install(planner, input))).toMatchObject({ code: 'conflict' })
  const wrong = inputOf({ thresholds: [{ grade: 'first', direction: 'above', over: 25, back: 26 }] })
  expect(await refusal(install(planner, wrong))).toMatchObject({ errors: [{ path: 'thresholds' }] })
  const other = await testTown(sql)
  const foreign = inputOf({ hazardId: other.hazards[0] ?? 0 })
  expect(await refusal(install(planner, foreign))).toMatchObject({ errors: [{ path: 'hazardId' }] })
  const viewer = await contextOf(sql, town.people.viewer)
  expect(await refusal(install(viewer, inputOf()))).toMatchObject({ code: 'forbidden' })
  const rows = [{ sensor: 'x', at: minute(1), value: 1 }]
  expect(await refusal(takeReading(viewer, { townId: town.id, rows, keepGood: true }))).toMatchObject({
    code: 'forbidden',
  })
})
