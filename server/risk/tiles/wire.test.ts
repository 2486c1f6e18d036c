import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Answer } from './reply.ts'
import type { Ready } from './tile-connection.ts'
import { TileServer } from './wire.ts'

const size = 2 ** 20
const large: Answer = {
  status: 200,
  head: ['Content-Length', String(size)],
  bytes: new Uint8Array(size).fill(65),
}
const request = 'GET /tiles/cells/1/1/1.mvt HTTP/1.1\r\nHost: a\r\n\r\n'

let server: Server
/** The server's ends. */
let ends: Socket[]
let desk: Ready
let byHttp = 0

beforeEach(async () => {
  ;[ends, byHttp] = [[], 0]
  desk = { ready: () => large, prepare: async () => undefined }
  const asked: Ready = { ready: asking => desk.ready(asking), prepare: asking => desk.prepare(asking) }
  server = new TileServer(asked, (_, outgoing) => {
    byHttp += 1
    outgoing.writeHead(200, [...large.head]).end(large.bytes)
  })
  server.on('connection', socket => ends.push(socket))
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
})

function opened(): Socket {
  const { port } = server.address() as AddressInfo // listening on TCP, so never a pipe's name
  return connect(port, '127.0.0.1')
    .setNoDelay(true)
    .on('error', () => undefined)
}

const moment = () => new Promise(resolve => setTimeout(resolve, 5))
const gone = (socket: Socket) => new Promise<void>(resolve => socket.once('close', () => resolve()))
const count = () =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, found) => (error ? reject(error) : resolve(found))),
  )
const until = async (is: () => boolean | Promise<boolean>) => {
  while (!(await is())) await moment()
}

test('who does not read is not read either, and gets everything once it reads', async () => {
  const socket = opened().pause()
  for (let i = 0; i < 40; i++) {
    socket.write(request)
    await moment()
    expect(ends[0]?.writableLength ?? 0).toBeLessThan(2 * size)
  }
  let came = 0
  socket.resume().on('data', piece => {
    came += piece.length
  })
  await until(() => came >= 40 * size)
  await moment()
  expect(Math.floor(came / size)).toBe(40)
})

test('a line that asks for nothing more is closed after the time that HTTP keeps one', async () => {
  server.keepAliveTimeout = 60
  const socket = opened().resume()
  socket.write(request)
  await gone(socket)
  expect([socket.bytesRead > size, byHttp]).toEqual([true, 0])
})

test('a line that never asks is closed after the time that HTTP gives a request', async () => {
  server.headersTimeout = 40
  const socket = opened().resume()
  await gone(socket)
  expect(socket.bytesRead).toBe(0)
})

test('a line is not idle while its tile is being made', async () => {
  server.keepAliveTimeout = server.headersTimeout = 30
  let isMade = false
  desk = {
    ready: () => (isMade ? large : undefined),
    prepare: async () => {
      await new Promise(resolve => setTimeout(resolve, 150))
      isMade = true
    },
  }
  const socket = opened().resume()
  socket.write(request)
  await gone(socket)
  expect([socket.bytesRead > size, byHttp]).toEqual([true, 0])
})

test('what cannot be made is HTTP’s to refuse', async () => {
  desk = { ready: () => undefined, prepare: () => Promise.reject(new Error('no such town')) }
  const socket = opened().resume()
  socket.write(request)
  await until(() => socket.bytesRead > size)
  expect(byHttp).toBe(1)
})

test('a server that closes closes idle lines, and lets go of those that are being answered when told so', async () => {
  desk = { ready: asking => (asking.etag ? undefined : large), prepare: () => new Promise(() => undefined) }
  const [idle, busy] = [opened().resume(), opened().resume()]
  for (const socket of [idle, busy]) {
    socket.write(request)
    await until(() => socket.bytesRead > size)
  }
  busy.write(request.replace('\r\n\r\n', '\r\nIf-None-Match: "x"\r\n\r\n'))
  await moment()
  const closing = new Promise(resolve => server.close(resolve))
  await gone(idle)
  await moment()
  expect([await count(), busy.destroyed]).toEqual([1, false])
  server.closeAllConnections()
  await closing
})

test('lines that break off at any moment leave nothing behind', async () => {
  desk = {
    ready: asking => (asking.etag ? undefined : large),
    prepare: () => new Promise(resolve => setTimeout(resolve, 10)),
  }
  const sent = [
    request,
    request.slice(0, 20),
    request.replace('\r\n\r\n', '\r\nIf-None-Match: "x"\r\n\r\n'),
    '',
  ]
  for (const text of [...sent, ...sent]) {
    const socket = opened()
    socket.write(text)
    await moment()
    socket.resetAndDestroy()
  }
  await until(async () => (await count()) === 0)
  await new Promise(resolve => setTimeout(resolve, 20))
  const socket = opened().resume()
  socket.write(request)
  await until(() => socket.bytesRead > size)
})
