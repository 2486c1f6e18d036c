import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { z } from 'zod'
import { missing, Refusal } from './errors.ts'
import { answerProblem } from './problem.ts'
import { type Served, takes, wholeNumber } from './request.ts'

/** A town's base map by range requests: `GET /tiles/base.pmtiles?town=ID`. */
export const tileRoutes = ({ dataDirectory }: { dataDirectory: string }) =>
  new Hono<Served>().get('/base.pmtiles', takes('query', z.object({ town: wholeNumber })), async c => {
    const path = join(dataDirectory, 'towns', String(c.req.valid('query').town), 'base.pmtiles')
    const file = await stat(path).catch(() => null)
    if (!file?.size) throw missing({ zh: '这个地区还没有底图', en: 'This region has no base map yet' })
    const etag = `"${file.size.toString(36)}-${Math.round(file.mtimeMs).toString(36)}"`
    const base = {
      'accept-ranges': 'bytes',
      etag,
      'content-type': 'application/octet-stream',
      'cache-control': 'no-cache',
    }
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers: base })
    const condition = c.req.header('if-range')
    // A range of the base map that was there before an import would be cut out of the wrong file.
    const isSame = condition === undefined || condition === etag
    const range = rangeOf(isSame ? c.req.header('range') : undefined, file.size)
    if (range === 'bad') {
      const words = { zh: '文件没有这一段', en: 'The file has no such range' }
      const answer = answerProblem(new Refusal('invalid', words, { status: 416 }), c)
      answer.headers.set('content-range', `bytes */${file.size}`)
      return answer
    }
    const { from, to } = range ?? { from: 0, to: file.size - 1 }
    const headers = {
      ...base,
      'content-length': String(to - from + 1),
      ...(range ? { 'content-range': `bytes ${from}-${to}/${file.size}` } : {}),
    }
    // Hono answers HEAD by GET and drops the body: a file opened for it would stay open.
    if (c.req.method === 'HEAD') return new Response(null, { status: range ? 206 : 200, headers })
    const stream = Readable.toWeb(createReadStream(path, { start: from, end: to }))
    return new Response(stream as ReadableStream, { status: range ? 206 : 200, headers })
  })

/** Inclusive byte range of a `Range` header; null when there is none we serve, `bad` when it cannot be met. RFC 9110 14.2 */
export function rangeOf(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'bad' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  if (match[1] !== '' && match[2] !== '' && Number(match[1]) > Number(match[2])) return null
  const from = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const to = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  return from > to || from >= size ? 'bad' : { from, to }
}
