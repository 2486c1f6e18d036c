import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../database/test-database.ts'
import { cookieOf, testApp } from '../../test-app.ts'
import { type TestTown, testTown } from '../../test-town.ts'
import { TileDesk } from './desk.ts'
import { keptTilesFirst } from './first.ts'
import { TileServer } from './wire.ts'

const { sql } = await testDatabase()
let town: TestTown
let mine: string
let path: string
let listener: RequestListener
let server: Server
/** How many requests went by HTTP, and how many of them to the app. */
let byHttp = 0
let byApp = 0

beforeAll(async () => {
  town = await testTown(sql)
  mine = await cookieOf(sql, town.people.commander)
  path = `/tiles/cells/0/0/0.mvt?town=${town.id}&scale=inherent`
})
beforeEach(async () => {
  const desk = new TileDesk(sql)
  const app = getRequestListener(testApp(sql, { tiles: desk }).fetch)
  const first = keptTilesFirst(desk, (incoming, outgoing) => {
    byApp += 1
    void app(incoming, outgoing)
  })
  listener = (incoming, outgoing) => {
    byHttp += 1
    first(incoming, outgoing)
  }
  server = await opened(new TileServer(desk, listener))
  byHttp = byApp = 0
})
afterEach(() => closed(server))

const opened = (one: Server): Promise<Server> =>
  new Promise(resolve => one.listen(0, '127.0.0.1', () => resolve(one)))

const closed = (one: Server): Promise<unknown> =>
  new Promise(resolve => {
    one.close(resolve)
    one.closeAllConnections()
  })

/** A line to a server: what is sent goes as it is, and what came is kept as text, without dates and ids. */
class Line {
  readonly socket: Socket
  readonly gone: Promise<void>
  #came = ''
  #told: () => void = () => undefined

  constructor(to: Server) {
    const { port } = to.address() as AddressInfo // listening on TCP, so never a pipe's name
    this.socket = connect(port, '127.0.0.1').setNoDelay(true)
    this.gone = new Promise(resolve => this.socket.on('close', () => resolve()))
    this.socket.on('error', () => undefined)
    this.socket.on('data', (piece: Buffer) => {
      this.#came += piece.toString('latin1')
      this.#told()
    })
    this.socket.on('close', () => this.#told())
  }

  /** Sends and waits until so many answers came in all. */
  async ask(text: string, answers = this.answers.length + 1): Promise<string> {
    this.socket.write(text, 'latin1')
    await this.answered(answers)
    return this.answers.at(-1) ?? ''
  }

  async answered(count: number): Promise<void> {
    while (this.answers.length < count && !this.socket.destroyed)
      await new Promise<void>(resolve => {
        this.#told = resolve
      })
  }

  /** The whole ones. */
  get answers(): string[] {
    const found: string[] = []
    for (let rest = this.#came; ; ) {
      const body = rest.indexOf('\r\n\r\n') + 4
      if (body < 4) return found
      const [, length = '0'] = /content-length: (\d+)/i.exec(rest.slice(0, body)) ?? []
      const end = body + (/HTTP\/1.1 (?:204|304)/.test(rest.slice(0, 12)) ? 0 : Number(length))
      if (rest.length < end) return found
      found.push(
        rest
          .slice(0, end)
          .replace(/Date: .{29}\r\n/i, '')
          .replaceAll(requestId, ''),
      )
      rest = rest.slice(end)
    }
  }
}

const requestId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

const asking = (at: string, ...fields: string[]) =>
  `GET ${at} HTTP/1.1\r\nHost: a\r\nCookie: ${mine}\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`

const moment = () => new Promise(resolve => setTimeout(resolve, 5))

test.each(['identity', 'gzip'])(
  'a tile goes without HTTP, with the bytes that HTTP sends: %s',
  async encoding => {
    const encoded = `Accept-Encoding: ${encoding}`
    const [line, other] = [new Line(server), new Line(server)]
    const made = await line.ask(asking(path, encoded))
    const kept = await line.ask(asking(path, encoded))
    expect(made).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(made.length).toBeGreaterThan(300)
    const etag = /ETag: (\S+)/.exec(made)?.[1] ?? ''
    const unchanged = await line.ask(asking(path, encoded, `If-None-Match: ${etag}`))
    const empty = await line.ask(asking(path.replace('0/0/0', '13/1/1'), encoded))
    expect([unchanged, empty].map(text => text.slice(9, 12))).toEqual(['304', '204'])
    expect(byHttp).toBe(0)
    const [begin, end] = [asking(path, encoded).slice(0, 30), asking(path, encoded).slice(30)]
    other.socket.write(begin)
    await moment()
    expect(await other.ask(end)).toBe(made)
    expect(await other.ask(asking(path, encoded, `If-None-Match: ${etag}`))).toBe(unchanged)
    expect(await other.ask(asking(path.replace('0/0/0', '13/1/1'), encoded))).toBe(empty)
    expect([kept, byHttp, byApp]).toEqual([made, 3, 0])
  },
)

test('who may not read the town, and what is no tile, is refused by the app', async () => {
  for (const [request, status] of [
    [asking(path).replace(mine, ''), 401],
    [asking(path).replace(mine, `${mine}x`), 401],
    [asking(`${path}&world=999`), 404],
    [asking('/tiles/cells/3/8/0.mvt?town=1'), 404],
    [asking(path.replace('inherent', 'worst')), 422],
  ] as const) {
    const line = new Line(server)
    await line.ask(asking(path))
    const before = byApp
    expect(await line.ask(request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(byApp).toBe(before + 1)
  }
})

test('whoever signed out on another line gets no tile more', async () => {
  const cookie = await cookieOf(sql, town.people.planner)
  const [line, other] = [new Line(server), new Line(server)]
  const request = asking(path).replace(mine, cookie)
  expect(await line.ask(request)).toMatch(/^HTTP\/1.1 200/)
  await other.ask(`DELETE /api/session HTTP/1.1\r\nHost: a\r\nCookie: ${cookie}\r\n\r\n`)
  expect(await line.ask(request)).toMatch(/^HTTP\/1.1 401/)
})

test('however requests are cut and joined, what comes back is what HTTP alone gives', async () => {
  const plain = await opened(createServer(listener))
  const body = JSON.stringify({ text: 'x'.repeat(5000) })
  const posted = `POST /api/nothing HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const hidden = asking(path, `Content-Length: ${asking(path).length}`) + asking(path)
  const script = [
    ...[asking(path), asking(path, 'Accept-Encoding: gzip'), asking(path), asking('/healthz'), posted],
    ...[asking(path), hidden, asking(path), posted, asking(path)],
  ]
  // Made before, so that the app's own answer, which is sent in chunks, is not among them.
  for (const text of script.slice(0, 2)) await new Line(server).ask(text)
  for (let round = 0; round < 24; round++) {
    const [ours, theirs] = [new Line(server), new Line(plain)]
    const all = script.slice(round % 5).join('')
    for (let at = 0; at < all.length; ) {
      const alone = script[round % 5]?.length ?? 0
      const size =
        at === 0 && round % 2 === 0 ? alone : 1 + ((round * 7919 + at * 104_729) % (200 + round * 90))
      for (const line of [ours, theirs]) line.socket.write(all.slice(at, at + size))
      at += size
      if (round % 3 > 0) await moment()
    }
    const expected = script.length - (round % 5)
    for (const line of [ours, theirs]) await line.answered(expected)
    expect(ours.answers).toEqual(theirs.answers)
    expect(ours.answers).toHaveLength(expected)
    for (const { socket } of [ours, theirs]) socket.destroy()
  }
  await closed(plain)
})

test('a request that is cut anywhere is answered once', async () => {
  const request = asking(path, 'Accept-Encoding: gzip')
  const expected = await new Line(server).ask(request)
  for (let at = 1; at < request.length; at += 9) {
    const line = new Line(server)
    await line.ask(request)
    line.socket.write(request.slice(0, at))
    await moment()
    await line.ask(request.slice(at))
    await moment()
    expect(line.answers).toEqual([expected, expected])
  }
})

test('a line that closes its own end behind a request gets its answer', async () => {
  const expected = await new Line(server).ask(asking(path))
  const line = new Line(server)
  line.socket.end(asking(path))
  await line.gone
  expect(line.answers).toEqual([expected])
})
