import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Sql } from 'postgres'
import type { Person } from './account/account.ts'
import { newToken, tokenHash } from './account/password.ts'
import { openApp, type Parts } from './app.ts'
import { startTestEngines } from './dispatch/test-incident.ts'
import { Feed } from './feed.ts'

export const ready: Awaited<ReturnType<Parts['readiness']>> = {
  ready: true,
  database: { kind: 'embedded', state: 'ready' },
  migrations: { state: 'applied', applied: 0 },
  roads: [],
  feed: { sequence: 0 },
}

/** The whole app over a test database, as `main.ts` hangs it up. The feed is not started. */
export function testApp(sql: Sql, more: Partial<Parts> = {}) {
  startTestEngines(sql)
  const feed = more.feed ?? new Feed(sql)
  const parts = { sql, feed, demo: true, dataDirectory: '/nowhere', webDirectory: '/nowhere' }
  return openApp({ ...parts, readiness: async () => ready, ...more })
}

/** A session of a person, as a `cookie` header. */
export async function cookieOf(sql: Sql, person: Person): Promise<string> {
  const token = newToken()
  await sql`insert into sessions (token_hash, person_id, expires_at)
    values (${tokenHash(token)}, ${person.id}, now() + interval '1 hour')`
  return `sisetu_session=${token}`
}

/** Serves on a free port of this machine. */
export async function served(app: {
  fetch: ReturnType<typeof testApp>['fetch']
}): Promise<{ url: string; close(): Promise<void> }> {
  const server = await new Promise<ReturnType<typeof serve>>(resolve => {
    const opened = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(opened))
  })
  const { port } = server.address() as AddressInfo // listening on TCP, so never a pipe's name
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
