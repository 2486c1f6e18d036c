import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DirectoryInUse, takeLock } from '../database/lock.ts'
import { migrationDirectory, migrationsIn } from '../database/migrate.ts'
import { restoreDump } from '../database/snapshot.ts'
import { differences, dumpNames, type Manifest } from './manifest.ts'
import type { Measured } from './measure.ts'
import { hasSchema, othersConnected, putSchemaBack, restoreServer } from './postgres.ts'
import { measureAt, openPatiently } from './source.ts'
import { swapIn, undoHalfSwap } from './swap.ts'
import { unpack } from './unpack.ts'
import { type Progress, said, stamp } from './words.ts'

export interface RestoreInput {
  archive: string
  dataDirectory: string
  /** A PostgreSQL address; without it the embedded database is restored. */
  url?: string | undefined
  /** Data that is there may be moved aside. */
  overwrite: boolean
  progress?: Progress
  signal?: AbortSignal
}

export interface RestoreResult {
  manifest: Manifest
  found: Measured
  /** Where the data that was there is now: folders, and a schema of PostgreSQL. */
  aside: string[]
}

/**
 * Puts the archive's data in the place of what is there, which is moved aside and never deleted. Everything is
 * checked against the manifest first; on any failure what was there is there again.
 */
export async function restore(input: RestoreInput): Promise<RestoreResult> {
  const { archive, dataDirectory } = input
  if (!existsSync(archive)) throw said(`没有这个文件：${archive}`, `there is no such file: ${archive}`)
  await mkdir(dataDirectory, { recursive: true })
  const lock = await takeLock(`${join(dataDirectory, 'database')}.lock`).catch((error: unknown) => {
    throw error instanceof DirectoryInUse ? running(error.message) : error
  })
  const directory = join(dataDirectory, `restore.partial-${process.pid}`)
  try {
    await undoHalfSwap(dataDirectory)
    await sweepPartial(dataDirectory)
    await refuseBusy(input)
    if (!input.overwrite) await refuseExisting(input)
    await mkdir(directory, { mode: 0o700 })
    return await restoreFrom(input, directory)
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 }).finally(() => lock.release())
  }
}

async function restoreFrom(input: RestoreInput, directory: string): Promise<RestoreResult> {
  const { archive, progress = () => {}, signal } = input
  const { size } = await stat(archive)
  let packed = 0
  const onBytes = (bytes: number) => {
    packed += bytes
    progress('unpack', (0.3 * packed) / Math.max(size, 1))
  }
  const manifest = await unpack({ archive, directory, onBytes, signal })
  refuseForeign(manifest, input)
  const result = input.url
    ? await intoServer({ ...input, url: input.url }, { manifest, directory })
    : await intoEmbedded(input, { manifest, directory })
  progress('done', 1)
  return { manifest, ...result }
}

interface Unpacked {
  manifest: Manifest
  directory: string
}

type Restored = Omit<RestoreResult, 'manifest'>

/** The copy is opened and compared before it takes the place of what is there. */
async function intoEmbedded(input: RestoreInput, { manifest, directory }: Unpacked): Promise<Restored> {
  const { dataDirectory, progress = () => {}, signal } = input
  progress('database', 0.3)
  const fresh = join(directory, 'fresh')
  await mkdir(fresh)
  await restoreDump(join(directory, dumpNames.embedded), join(fresh, 'database'))
  signal?.throwIfAborted()
  const onStep = (_: string, share: number) => progress('compare', share + 0.3)
  const found = await measureAt({ dataDirectory: fresh }, { progress: onStep, signal })
  refuseDifferent(manifest, found)
  signal?.throwIfAborted()
  progress('swap', 0.95)
  if (existsSync(join(directory, 'towns'))) await rename(join(directory, 'towns'), join(fresh, 'towns'))
  const aside = await swapIn({ dataDirectory, from: fresh, names: ['database', 'towns'], suffix: suffix() })
  return { found, aside }
}

async function intoServer(
  input: RestoreInput & { url: string },
  { manifest, directory }: Unpacked,
): Promise<Restored> {
  const { url, dataDirectory, progress = () => {}, signal } = input
  const database = await openPatiently({ url, dataDirectory })
  const asideSchema = (await hasSchema(database.sql)) ? schemaAside() : null
  try {
    progress('database', 0.3)
    await restoreServer({ url, path: join(directory, dumpNames.postgres), asideSchema, signal })
    const onStep = (_: string, share: number) => progress('compare', share + 0.3)
    const found = await measureAt({ url, dataDirectory }, { progress: onStep, signal })
    refuseDifferent(manifest, found)
    signal?.throwIfAborted()
    progress('swap', 0.95)
    const folders = await swapIn({ dataDirectory, from: directory, names: ['towns'], suffix: suffix() })
    return { found, aside: [...(asideSchema ? [asideSchema] : []), ...folders] }
  } catch (error) {
    await putSchemaBack(database.sql, asideSchema)
    throw error
  } finally {
    await database.close()
  }
}

// Without dots, at which the driver would part it.
const schemaAside = () => `sisetu_before_restore_${stamp(new Date()).replaceAll('-', '')}`
const suffix = () => `.before-restore-${stamp(new Date())}`

async function sweepPartial(dataDirectory: string): Promise<void> {
  for (const name of await readdir(dataDirectory)) {
    if (name.startsWith('restore.partial-')) {
      await rm(join(dataDirectory, name), { recursive: true, force: true })
    }
  }
}

async function refuseBusy({ url, dataDirectory }: RestoreInput): Promise<void> {
  if (!url) return
  const database = await openPatiently({ url, dataDirectory })
  const others = await othersConnected(database.sql).finally(() => database.close())
  if (others > 0) throw running(`${others} × sisetu @ PostgreSQL`)
}

const running = (who: string) =>
  said(
    `四色图正在使用这份数据，请先停止服务再恢复（${who}）`,
    `Sisetu is running on this data; stop it, then restore again (${who})`,
  )

async function refuseExisting({ url, dataDirectory }: RestoreInput): Promise<void> {
  const towns = await readdir(join(dataDirectory, 'towns')).catch(() => [])
  const found = towns.length > 0 || (url ? await hasSchemaAt(url, dataDirectory) : hasDatabase(dataDirectory))
  if (!found) return
  throw said(
    `${dataDirectory} 里已有数据；加 --yes 恢复，现有数据会改名保留，不会删除`,
    `there is data already (${dataDirectory}); add --yes to restore: what is there is renamed and kept, not deleted`,
  )
}

const hasDatabase = (dataDirectory: string) => existsSync(join(dataDirectory, 'database'))

async function hasSchemaAt(url: string, dataDirectory: string): Promise<boolean> {
  const database = await openPatiently({ url, dataDirectory })
  return hasSchema(database.sql).finally(() => database.close())
}

function refuseForeign(manifest: Manifest, { url }: RestoreInput): void {
  if (manifest.kind !== (url ? 'postgres' : 'embedded')) {
    throw said(
      `这个备份来自${manifest.kind === 'postgres' ? ' PostgreSQL，请设置 DATABASE_URL' : '内嵌数据库，请去掉 DATABASE_URL'}`,
      manifest.kind === 'postgres'
        ? 'this backup was made of PostgreSQL; set DATABASE_URL'
        : 'this backup was made of the embedded database; unset DATABASE_URL',
    )
  }
  const known = new Set(migrationsIn(migrationDirectory).map(({ name }) => name))
  const unknown = manifest.migrations.find(name => !known.has(name))
  if (unknown === undefined) return
  throw said(
    `这个备份由更新的版本（${manifest.version}）写成，请先升级程序（${unknown}）`,
    `this backup was written by a newer version (${manifest.version}); update Sisetu first (${unknown})`,
  )
}

function refuseDifferent(manifest: Manifest, found: Measured): void {
  const wrong = differences(manifest.tables, found.tables)
  const isSame = found.journal.rows === manifest.journal.rows
  if (wrong.length === 0 && isSame && found.journal.brokenAt === manifest.journal.brokenAt) return
  throw said(
    `恢复出的数据与备份清单不符，已放回原有数据：${wrong.join('、') || '日志链'}`,
    `what was restored differs from the manifest, the old data is back: ${wrong.join(', ') || 'the journal'}`,
  )
}
