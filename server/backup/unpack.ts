import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { differences, dumpNames, type FileMeasure, Manifest, manifestName } from './manifest.ts'
import { readTar, type TarEntry } from './tar.ts'
import { said } from './words.ts'

interface UnpackInput {
  archive: string
  /** Empty; what is in it after a failure is worth nothing. */
  directory: string
  onBytes?: (packed: number) => void
  signal?: AbortSignal | undefined
}

/** Unpacks an archive and checks every file against the manifest. @throws Error when anything does not fit */
export async function unpack({ archive, directory, onBytes, signal }: UnpackInput): Promise<Manifest> {
  const files: FileMeasure[] = []
  const packed = createReadStream(archive)
  packed.on('data', chunk => onBytes?.(chunk.length))
  let writing = Promise.resolve()
  try {
    const take = (entry: TarEntry) => {
      writing = unpackFile(entry, directory).then(file => void files.push(file))
      return writing
    }
    await pipeline(packed, createGunzip(), chunks => readTar(chunks, take), signal ? { signal } : {})
  } catch (error) {
    // The file it was at may still be made, in a folder that is about to be removed.
    await writing.catch(() => {})
    signal?.throwIfAborted()
    if (isOwnFault(error)) throw error
    throw damaged(archive, error instanceof Error ? error.message : String(error))
  }
  const manifest = await readManifest(archive, directory)
  const inside = files.filter(({ name }) => name !== manifestName)
  const wrong = differences(manifest.files, inside)
  const isWhole = wrong.length === 0 && inside.some(({ name }) => name === dumpNames[manifest.kind])
  if (!isWhole) throw damaged(archive, wrong.slice(0, 5).join(', ') || dumpNames[manifest.kind])
  return manifest
}

// A full disk, a missing right or a missing file is no damage of the archive.
const isOwnFault = (error: unknown) =>
  error instanceof Error && 'code' in error && /^E[A-Z]{3,}$/.test(String(error.code))

const damaged = (archive: string, why: string) =>
  said(
    `归档已损坏，未改动任何数据；请换一个备份：${archive}`,
    `the archive is damaged, nothing was touched; use another backup: ${archive} (${why})`,
  )

async function unpackFile({ name, size, body }: TarEntry, directory: string): Promise<FileMeasure> {
  if (!isKnown(name)) throw new Error(`unknown file ${name}`)
  const path = join(directory, name)
  await mkdir(dirname(path), { recursive: true })
  const hash = createHash('sha256')
  const measured = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  await pipeline(body, measured, createWriteStream(path, { flags: 'wx' }))
  return { name, bytes: size, sha256: hash.digest('hex') }
}

/** Only what a backup writes, and never outside the folder. */
function isKnown(name: string): boolean {
  if (name === manifestName || Object.values<string>(dumpNames).includes(name)) return true
  const parts = name.split('/')
  return (
    parts.length > 2 &&
    parts[0] === 'towns' &&
    parts.every(part => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part))
  )
}

async function readManifest(archive: string, directory: string): Promise<Manifest> {
  const text = await readFile(join(directory, manifestName), 'utf8').catch(() => '{}')
  const parsed = Manifest.safeParse(parsedJson(text))
  if (!parsed.success) throw damaged(archive, `${manifestName}: ${parsed.error.issues[0]?.message}`)
  return parsed.data
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
