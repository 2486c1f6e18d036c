import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { connectToStream } from './driver.ts'
import { EngineKeeper } from './engine-keeper.ts'
import { migrate, migrationDirectory, migrationsIn } from './migrate.ts'
import { Multiplexer } from './multiplexer.ts'

export interface SnapshotInput {
  /** Where snapshots are kept. */
  cacheDirectory?: string
  migrationDirectory?: string
  onStep?: (text: string) => void
}

export const defaultCacheDirectory = fileURLToPath(new URL('../../.cache/', import.meta.url))

const staleAfterMs = 7 * 24 * 3600_000

/**
 * The directory of an empty database with PostGIS and all migrations, ready to be copied. Made when there is
 * none for these packages and these migrations (about 10 s), or only migrated when PostGIS is there (about 4 s).
 */
export async function makeSnapshot(input: SnapshotInput = {}): Promise<string> {
  const { cacheDirectory = defaultCacheDirectory, onStep = () => {} } = input
  const migrations = input.migrationDirectory ?? migrationDirectory
  const engine = engineKey()
  const bare = join(cacheDirectory, `database-bare-${engine}`)
  const ready = join(cacheDirectory, `database-${keyOf(engine, migrations)}`)
  await mkdir(cacheDirectory, { recursive: true })
  if (existsSync(ready)) return ready
  await forgetOld(cacheDirectory)
  await makeWhole(bare, async directory => {
    onStep('making an empty database with PostGIS, once (about 10 s)')
    await mkdir(directory)
    await migrateAt(directory)
  })
  await makeWhole(ready, async directory => {
    await copyDatabase(bare, directory)
    onStep('applying the migrations to an empty database, once')
    await migrateAt(directory, migrations)
  })
  return ready
}

/** Copies a closed database. The copy appears under its name only when it is whole. */
export const copyWhole = (from: string, to: string) =>
  makeWhole(to, directory => copyDatabase(from, directory))

/** Turns a dump (tar.gz) into a database directory. @throws when `directory` exists */
export async function restoreDump(dumpPath: string, directory: string): Promise<void> {
  if (existsSync(directory))
    throw new Error(`${directory} exists; move it away before restoring into its place`)
  const { PGlite } = await import('@electric-sql/pglite')
  const { postgis } = await import('@electric-sql/pglite-postgis')
  await makeWhole(directory, async partial => {
    const tar = await buffer(createReadStream(dumpPath).pipe(createGunzip()))
    const loadDataDir = new Blob([Uint8Array.from(tar)])
    const database = await PGlite.create({ dataDir: partial, loadDataDir, extensions: { postgis } })
    await database.close()
  })
}

/** Makes `path` by `make`, under another name until it is done; what a crash leaves is cleared the next time. */
async function makeWhole(path: string, make: (partial: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) return
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.partial-${process.pid}-${Date.now()}`
  try {
    await make(partial)
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    // Another process was quicker; what it made is as good.
    if (!existsSync(path)) throw error
  }
}

const copyDatabase = (from: string, to: string) => cp(from, to, { recursive: true, preserveTimestamps: true })

async function migrateAt(directory: string, migrations?: string): Promise<void> {
  const keeper = new EngineKeeper({ directory })
  const multiplexer = new Multiplexer(keeper, { statementMs: 600_000, idleInTransactionMs: 600_000 })
  await keeper.open()
  const sql = connectToStream(() => multiplexer.connect())
  try {
    if (migrations) await migrate(sql, { directory: migrations })
    else await sql`create extension if not exists postgis`
  } finally {
    await sql.end({ timeout: 5 })
    await multiplexer.close()
    await keeper.close()
  }
}

function engineKey(): string {
  const require = createRequire(import.meta.url)
  const versionOf = (name: string) => {
    const manifest = join(dirname(require.resolve(name)), '..', 'package.json')
    const found: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
    return typeof found === 'object' && found && 'version' in found ? String(found.version) : 'unknown'
  }
  const names = ['@electric-sql/pglite', '@electric-sql/pglite-postgis']
  return hash(names.map(name => `${name}@${versionOf(name)}`).join(' '))
}

const keyOf = (engine: string, migrations: string) =>
  hash([engine, ...migrationsIn(migrations).map(({ name, checksum }) => `${name} ${checksum}`)].join('\n'))

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

async function forgetOld(cacheDirectory: string): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    if (!basename(name).startsWith('database-') || name.startsWith('database-bare-')) continue
    const path = join(cacheDirectory, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > staleAfterMs) await rm(path, { recursive: true, force: true })
  }
}
