import type { RequestListener, ServerResponse } from 'node:http'
import type { Ready, TileDesk } from './desk.ts'
import { isGzipTaken } from './reply.ts'

/**
 * Answers requests for tiles that are kept before the app sees them, from memory and with the same rights, headers
 * and bytes; a map asks for dozens at once. Every other request goes on to the app.
 */
export const keptTilesFirst =
  (desk: TileDesk, next: RequestListener): RequestListener =>
  (incoming, outgoing) => {
    const { method, url = '', headers } = incoming
    if (method === 'GET' && url.startsWith('/tiles/cells/')) {
      const gzipped = isGzipTaken(headers['accept-encoding'])
      const ready = desk.ready(url, { cookie: headers.cookie ?? '', gzipped })
      if (ready) return end(outgoing, ready, headers['if-none-match'] === ready.etag)
    } else if (method !== 'GET' && isAboutPeople(url)) {
      // Whoever signs out or is turned off reads no tile more. The journal tells of what another process did.
      desk.forget()
      outgoing.once('close', () => desk.forget())
      outgoing.once('finish', () => desk.forget())
    }
    next(incoming, outgoing)
  }

const isAboutPeople = (url: string): boolean =>
  url.startsWith('/api/session') || url.startsWith('/api/people') || url.startsWith('/api/drills')

function end(
  outgoing: ServerResponse,
  { status, head, headUnchanged, bytes }: Ready,
  isKnown: boolean,
): void {
  if (isKnown) outgoing.writeHead(304, headUnchanged).end()
  else if (status === 204) outgoing.writeHead(204, head).end()
  else outgoing.writeHead(200, head).end(bytes)
}
