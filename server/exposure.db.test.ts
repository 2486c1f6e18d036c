import type { TransactionSql } from 'postgres'
import { expect, test } from 'vitest'
import { testDatabase } from './database/test-database.ts'
import { refuseUnguarded } from './exposure.ts'

const { sql } = await testDatabase()

class Undone extends Error {}

/** What a start on an address of the network says with exactly one person who has a password. */
async function said(person: { roles: string[]; active: boolean } | null, host = '0.0.0.0'): Promise<string> {
  let words = ''
  const tried = sql.begin(async (tx: TransactionSql) => {
    await tx`update people set password_hash = null`
    if (person) {
      await tx`insert into people (login, name, title, roles, active, password_hash)
        values ('guard', '甲', '', ${person.roles}, ${person.active}, 'scrypt$x$y')`
    }
    words = await refuseUnguarded(tx, { host }).then(
      () => 'starts',
      (error: Error) => error.message,
    )
    throw new Undone()
  })
  await expect(tried).rejects.toBeInstanceOf(Undone)
  return words
}

test('others are served only when an active administrator has a password', async () => {
  expect(await said(null)).toContain('npm run password')
  expect(await said({ roles: ['planner'], active: true })).toContain('npm run password')
  expect(await said({ roles: ['administrator'], active: false })).toContain('npm run password')
  expect(await said({ roles: ['administrator'], active: true })).toBe('starts')
  expect(await said(null, '127.0.0.1')).toBe('starts')
})
