import { beforeAll, expect, test } from 'vitest'
import { change } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { follow, lastSequence } from './find.ts'

const { sql } = await testDatabase()
let town: TestTown

beforeAll(async () => {
  town = await testTown(sql)
})

const wait = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

/** A change that dawdles before and after its work, so that it commits out of the order in which it began. */
async function dawdle(number: number, rows: number) {
  const context = await contextOf(sql, town.people.commander)
  const before = (number * 7919) % 13
  await change(context, async ({ sql: tx, record }) => {
    await tx`select pg_sleep(${before / 1000})`
    for (let row = 0; row < rows; row++)
      record({ verb: 'try', noun: 'world', id: number, after: { number, row } })
    await wait((number * 104_729) % 11)
  })
}

async function dawdleAndFail(number: number) {
  const context = await contextOf(sql, town.people.commander)
  const lost = change(context, async ({ record }) => {
    record({ verb: 'try', noun: 'world', id: number, after: { lost: true } })
    await wait((number * 31) % 7)
    throw new Error('thought better of it')
  })
  await expect(lost).rejects.toThrow('thought better of it')
}

/** Follows by sequence, as the feed does, until told that everything is written. */
async function readAlong(from: number, isWritten: () => boolean): Promise<number[]> {
  const seen: number[] = []
  let after = from
  for (;;) {
    const wasWritten = isWritten()
    const rows = await follow(sql, { after, limit: 7 })
    for (const row of rows) {
      seen.push(row.sequence)
      after = row.sequence
    }
    if (wasWritten && rows.length === 0) return seen
    if (rows.length === 0) await wait(1)
  }
}

test('readers that follow by sequence while transactions commit out of order miss nothing', async () => {
  const from = await lastSequence(sql)
  let written = false
  const readers = Array.from({ length: 3 }, () => readAlong(from, () => written))
  const writers = Array.from({ length: 120 }, (_, number) =>
    number % 6 === 5 ? dawdleAndFail(number) : dawdle(number, 1 + (number % 3)),
  )
  await Promise.all(writers)
  written = true
  const rows = Array.from({ length: 120 }, (_, number) => (number % 6 === 5 ? 0 : 1 + (number % 3)))
  const total = rows.reduce((sum, count) => sum + count, 0)
  const expected = Array.from({ length: total }, (_, index) => from + 1 + index)
  for (const seen of await Promise.all(readers)) expect(seen).toEqual(expected)
  const kept = await follow(sql, { after: from, limit: 1000 })
  expect(kept.some(row => JSON.stringify(row.after).includes('lost'))).toBe(false)
  const began = kept.map(row => row.nounId ?? 0)
  // Otherwise nothing was put out of order and the test has proved nothing.
  expect(began).not.toEqual([...began].sort((one, other) => one - other))
})
