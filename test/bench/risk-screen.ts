import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { newToken, tokenHash } from '../../server/account/password.ts'
import { administratorContext } from '../../server/control.ts'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/open.ts'
import { startPostgres } from '../../server/database/own-postgres.ts'
import { root, startServer } from '../server-process.ts'
import { seedMillion } from './million-rows.ts'
import type { RiskOptions } from './risk.ts'
import { type Client, onSecondScreen } from './screen-rounds.ts'

/**
 * From the request that assesses a source until its cells have other colours on a second person's screen: database,
 * journal, field, feed and the page's own painting in Chromium, one change after another; in the view one works in, and
 * with the whole county in view.
 */
export async function measureScreen(options: RiskOptions): Promise<Record<string, unknown>> {
  const { quick, say, cells = quick ? 100_000 : 1_000_000, rounds = quick ? 12 : 24 } = options
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-screen-'))
  const postgres = await startPostgres({ directory })
  try {
    say('screen: building the page')
    await run(['start.mjs', '--build'])
    say(`screen: ${cells} cells into PostgreSQL`)
    const cookie = await seed({ url: postgres.url, directory, cells })
    const server = await startServer(directory, {
      DATABASE_URL: postgres.url,
      SISETU_DEMO: '0',
      SISETU_LOG: 'silent',
    })
    try {
      say('screen: the field loads')
      const editor = clientOf(server.url, cookie)
      const [town] = await editor.ask<{ id: number; code: string }[]>('GET', '/api/towns')
      if (!town) throw new Error('the generated town is not there')
      await editor.ask('GET', `/api/risk/summary?town=${town.id}&scale=residual`)
      return await onSecondScreen({ server: server.url, cookie, editor, town, cells, rounds, say })
    } finally {
      await server.stop()
    }
  } finally {
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

const run = (args: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' })
    child.on('exit', code =>
      code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`)),
    )
  })

/** @returns the cookie of a signed-in administrator */
async function seed({
  url,
  directory,
  cells,
}: {
  url: string
  directory: string
  cells: number
}): Promise<string> {
  const database = await openDatabase({ url, dataDirectory: directory, statementMs: 900_000 })
  try {
    await migrate(database.sql)
    await seedMillion(database.sql, { cells, sources: cells / 10 })
    // PostgreSQL would do it by itself in the middle of the rounds, as it does once after such a load.
    await database.sql`vacuum analyze`
    return await signedIn(database.sql)
  } finally {
    await database.close()
  }
}

async function signedIn(sql: Sql): Promise<string> {
  const { actor } = await administratorContext(sql)
  const token = newToken()
  await sql`insert into sessions (token_hash, person_id, expires_at)
    values (${tokenHash(token)}, ${actor.id}, now() + interval '1 hour')`
  return `sisetu_session=${token}`
}

const clientOf = (url: string, cookie: string): Client => ({
  ask: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  },
})
