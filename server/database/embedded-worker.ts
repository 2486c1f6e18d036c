import { createWriteStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { postgis } from '@electric-sql/pglite-postgis'
import type { Reply, Request, WorkerInput } from './engine.ts'
import { joined, type RawRun, runGuarded } from './guard.ts'
import { type Watch, watch } from './insides.ts'

// The engine starts this file and nothing else does, with exactly this input.
const input = workerData as WorkerInput

async function openEngine(): Promise<{ database: PGlite; watched: Watch }> {
  const database = await PGlite.create({ dataDir: input.directory, extensions: { postgis } })
  await database.exec(`set search_path to sisetu, public; set timezone to 'UTC'`)
  return { database, watched: watch(database) }
}

function rawRun(database: PGlite, watched: Watch): RawRun {
  return async bytes => {
    const chunks: Buffer[] = []
    const onRawData = (chunk: Uint8Array) => {
      chunks.push(Buffer.from(chunk))
    }
    await watched.balanced(() => database.execProtocolRawStream(bytes, { onRawData }))
    const fatal = watched.fatal()
    if (fatal) throw new Error(`the embedded database broke down: ${fatal}`)
    return { answer: Buffer.concat(chunks), exception: watched.takeException() }
  }
}

/** Writes the whole database as a tar.gz beside `path` first, so that `path` is never half a dump. */
async function dump(database: PGlite, path: string): Promise<void> {
  await database.exec('checkpoint')
  const file = await database.dumpDataDir('gzip')
  const partial = `${path}.partial`
  await pipeline(Readable.from(file.stream()), createWriteStream(partial))
  const handle = await open(partial, 'r+')
  await handle.sync()
  await handle.close()
  await rename(partial, path)
}

async function serve(port: MessagePort): Promise<void> {
  const { database, watched } = await openEngine()
  const run = rawRun(database, watched)
  const act = async (request: Request): Promise<Reply> => {
    if (request.kind === 'run') return { id: request.id, answer: await runGuarded(run, request.work) }
    if (request.kind === 'dump') await dump(database, request.path)
    else await database.close()
    return { id: request.id, answer: { ...nothing, bytes: joined([]) } }
  }
  port.on('message', (request: Request) => {
    act(request).then(
      reply => port.postMessage(reply, reply.answer ? [reply.answer.bytes.buffer] : []),
      (error: unknown) => port.postMessage({ id: request.id, failure: String(error) } satisfies Reply),
    )
  })
  port.postMessage({ id: 0, answer: { ...nothing, bytes: joined([]) } } satisfies Reply)
}

const nothing = { notifications: [], status: undefined, errors: [], swallowed: false }

if (parentPort) await serve(parentPort)
