import type { Asking } from './desk.ts'
import { isGzipTaken } from './reply.ts'

const longest = 8192
const begin = 'GET /tiles/cells/'
const firstLine = /^GET (\/tiles\/cells\/[\w./?&=%~-]+) HTTP\/1\.1\r\n/
// Visible ASCII and spaces alone: what HTTP implementations read differently is left to the one there is.
const fieldLines = /(?:[A-Za-z0-9-]+:[ -~]*\r\n)+\r\n$/y
const plainHost = /^[\w.:[\]-]+$/
/** Headers that say how long a request is, or that it is no plain one. */
const special = new Set([
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'expect',
  'upgrade',
  'http2-settings',
  'proxy-connection',
])
const read = new Set(['host', 'connection', 'cookie', 'accept-encoding', 'if-none-match'])

/**
 * Reads a piece of a connection that is exactly one whole and plain request for a tile of the cells; null for all else,
 * also for what may be one but is not certain to be read alike by every implementation of HTTP (RFC 9112, 11.2).
 */
export function readTileRequest(piece: Buffer): Asking | null {
  if (piece.length > longest) return null
  const text = piece.toString('latin1')
  if (!text.startsWith(begin)) return null
  const first = firstLine.exec(text)
  const headers = first && fieldsOf(text, first[0].length)
  if (!headers || !plainHost.test(headers.get('host') ?? '')) return null
  if ((headers.get('connection') ?? 'keep-alive').toLowerCase() !== 'keep-alive') return null
  return {
    pathAndQuery: first[1] ?? '',
    cookie: headers.get('cookie') ?? '',
    gzipped: isGzipTaken(headers.get('accept-encoding')),
    etag: headers.get('if-none-match'),
  }
}

/** The headers that matter by their names in small letters; null where one is special, malformed or comes twice. */
function fieldsOf(text: string, start: number): Map<string, string> | null {
  fieldLines.lastIndex = start
  if (!fieldLines.test(text)) return null
  const fields = new Map<string, string>()
  for (let from = start; from < text.length - 2; ) {
    const [colon, to] = [text.indexOf(':', from), text.indexOf('\r\n', from)]
    const name = text.slice(from, colon).toLowerCase()
    if (special.has(name)) return null
    if (read.has(name)) {
      if (fields.has(name)) return null
      fields.set(name, text.slice(colon + 1, to).trim())
    }
    from = to + 2
  }
  return fields
}
