import type { RequestListener } from 'node:http'
import type { TileDesk } from './desk.ts'
import { isGzipTaken } from './reply.ts'

/**
 * Answers requests for tiles that are kept before the app sees them, from memory and with the same rights, headers
 * and bytes: those on connections that ask for other things too. Every other request goes on to the app.
 */
export const keptTilesFirst =
  (desk: TileDesk, next: RequestListener): RequestListener =>
  (incoming, outgoing) => {
    const { method, url = '', headers } = incoming
    if (method === 'GET' && url.startsWith('/tiles/cells/')) {
      const answer = desk.ready({
        pathAndQuery: url,
        cookie: headers.cookie ?? '',
        gzipped: isGzipTaken(headers['accept-encoding']),
        etag: headers['if-none-match'],
      })
      if (answer) return void outgoing.writeHead(answer.status, [...answer.head]).end(answer.bytes)
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
