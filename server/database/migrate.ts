import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'

export const migrationDirectory = new URL('./migrations/', import.meta.url).pathname

export interface Migration {
  number: number
  name: string
  checksum: string
  text: string
}

export interface MigrationsState {
  applied: string[]
  pending: string[]
}

/** The database and the files disagree about what was applied. */
export class MigrationMismatch extends Error {
  override readonly name = 'MigrationMismatch'
}

// One transaction at a time migrates, whoever starts first; the embedded database has but one process anyway.
const migrationLock = 7_305_428_016

/** The numbered files of a directory in order, `0001_name.sql`. @throws MigrationMismatch on a doubled number */
export function migrationsIn(directory: string): Migration[] {
  const names = readdirSync(directory).filter(name => /^\d{4}_\w+\.sql$/.test(name))
  const migrations = names.sort().map(name => {
    const text = readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n')
    const checksum = createHash('sha256').update(text).digest('hex')
    return { number: Number(name.slice(0, 4)), name: name.slice(0, -4), checksum, text }
  })
  const doubled = migrations.find(({ number }, index) => migrations[index + 1]?.number === number)
  if (doubled) throw new MigrationMismatch(`two migrations have the number ${doubled.number}`)
  return migrations
}

/** Applies what is missing, each file in a transaction of its own. @throws MigrationMismatch, PostgresError */
export async function migrate(
  sql: postgres.Sql,
  {
    directory = migrationDirectory,
    onStep = () => {},
  }: { directory?: string; onStep?: (text: string) => void } = {},
): Promise<string[]> {
  const migrations = migrationsIn(directory)
  await prepare(sql)
  const applied: string[] = []
  for (const migration of migrations) {
    if (await applyOnce(sql, migrations, migration)) {
      onStep(`migration ${migration.name} applied`)
      applied.push(migration.name)
    }
  }
  await sql.begin(async tx => check(await recorded(tx), migrations))
  return applied
}

/** What was applied and what is still to be; changes nothing. */
export async function migrationsState(
  sql: postgres.Sql,
  directory: string = migrationDirectory,
): Promise<MigrationsState> {
  const [table] = await sql<
    { found: boolean }[]
  >`select to_regclass('sisetu.migrations') is not null as found`
  const rows = table?.found ? await recorded(sql) : []
  const migrations = migrationsIn(directory)
  check(rows, migrations)
  const names = new Set(rows.map(({ name }) => name))
  return {
    applied: rows.map(({ name }) => name),
    pending: migrations.map(({ name }) => name).filter(name => !names.has(name)),
  }
}

async function prepare(sql: postgres.Sql): Promise<void> {
  await sql.begin(async tx => {
    await tx`select pg_advisory_xact_lock(${migrationLock})`
    const [extension] = await tx`select 1 from pg_extension where extname = 'postgis'`
    if (!extension) await tx`create extension postgis`
    await tx`create schema if not exists sisetu`
    await tx`
      create table if not exists sisetu.migrations (
        number integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`
  })
}

async function applyOnce(sql: postgres.Sql, all: Migration[], migration: Migration): Promise<boolean> {
  return sql.begin(async tx => {
    await tx`select pg_advisory_xact_lock(${migrationLock})`
    const rows = await recorded(tx)
    check(rows, all)
    if (rows.some(({ number }) => number === migration.number)) return false
    await tx`set local statement_timeout = 0`
    await tx`set local search_path to sisetu, public`
    await tx.unsafe(migration.text)
    const { number, name, checksum } = migration
    await tx`insert into sisetu.migrations (number, name, checksum) values (${number}, ${name}, ${checksum})`
    return true
  })
}

interface Recorded {
  number: number
  name: string
  checksum: string
}

const recorded = (sql: postgres.ISql) =>
  sql<Recorded[]>`select number, name, checksum from sisetu.migrations order by number`

function check(rows: readonly Recorded[], migrations: readonly Migration[]): void {
  for (const { number, name, checksum } of rows) {
    const file = migrations.find(migration => migration.number === number)
    if (!file) {
      throw new MigrationMismatch(
        `the database has migration ${name}, which this program does not know: it is newer`,
      )
    }
    if (file.checksum !== checksum) {
      throw new MigrationMismatch(
        `migration ${name} was changed after it was applied; write a new one instead`,
      )
    }
  }
  const last = rows.at(-1)?.number ?? 0
  const known = new Set(rows.map(({ number }) => number))
  const late = migrations.find(({ number }) => number < last && !known.has(number))
  if (late) throw new MigrationMismatch(`migration ${late.name} comes before one that is already applied`)
}
