import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { change } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { unstorable } from '../request.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { follow, lastSequence } from './find.ts'
import { canonical } from './seal.ts'
import { verify } from './verify.ts'

const { sql } = await testDatabase()
let town: TestTown

beforeAll(async () => {
  town = await testTown(sql)
})

const write = async (values: unknown[]) => {
  const context = await contextOf(sql, town.people.commander)
  const before = await lastSequence(sql)
  await change(context, async ({ record }) => {
    for (const after of values) record({ verb: 'try', noun: 'zone', id: 1, townId: town.id, after })
  })
  return follow(sql, { after: before, limit: values.length })
}

test('what comes back from the database is sealed as what went in', async () => {
  const edges: object[] = [
    {
      tiny: 5e-324,
      huge: 1.7976931348623157e308,
      past: 2 ** 53,
      minus: -0,
      third: 1 / 3,
      exact: 0.1 + 0.2,
      e21: 1e21,
    },
    {
      名称: '“引号”\n\t\\ \u2028 \u{1f692} e\u0301',
      '': '',
      z: { b: [], a: {} },
      a: [null, [true, [false]]],
    },
    { 10: 'ten', 9: 'nine', '１': 'wide', __proto__x: 1, constructor: 'c' },
  ]
  const anything = fc
    .sample(fc.jsonValue({ maxDepth: 4 }), { numRuns: 300, seed: 20_260_312 })
    .filter(value => value !== null && unstorable(value) === null)
  const values = [...edges, ...anything.map(value => ({ value }))]
  const rows = await write(values)
  expect(rows.map(row => canonical(row.after))).toEqual(
    values.map(value => canonical(JSON.parse(JSON.stringify(value)))),
  )
  expect((await verify(sql)).brokenAt).toBeNull()
})

test('ten thousand rows are verified, also while others write', async () => {
  for (let i = 0; i < 20; i++)
    await write(Array.from({ length: 500 }, (_, n) => ({ n, lngLat: [121.9 + n / 1e7, 30.88] })))
  const [state] = await Promise.all([
    verify(sql),
    ...Array.from({ length: 20 }, () => write([{ meanwhile: true }])),
  ])
  expect(state.brokenAt).toBeNull()
  expect(state.rows).toBeGreaterThan(10_000)
  expect(await verify(sql)).toEqual({ rows: await lastSequence(sql), brokenAt: null })
})
