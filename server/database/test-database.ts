import { join } from 'node:path'
import { inject } from 'vitest'
import { migrate } from './migrate.ts'
import { type Database, openDatabase } from './open.ts'

export const testKind: Database['kind'] =
  process.env.SISETU_TEST_DATABASE === 'postgres' ? 'postgres' : 'embedded'

// One for all files of a run; the files share a thread, but each has its own copy of this module.
declare global {
  var sisetuTestDatabase: Promise<Database> | undefined
}

/** The migrated database of this run, PostgreSQL or embedded as the project says. Nobody closes it. */
export function testDatabase(): Promise<Database> {
  globalThis.sisetuTestDatabase ??= open()
  return globalThis.sisetuTestDatabase
}

async function open(): Promise<Database> {
  const url = inject('testPostgresUrl')
  const database = await openDatabase({
    dataDirectory: join(inject('testDirectory'), 'data'),
    ...(url ? { url } : {}),
  })
  await migrate(database.sql)
  return database
}
