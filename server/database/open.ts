import type postgres from 'postgres'
import { connectToServer } from './driver.ts'
import { type EmbeddedState, openEmbedded } from './embedded.ts'

export interface OpenInput {
  /** A PostgreSQL address, with several hosts for failover; without it the embedded database is opened. */
  url?: string | undefined
  /** The directory of everything Sisetu keeps, `.sisetu` by default. */
  dataDirectory: string
  snapshotPath?: string
  onStep?: (text: string) => void
  /** How long a statement may run, 30 s by default. */
  statementMs?: number
  /** How long a transaction of the embedded database may hold up others while it asks nothing, 20 s by default. */
  idleInTransactionMs?: number
  /** SQL errors after which the embedded engine is opened anew. */
  errorLimit?: number
}

export type DatabaseState = { kind: 'postgres' } | ({ kind: 'embedded' } & EmbeddedState)

export interface Database {
  sql: postgres.Sql
  kind: 'postgres' | 'embedded'
  state(): DatabaseState
  close(): Promise<void>
  /** Embedded only: writes the whole database to `path` as a tar.gz; others wait meanwhile. */
  dump?(path: string): Promise<void>
}

/**
 * Opens the database. It is not migrated yet.
 * @throws DirectoryInUse when another process has the embedded database open
 */
export async function openDatabase(input: OpenInput): Promise<Database> {
  const { url, statementMs = 30_000, idleInTransactionMs = 20_000, ...rest } = input
  if (url) return overServer(url, statementMs)
  const embedded = await openEmbedded({ ...rest, statementMs, idleInTransactionMs })
  return {
    kind: 'embedded',
    sql: embedded.sql,
    state: () => ({ kind: 'embedded', ...embedded.state() }),
    close: embedded.close,
    dump: embedded.dump,
  }
}

async function overServer(url: string, statementMs: number): Promise<Database> {
  const sql = connectToServer(url, statementMs)
  return {
    kind: 'postgres',
    sql,
    state: () => ({ kind: 'postgres' }),
    close: () => sql.end({ timeout: 5 }),
  }
}
