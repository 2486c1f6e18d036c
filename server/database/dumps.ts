import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './open.ts'

export interface DumpsInput {
  directory: string
  /** An hour by default. */
  everyMs?: number
  /** How many of the newest to keep, 24 by default. */
  keep?: number
  onFailure?: (error: unknown) => void
}

/** Writes one dump of the embedded database now and forgets the oldest; its path, or undefined on PostgreSQL. */
export async function dumpOnce(
  database: Database,
  { directory, keep = 24 }: DumpsInput,
): Promise<string | undefined> {
  if (!database.dump) return undefined
  await mkdir(directory, { recursive: true })
  const at = new Date().toISOString().replaceAll(':', '').replace(/\.\d+/, '')
  const path = join(directory, `sisetu-${at}.tar.gz`)
  await database.dump(path)
  const dumps = (await readdir(directory)).filter(name => /^sisetu-.*\.tar\.gz$/.test(name)).sort()
  for (const old of dumps.slice(0, -keep)) await rm(join(directory, old), { force: true })
  return path
}

/** Dumps the embedded database every hour, since a power cut can cost it its last writes. Returns the stop. */
export function keepDumps(database: Database, input: DumpsInput): () => void {
  const { everyMs = 3600_000, onFailure = () => {} } = input
  const timer = setInterval(() => dumpOnce(database, input).catch(onFailure), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
