import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspect } from './inspect.ts'
import { type Database, openDatabase } from './open.ts'
import { type OwnPostgres, startPostgres } from './own-postgres.ts'
import { testKind } from './test-database.ts'

// An exception that nobody can catch fails the run, so these tests also say that there is none.
describe.runIf(testKind === 'postgres')('when the server goes away', () => {
  let directory = ''
  let server: OwnPostgres
  let database: Database

  const restart = async () => {
    server = await startPostgres({
      directory: join(directory, 'own'),
      port: Number(new URL(server.url).port),
    })
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sisetu-lost-'))
    await chmod(directory, 0o755)
    server = await startPostgres({ directory: join(directory, 'own') })
    database = await openDatabase({ url: server.url, dataDirectory: directory })
    await database.sql`create table note (id int primary key)`
  })

  afterAll(async () => {
    await database.close()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  })

  it('a transaction is rejected, and the next one works when the server is back', async () => {
    const { sql } = database
    const lost = sql.begin(async tx => {
      await tx`insert into note values (1)`
      await server.kill9()
      await tx`insert into note values (2)`
    })
    await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    await restart()
    await sql.begin(tx => tx`insert into note values (3)`)
    expect(await sql`select id from note`).toEqual([{ id: 3 }])
  })

  it('a savepoint is given up with its transaction', async () => {
    const { sql } = database
    const lost = sql.begin(async tx => {
      await tx`insert into note values (4)`
      await tx.savepoint(async point => {
        await server.kill9()
        await point`insert into note values (5)`
      })
    })
    await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    await restart()
    expect(await sql`select id from note`).toEqual([{ id: 3 }])
  })

  it('asking how it is says so soon, and that it is back', async () => {
    await server.kill9()
    await expect(inspect(database)).rejects.toThrow()
    await restart()
    expect(await inspect(database)).toMatchObject({ kind: 'postgres', migrations: 0 })
  })
})
