import type { TransactionSql } from 'postgres'
import { beforeAll, expect, test } from 'vitest'
import { change } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { lastSequence } from './find.ts'
import { verify } from './verify.ts'

const { sql } = await testDatabase()
let town: TestTown

beforeAll(async () => {
  town = await testTown(sql)
  const context = await contextOf(sql, town.people.commander)
  for (let number = 1; number <= 5; number++) {
    await change(context, async ({ record }) =>
      record({
        verb: 'try',
        noun: 'world',
        id: number,
        after: { 名称: '一号', nested: { b: 1.5, a: [null, true] } },
      }),
    )
  }
})

test('the chain holds over everything written so far', async () => {
  expect(await verify(sql)).toEqual({ rows: await lastSequence(sql), brokenAt: null })
})

test('neither the application nor the owner of the tables changes, removes or empties the journal', async () => {
  const acts = [
    (tx: TransactionSql) => tx`update journal set actor = '他人'`,
    (tx: TransactionSql) => tx`delete from journal`,
    (tx: TransactionSql) => tx`truncate journal`,
  ]
  const before = await lastSequence(sql)
  const context = await contextOf(sql, town.people.administrator)
  for (const act of acts) {
    await expect(change(context, ({ sql: tx }) => act(tx))).rejects.toMatchObject({ code: '42501' })
    await expect(sql.begin(tx => act(tx))).rejects.toMatchObject({ code: '42501' })
  }
  expect(await verify(sql)).toEqual({ rows: before, brokenAt: null })
})

class Undone extends Error {}

/** Lets someone with every right at the database tamper, looks what the chain says, and undoes it. */
async function afterTampering(tamper: (tx: TransactionSql) => Promise<unknown>): Promise<number | null> {
  let brokenAt: number | null = null
  const tried = sql.begin(async tx => {
    await tx`alter table journal disable trigger user`
    await tamper(tx)
    brokenAt = (await verify(tx)).brokenAt
    throw new Undone()
  })
  await expect(tried).rejects.toBeInstanceOf(Undone)
  return brokenAt
}

test('a tampered, a removed and an inserted row are found', async () => {
  const last = await lastSequence(sql)
  const victim = last - 2
  const byName = await afterTampering(tx => tx`update journal set actor = '他人' where sequence = ${victim}`)
  expect(byName).toBe(victim)
  const byValue = await afterTampering(
    tx => tx`update journal set after = jsonb_set(after, '{nested,b}', '1.6') where sequence = ${victim}`,
  )
  expect(byValue).toBe(victim)
  expect(await afterTampering(tx => tx`delete from journal where sequence = ${victim}`)).toBe(victim + 1)
  expect(await afterTampering(tx => tx`delete from journal where sequence = ${last}`)).toBe(last)
  const inserted = await afterTampering(
    tx => tx`insert into journal select ${last + 1}::bigint, at, recorded_at, world, town_id, incident_id, actor_id,
        actor, verb, noun, noun_id, version, before, after, request, hash
      from journal where sequence = ${last}`,
  )
  expect(inserted).toBe(last + 1)
  expect((await verify(sql)).brokenAt).toBeNull()
})
