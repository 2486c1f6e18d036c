import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { z } from 'zod'
import { missing } from './errors.ts'
import { type Served, takes, wholeNumber } from './request.ts'

/** A town's base map by range requests: `GET /tiles/base.pmtiles?town=ID`. */
export const tileRoutes = ({ dataDirectory }: { dataDirectory: string }) =>
  new Hono<Served>().get('/base.pmtiles', takes('query', z.object({ town: wholeNumber })), async c => {
    const path = join(dataDirectory, 'towns', String(c.req.valid('query').town), 'base.pmtiles')
    const file = await stat(path).catch(() => null)
    if (!file) throw missing({ zh: '这个地区还没有底图', en: 'This region has no base map yet' })
    const etag = `"${file.size.toString(36)}-${Math.round(file.mtimeMs).toString(36)}"`
    const base = {
      'accept-ranges': 'bytes',
      etag,
      'content-type': 'application/octet-stream',
      'cache-control': 'no-cache',
    }
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers: base })
    const range = rangeOf(c.req.header('range'), file.size)
    if (range === 'bad') {
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${file.size}` } })
    }
    const { from, to } = range ?? { from: 0, to: file.size - 1 }
    const headers = {
      ...base,
      'content-length': String(to - from + 1),
      ...(range ? { 'content-range': `bytes ${from}-${to}/${file.size}` } : {}),
    }
    const stream = Readable.toWeb(createReadStream(path, { start: from, end: to }))
    return new Response(stream as ReadableStream, { status: range ? 206 : 200, headers })
  })

/** Inclusive byte range of a `Range` header; null when there is none, `bad` when it cannot be met. */
export function rangeOf(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'bad' | null {
  if (!header) return null
  const match = /^bytes=(\d*)-(\d*)$/.exec(header)
  if (!match || (match[1] === '' && match[2] === '')) return 'bad'
  const from = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const to = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  return from > to || from >= size ? 'bad' : { from, to }
}
