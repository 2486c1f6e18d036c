import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTileRequest } from './tile-request.ts'

const path = '/tiles/cells/14/13300/6600.mvt?town=7&scale=live'
const linesOf = (...fields: string[]) => `GET ${path} HTTP/1.1\r\n${fields.map(f => `${f}\r\n`).join('')}\r\n`
const read = (text: string) => readTileRequest(Buffer.from(text, 'latin1'))
const plain = linesOf('Host: town.example:8080', 'Cookie: sisetu_session=abc', 'Accept-Encoding: gzip, br')

test.each([
  ['a program', plain, { cookie: 'sisetu_session=abc', gzipped: true, etag: undefined }],
  ['no cookie', linesOf('host:10.0.0.1'), { cookie: '', gzipped: false, etag: undefined }],
  [
    'a browser',
    linesOf('Host: [::1]:8080', 'Connection: Keep-Alive', 'sec-ch-ua: "A", "B"', 'IF-NONE-MATCH:  "x"  '),
    { cookie: '', gzipped: false, etag: '"x"' },
  ],
])('a plain request is read: %s', (_, text, expected) => {
  expect(read(text)).toEqual({ pathAndQuery: path, ...expected })
})

const host = 'Host: a'
test.each([
  ['cut off', plain.slice(0, -1)],
  ['two at once', plain + plain],
  ['with something behind', `${plain}G`],
  ['HEAD', plain.replace('GET', 'HEAD')],
  ['HTTP/1.0', plain.replace('HTTP/1.1', 'HTTP/1.0')],
  ['another path', plain.replace('/tiles/', '/api/')],
  ['a whole address', plain.replace('GET /', 'GET http://a/')],
  ['a fragment', plain.replace('scale=live', 'scale=live#a')],
  ['no host', linesOf('Cookie: a=b')],
  ['no header', linesOf()],
  ['two hosts', linesOf(host, 'host: b')],
  ['an odd host', linesOf('Host: a/b')],
  ['an empty host', linesOf('Host: ')],
  ['two cookies', linesOf(host, 'Cookie: a=b', 'cookie: a=c')],
  ['a body', linesOf(host, 'Content-Length: 5')],
  ['an empty body', linesOf(host, 'content-length: 0')],
  ['a body in chunks', linesOf(host, 'Transfer-Encoding: chunked')],
  ['a request to go on', linesOf(host, 'Expect: 100-continue')],
  ['another protocol', linesOf(host, 'Upgrade: h2c', 'Connection: Upgrade')],
  ['the last one', linesOf(host, 'Connection: close')],
  ['more than one word on the connection', linesOf(host, 'Connection: keep-alive, close')],
  ['a folded header', linesOf(host, 'Cookie: a=b', ' c=d')],
  ['a space before the colon', linesOf(host, 'Content-Length : 5')],
  ['a tab', linesOf(host, 'Cookie:\ta=b')],
  ['a line feed alone', plain.replace('\r\nCookie', '\nCookie')],
  ['a carriage return alone', linesOf(host, 'Cookie: a=b\rContent-Length: 5')],
  ['a null', linesOf(host, 'Cookie: a=\0')],
  ['letters that are not ASCII', linesOf(host, 'Cookie: a=é')],
  ['more than 8 KB', linesOf(host, `Cookie: ${'a'.repeat(8192)}`)],
])('what is not plain is left to HTTP: %s', (_, text) => {
  expect(read(text)).toBeNull()
})

interface Heard {
  url: string
  headers: IncomingHttpHeaders
}
let heard: Heard[] = []
const server = createServer(({ url = '', headers }, outgoing) => {
  heard.push({ url, headers })
  outgoing.writeHead(204, { connection: 'close' }).end()
})

beforeAll(() => new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise(resolve => server.close(resolve)))

function hearing(text: string): Promise<Heard[]> {
  heard = []
  const { port } = server.address() as AddressInfo // listening on TCP, so never a pipe's name
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(text, 'latin1'))
    socket.on('error', reject).on('close', () => resolve(heard))
    socket.resume()
  })
}

test('whatever is read, HTTP reads alike: one request, with the same address, cookie, encoding and tag', async () => {
  const whole = linesOf('Host: a', 'Cookie: a=b', 'Accept-Encoding: gzip', 'If-None-Match: "x"')
  let [accepted, refused] = [0, 0]
  for (const odd of ['\r', '\n', '\r\n', '\t', '\0', ' ', ':', ',', '\x7f', 'é', 'Q']) {
    for (let at = 0; at <= whole.length; at++) {
      const text = whole.slice(0, at) + odd + whole.slice(at)
      const found = read(text)
      if (!found) {
        refused += 1
        continue
      }
      accepted += 1
      const [{ url, headers } = { url: '', headers: {} }, ...more] = await hearing(text)
      expect(more, JSON.stringify(text)).toEqual([])
      expect({ ...found, gzipped: found.gzipped ? 'gzip' : '' }, JSON.stringify(text)).toEqual({
        pathAndQuery: url,
        cookie: headers.cookie ?? '',
        gzipped: /\bgzip\b/.exec(headers['accept-encoding'] ?? '')?.[0] ?? '',
        etag: headers['if-none-match'],
      })
    }
  }
  expect(accepted).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(100)
})
