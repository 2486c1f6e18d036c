import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, read } from '../context.ts'
import { invalid, Refusal } from '../errors.ts'
import { aside } from './aside.ts'
import { type BoundaryImport, CleanOptions, type TextEncoding } from './boundary.ts'
import { loadBoundaryImport, surroundingsOf } from './find.ts'
import { plainText } from './formats/raw.ts'
import { progressBoard } from './progress.ts'
import { stateOf } from './state.ts'

export const mostFileBytes = 32 * 1024 * 1024

interface Upload {
  townId: number
  fileName: string
  /** What its letters are, when a person says so. */
  encoding?: TextEncoding | undefined
  body: ReadableStream<Uint8Array> | null
  /** Aborted when the sender went away: then nothing is kept of the file. */
  signal?: AbortSignal | undefined
  /** Under which how far it is can be asked for. */
  progress?: string | undefined
  dataDirectory: string
}

/**
 * Takes a file of boundaries in: to a file aside, read and cleaned in a thread of its own, kept as an import that
 * waits for decisions. Nothing of the town changes.
 * @throws Refusal `forbidden`, `too-large`, `invalid` naming what is wrong with the file or when it was cancelled, `busy`
 */
export async function upload(
  context: Context,
  { encoding, body, signal, progress, dataDirectory, ...asked }: Upload,
) {
  const around = await read(context, inside => {
    allow(inside.actor, 'grid.edit', { world: inside.world, townId: asked.townId })
    return surroundingsOf(inside, asked.townId)
  })
  const folder = await incoming(dataDirectory)
  const { tell, end } = progressBoard.begin(progress)
  try {
    const path = join(folder, 'file')
    await receive(body, path)
    const said = { crs: null, fields: null, options: CleanOptions.parse({}), answers: {} }
    const job = { from: { path, encoding }, ...said, around }
    return await keep(context, { ...asked, signal, prepared: await aside.prepare(job, { signal, tell }) })
  } catch (error) {
    throw signal?.aborted ? cancelled() : error
  } finally {
    end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function incoming(dataDirectory: string): Promise<string> {
  const home = join(dataDirectory, 'incoming')
  await mkdir(home, { recursive: true })
  return mkdtemp(join(home, 'boundary-'))
}

/** Writes what arrives to a file and stops at the limit, whatever the request said about its length. */
async function receive(body: Upload['body'], path: string): Promise<void> {
  if (!body) throw invalid('file', { zh: '请求里没有文件', en: 'The request has no file' })
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      if (bytes > mostFileBytes) done(tooLarge())
      else done(null, chunk)
    },
  })
  await pipeline(Readable.fromWeb(nodeStream(body)), counted, createWriteStream(path, { mode: 0o600 }))
}

/** One and the same stream of the platform, which its two sets of types describe apart. */
const nodeStream = (body: ReadableStream<Uint8Array>) => body as NodeStream<Uint8Array>

const tooLarge = () =>
  new Refusal('too-large', {
    zh: `文件超过 ${mostFileBytes / 2 ** 20} MB 的上限；请压缩为 zip，或按区域拆分`,
    en: `The file is over the limit of ${mostFileBytes / 2 ** 20} MB; zip it or split it by area`,
  })

const cancelled = () =>
  invalid('file', { zh: '上传已取消，什么都没有保留', en: 'The upload was cancelled; nothing was kept' })

type Kept = Pick<Upload, 'townId' | 'fileName' | 'signal'> & {
  prepared: Awaited<ReturnType<typeof aside.prepare>>
}

const keep = (context: Context, { townId, fileName, signal, prepared }: Kept): Promise<BoundaryImport> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    allow(actor, 'grid.edit', { world, townId })
    const name = plainText(fileName).slice(0, 200) || 'boundaries'
    const [row] = await sql<{ id: number }[]>`
      insert into boundary_imports (town_id, person_id, file_name, state, source, cleaned, saved_at)
      values (${townId}, ${actor.id}, ${name}, ${sql.json(stateOf(prepared, {}))},
        ${Buffer.from(prepared.source)}, ${Buffer.from(prepared.cleaned)}, ${now}) returning id`
    const made = await loadBoundaryImport(sql, row?.id ?? 0)
    signal?.throwIfAborted()
    const { id, version } = made
    const after = { name, format: made.format, rows: made.rows, defects: made.defects.length }
    record({ verb: 'upload', noun: 'boundary-import', id, version, townId, after })
    return made
  })
