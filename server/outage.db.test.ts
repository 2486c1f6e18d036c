import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { change } from './context.ts'
import { migrate } from './database/migrate.ts'
import { type Database, openDatabase } from './database/open.ts'
import { type OwnPostgres, startPostgres } from './database/own-postgres.ts'
import { testKind } from './database/test-database.ts'
import type { StartedEngines } from './engines-start.ts'
import { Feed } from './feed.ts'
import { readinessOf } from './readiness.ts'
import { cookieOf, served, testApp } from './test-app.ts'
import { contextOf, type TestTown, testTown } from './test-town.ts'

describe.runIf(testKind === 'postgres')('while the database server is away', () => {
  let directory = ''
  let postgres: OwnPostgres
  let database: Database
  let feed: Feed
  let town: TestTown
  let cookie: string
  let server: Awaited<ReturnType<typeof served>>

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sisetu-outage-'))
    await chmod(directory, 0o755)
    postgres = await startPostgres({ directory: join(directory, 'own') })
    database = await openDatabase({ url: postgres.url, dataDirectory: directory })
    await migrate(database.sql)
    town = await testTown(database.sql)
    cookie = await cookieOf(database.sql, town.people.commander)
    feed = new Feed(database.sql)
    await feed.start()
    const engines: Pick<StartedEngines, 'roadStates'> = { roadStates: async () => [] }
    const readiness = () => readinessOf({ database, engines: engines as StartedEngines, feed })
    server = await served(testApp(database.sql, { feed, readiness }))
  })

  afterAll(async () => {
    await feed.stop()
    await server.close()
    await database.close()
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  })

  // Never a hang: the app gives up after 1.8 s, this test's machine may need longer to say so.
  const get = (path: string) =>
    fetch(`${server.url}${path}`, { headers: { cookie }, signal: AbortSignal.timeout(6000) })
  const statuses = async () =>
    Promise.all(['/healthz', '/readyz', '/api/towns'].map(async path => (await get(path)).status))

  test('it says so instead of hanging, and works again by itself when the server is back', async () => {
    expect(await statuses()).toEqual([200, 200, 200])
    await postgres.stop()
    // Long enough for the driver to have tried, and waited between its tries, more than once.
    for (let i = 0; i < 12; i++) {
      expect(await statuses()).toEqual([200, 503, 503])
      await new Promise(resolve => setTimeout(resolve, 300))
    }
    const refused = await get('/api/towns')
    expect(refused.headers.get('retry-after')).toBe('2')
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(await refused.json()).toMatchObject({ code: 'unavailable' })
    expect(await (await get('/readyz')).json()).toMatchObject({ ready: false, database: { state: 'away' } })

    postgres = await startPostgres({
      directory: join(directory, 'own'),
      port: Number(new URL(postgres.url).port),
    })
    await expect.poll(statuses, { timeout: 10_000, interval: 100 }).toEqual([200, 200, 200])
    const heard = feed.sequence
    const context = await contextOf(database.sql, town.people.commander)
    await change(context, async ({ record }) => record({ verb: 'try', noun: 'zone', id: 1, townId: town.id }))
    await expect.poll(() => feed.sequence, { timeout: 10_000 }).toBe(heard + 1)
    const listening = () =>
      database.sql`select 1 from pg_stat_activity where query like 'listen%' and pid <> pg_backend_pid()`
    await expect.poll(async () => (await listening()).length, { timeout: 10_000 }).toBe(1)
  })
})
