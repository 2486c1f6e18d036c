import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { dumpNames, type FileMeasure, type Manifest, manifestName } from './manifest.ts'
import { type Dump, type Source, takeDump } from './source.ts'
import { type TarEntry, writeTar } from './tar.ts'
import { type Progress, said } from './words.ts'

export interface BackupInput {
  source: Source
  dataDirectory: string
  /** The archive; it must not exist yet. */
  to: string
  progress?: Progress
  signal?: AbortSignal
}

export interface BackupResult {
  path: string
  bytes: number
  manifest: Manifest
}

/**
 * Writes database, base maps and roads into one archive. It appears under its name only when it is whole; what
 * a killed one left beside it goes with the next.
 */
export async function backUp(input: BackupInput): Promise<BackupResult> {
  const { source, to, progress = () => {}, signal } = input
  if (existsSync(to)) throw said(`${to} 已存在，请换一个名字`, `${to} exists; choose another name`)
  await mkdir(dirname(to), { recursive: true })
  await sweepPartial(to)
  const directory = partialOf(to, process.pid)
  await mkdir(directory, { mode: 0o700 })
  try {
    const dump = await takeDump(source, { directory, progress, signal })
    const partial = join(directory, 'archive')
    const manifest = await writeArchive({ ...input, dump, partial })
    signal?.throwIfAborted()
    await rename(partial, to)
    await settle(dirname(to))
    progress('done', 1)
    return { path: to, bytes: (await stat(to)).size, manifest }
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 })
  }
}

const partialOf = (to: string, pid: number | string) => join(dirname(to), `.${basename(to)}.partial-${pid}`)

async function sweepPartial(to: string): Promise<void> {
  for (const name of await readdir(dirname(to))) {
    const pid = Number(/^\..*\.partial-(\d+)$/.exec(name)?.[1] ?? 0)
    if (pid > 0 && (pid === process.pid || !isAlive(pid))) {
      await rm(join(dirname(to), name), { recursive: true, force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

interface ArchiveInput extends BackupInput {
  dump: Dump
  partial: string
}

async function writeArchive(input: ArchiveInput): Promise<Manifest> {
  const { dump, partial, dataDirectory, progress = () => {}, signal } = input
  const { path, ...measured } = dump
  const files: FileMeasure[] = []
  const at = new Date().toISOString()
  const manifest: Manifest = { format: 1, version: programVersion(), at, ...measured, files }
  const paths = [{ name: dumpNames[dump.kind] as string, path }, ...(await townFiles(dataDirectory))]
  async function* entries(): AsyncGenerator<TarEntry> {
    for (const [index, each] of paths.entries()) {
      progress('pack', 0.6 + (0.4 * index) / paths.length)
      yield await entryOf(each, measure => files.push(measure))
    }
    const text = Buffer.from(JSON.stringify(manifest, null, 1))
    yield { name: manifestName, size: text.length, body: Readable.from([text]) }
  }
  const out = createWriteStream(partial, { flags: 'wx', mode: 0o600 })
  const packing = pipeline(Readable.from(writeTar(entries())), createGzip(), out, signal ? { signal } : {})
  await packing.catch((error: unknown) => {
    throw signal?.aborted ? signal.reason : error
  })
  await settle(partial)
  return manifest
}

// Smaller ones are read at once: some are written anew while a server runs, and must not change half way.
const wholeBytes = 4 * 1024 * 1024

async function entryOf(
  { name, path }: { name: string; path: string },
  onMeasured: (measure: FileMeasure) => void,
): Promise<TarEntry> {
  const { size } = await stat(path)
  const whole = size <= wholeBytes ? await readFile(path) : undefined
  const bytes = whole?.length ?? size
  async function* body() {
    const hash = createHash('sha256')
    for await (const chunk of whole ? [whole] : createReadStream(path)) {
      hash.update(chunk)
      yield chunk
    }
    onMeasured({ name, bytes, sha256: hash.digest('hex') })
  }
  return { name, size: bytes, body: body() }
}

/** Base maps and roads of all towns but of those that are just being imported. */
async function townFiles(dataDirectory: string): Promise<{ name: string; path: string }[]> {
  const towns = join(dataDirectory, 'towns')
  const names = (await readdir(towns).catch(() => [])).filter(name => !name.startsWith('.')).sort()
  const found = await Promise.all(names.map(name => filesIn(join(towns, name), `towns/${name}`)))
  return found.flat()
}

async function filesIn(directory: string, name: string): Promise<{ name: string; path: string }[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries.map(entry => {
      const each = { name: `${name}/${entry.name}`, path: join(directory, entry.name) }
      if (entry.isDirectory()) return filesIn(each.path, each.name)
      return entry.isFile() ? [each] : []
    }),
  )
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Has what was written reach the disk. */
async function settle(path: string): Promise<void> {
  const handle = await open(path, 'r')
  // Some file systems cannot do this for a folder.
  await handle.sync().catch(() => {})
  await handle.close()
}

function programVersion(): string {
  const text: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : 'unknown'
}
