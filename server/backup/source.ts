import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Database, openDatabase } from '../database/open.ts'
import { restoreDump } from '../database/snapshot.ts'
import { type DatabaseKind, dumpNames } from './manifest.ts'
import { atOneMoment, type Measured, measure } from './measure.ts'
import { dumpServer } from './postgres.ts'

/** Where the database to be backed up is. */
export type Source =
  | { kind: 'embedded'; dump: (path: string) => Promise<void> }
  | { kind: 'postgres'; url: string; dataDirectory: string }

export interface Dump extends Measured {
  kind: DatabaseKind
  path: string
}

interface DumpInput {
  directory: string
  progress: (step: string, share: number) => void
  signal?: AbortSignal | undefined
}

// Sorting a large table takes longer than any request may.
const patience = { statementMs: 3600_000, idleInTransactionMs: 3600_000 }

export const openPatiently = (input: {
  url?: string | undefined
  dataDirectory: string
}): Promise<Database> => openDatabase({ ...input, ...patience })

/** Writes the database into `directory` and measures exactly what was written. */
export function takeDump(source: Source, input: DumpInput): Promise<Dump> {
  return source.kind === 'embedded' ? takeEmbedded(source.dump, input) : takePostgres(source, input)
}

/**
 * The dump is opened as a restore would open it, and measured there: the running database is held up for the
 * dump alone, and a dump that cannot be restored is never kept.
 */
async function takeEmbedded(
  dump: (path: string) => Promise<void>,
  { directory, progress, signal }: DumpInput,
): Promise<Dump> {
  const path = join(directory, dumpNames.embedded)
  progress('dump', 0)
  await dump(path)
  signal?.throwIfAborted()
  progress('prove', 0.1)
  const proof = join(directory, 'proof')
  await mkdir(proof, { mode: 0o700 })
  try {
    await restoreDump(path, join(proof, 'database'))
    signal?.throwIfAborted()
    const measured = await measureAt({ dataDirectory: proof }, { progress, signal })
    return { ...measured, kind: 'embedded', path }
  } finally {
    await rm(proof, { recursive: true, force: true })
  }
}

async function takePostgres(
  { url, dataDirectory }: { url: string; dataDirectory: string },
  { directory, progress, signal }: DumpInput,
): Promise<Dump> {
  const path = join(directory, dumpNames.postgres)
  const database = await openPatiently({ url, dataDirectory })
  try {
    progress('dump', 0)
    return await atOneMoment(database.sql, async tx => {
      const [row] = await tx<{ snapshot: string }[]>`select pg_export_snapshot() as snapshot`
      await dumpServer({ url, snapshot: row?.snapshot ?? '', path, signal })
      progress('prove', 0.2)
      const onTable = (share: number) => progress('prove', 0.2 + 0.4 * share)
      return { ...(await measure(tx, { onTable, ...(signal ? { signal } : {}) })), kind: 'postgres', path }
    })
  } finally {
    await database.close()
  }
}

/** Opens a database, measures it and closes it. */
export async function measureAt(
  where: { url?: string | undefined; dataDirectory: string },
  { progress, signal }: Pick<DumpInput, 'progress' | 'signal'>,
): Promise<Measured> {
  const database = await openPatiently(where)
  try {
    const onTable = (share: number) => progress('prove', 0.3 + 0.3 * share)
    return await atOneMoment(database.sql, tx => measure(tx, { onTable, ...(signal ? { signal } : {}) }))
  } finally {
    await database.close()
  }
}
