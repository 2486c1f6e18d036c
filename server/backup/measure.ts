import { createHash } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'
import { verify } from '../journal/verify.ts'
import type { Manifest, TableMeasure } from './manifest.ts'

export type Measured = Pick<Manifest, 'server' | 'migrations' | 'journal' | 'tables'>

// As many as FETCH asks for.
const page = 1000

/** Runs `work` in one transaction that sees the database at one moment and writes every value in one way. */
export async function atOneMoment<T>(sql: Sql, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
  const result = await sql.begin('isolation level repeatable read read only', async tx => {
    await tx`select set_config('statement_timeout', '0', true),
      set_config('idle_in_transaction_session_timeout', '0', true),
      set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true),
      set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true),
      set_config('extra_float_digits', '1', true),
      -- Fails rather than leave out rows that a policy hides.
      set_config('row_security', 'off', true)`
    return { value: await work(tx) }
  })
  return result.value
}

/** Counts and sums every table of ours; call inside atOneMoment. `onTable` hears the share done. */
export async function measure(
  tx: TransactionSql,
  { onTable = () => {}, signal }: { onTable?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<Measured> {
  const [about] = await tx<{ server: string }[]>`select current_setting('server_version') as server`
  const migrations = await tx<{ name: string }[]>`select name from sisetu.migrations order by number`
  const names = await tx<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'sisetu' and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname collate "C"`
  const tables: TableMeasure[] = []
  for (const { name } of names) {
    signal?.throwIfAborted()
    tables.push(await measureTable(tx, name))
    onTable(tables.length / (names.length + 1))
  }
  return {
    // Debian adds its own package to the number.
    server: about?.server.split(' ')[0] ?? '',
    migrations: migrations.map(each => each.name),
    journal: await verify(tx),
    tables,
  }
}

async function measureTable(tx: TransactionSql, name: string): Promise<TableMeasure> {
  const table = tx`${tx('sisetu')}.${tx(name)}`
  // The order of rows on disk says nothing and differs between copies.
  await tx`declare measured no scroll cursor for
    select measured_row::text as line from ${table} as measured_row order by measured_row::text collate "C"`
  const hash = createHash('sha256')
  let rows = 0
  for (;;) {
    const lines = await tx<{ line: string }[]>`fetch 1000 from measured`
    for (const { line } of lines) hash.update(line).update('\n')
    rows += lines.length
    if (lines.length < page) break
  }
  await tx`close measured`
  return { name, rows, sha256: hash.digest('hex') }
}
