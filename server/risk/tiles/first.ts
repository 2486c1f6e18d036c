import type { RequestListener, ServerResponse } from 'node:http'
import type { TileGiven } from './cell-tiles.ts'
import type { TileDesk } from './desk.ts'
import { headersOf, isGzipTaken } from './reply.ts'

/**
 * Answers requests for tiles that are kept before the app sees them, from memory and with the same rights, headers
 * and bytes; a map asks for dozens at once. Every other request goes on to the app.
 */
export const keptTilesFirst =
  (desk: TileDesk, next: RequestListener): RequestListener =>
  (incoming, outgoing) => {
    const { method, url = '', headers } = incoming
    if (method !== 'GET' || !url.startsWith('/tiles/cells/')) return next(incoming, outgoing)
    const gzipped = isGzipTaken(headers['accept-encoding'])
    desk.kept(url, { cookie: headers.cookie ?? '', gzipped }).then(
      kept => {
        if (!kept) next(incoming, outgoing)
        else if (headers['if-none-match'] === kept.etag) end(outgoing, 304, { kept, gzipped: false })
        else end(outgoing, kept.bytes.length > 0 ? 200 : 204, { kept, gzipped })
      },
      // What is wrong with the request the app says best.
      () => next(incoming, outgoing),
    )
  }

function end(
  outgoing: ServerResponse,
  status: 200 | 204 | 304,
  { kept, gzipped }: { kept: TileGiven; gzipped: boolean },
): void {
  const headers = headersOf(kept.etag, gzipped && status === 200)
  if (status !== 200) {
    outgoing.writeHead(status, headers).end()
    return
  }
  headers['Content-Length'] = String(kept.bytes.length)
  outgoing.writeHead(status, headers).end(kept.bytes)
}
