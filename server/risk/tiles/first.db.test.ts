import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../database/test-database.ts'
import { engines } from '../../engines.ts'
import { cookieOf, testApp } from '../../test-app.ts'
import { type TestTown, testTown } from '../../test-town.ts'
import { TileDesk } from './desk.ts'
import { keptTilesFirst } from './first.ts'

const { sql } = await testDatabase()
let town: TestTown
let mine: string
let elsewhere: string
let path: string
let desk: TileDesk
/** How many requests went on to the app. */
let passed = 0

const server = createServer()

beforeAll(async () => {
  town = await testTown(sql)
  const other = await testTown(sql)
  mine = await cookieOf(sql, town.people.commander)
  await sql`update people set town_ids = ${[other.id]} where id = ${other.people.commander.id}`
  elsewhere = await cookieOf(sql, other.people.commander)
  const tiles = new TileDesk(sql)
  desk = tiles
  const app = getRequestListener(testApp(sql, { tiles }).fetch)
  server.on(
    'request',
    keptTilesFirst(tiles, (incoming, outgoing) => {
      passed += 1
      void app(incoming, outgoing)
    }),
  )
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  path = over(town.center, 13)
})
beforeEach(() => {
  passed = 0
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function over([lng, lat]: readonly [number, number], z: number): string {
  const sin = Math.sin((lat * Math.PI) / 180)
  const x = Math.floor(((lng + 180) / 360) * 2 ** z)
  const y = Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z)
  return `/tiles/cells/${z}/${x}/${y}.mvt?town=${town.id}&scale=inherent`
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

function ask(at: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { port } = server.address() as AddressInfo // listening on TCP, so never a pipe's name
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', path: at, headers, method }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const { date: _, connection: __, 'keep-alive': ___, ...rest } = answer.headers
        resolve({ status: answer.statusCode ?? 0, headers: rest, body: Buffer.concat(chunks) })
      })
    })
    asking.on('error', reject)
    asking.end()
  })
}

test.each(['identity', 'gzip'])(
  'a kept tile is the one that the app gave, with its headers: %s',
  async encoding => {
    const headers = { cookie: mine, 'accept-encoding': encoding }
    const made = await ask(path, headers)
    expect([made.status, passed]).toEqual([200, 1])
    const kept = await ask(path, headers)
    expect(passed).toBe(1)
    expect({ ...kept.headers, 'transfer-encoding': undefined }).toEqual({
      ...made.headers,
      'transfer-encoding': undefined,
      'content-length': String(kept.body.length),
    })
    expect(kept.body.equals(made.body)).toBe(true)
    expect(encoding === 'gzip' ? gunzipSync(kept.body).length : kept.body.length).toBeGreaterThan(100)
  },
)

test('whoever may not read the town is refused by the app, however often it was asked for', async () => {
  await ask(path, { cookie: mine })
  await ask(path, { cookie: mine })
  for (const cookie of ['', 'sisetu_session=nobody', `${mine}x`]) {
    expect((await ask(path, { cookie })).status, cookie).toBe(401)
    expect((await ask(path, { cookie })).status, cookie).toBe(401)
  }
  for (let again = 0; again < 3; again++) expect((await ask(path, { cookie: elsewhere })).status).toBe(403)
  expect((await ask(`${path}&world=999`, { cookie: mine })).status).toBe(404)
})

test('a tile that the asker has is not sent again', async () => {
  const headers = { cookie: mine, 'accept-encoding': 'gzip' }
  await ask(path, headers)
  const etag = String((await ask(path, headers)).headers.etag)
  passed = 0
  const again = await ask(path, { ...headers, 'if-none-match': etag })
  expect([again.status, again.body.length, again.headers.etag, passed]).toEqual([304, 0, etag, 0])
})

test('a change of one severity, or another field of the same town, makes the tile anew', async () => {
  const headers = { cookie: mine }
  await ask(path, headers)
  const before = (await ask(path, headers)).headers.etag
  const { risk } = engines()
  const field = await risk.get(town.id)
  await field.recompute()
  passed = 0
  const after = await ask(path, headers)
  expect([after.status, passed]).toEqual([200, 1])
  expect(after.headers.etag).not.toBe(before)
  risk.drop(town.id)
  const again = await ask(path, headers)
  expect([again.status, passed]).toEqual([200, 2])
  expect(new Set([before, after.headers.etag, again.headers.etag]).size).toBe(3)
})

test('whoever signed out gets no tile more, not even a kept one', async () => {
  const cookie = await cookieOf(sql, town.people.planner)
  await ask(path, { cookie })
  passed = 0
  expect((await ask(path, { cookie })).status).toBe(200)
  expect(passed).toBe(0)
  const { port } = server.address() as AddressInfo // listening on TCP, so never a pipe's name
  const origin = `http://127.0.0.1:${port}`
  const signedOut = await fetch(`${origin}/api/session`, { method: 'DELETE', headers: { cookie, origin } })
  expect(signedOut.status).toBe(204)
  for (let again = 0; again < 3; again++) expect((await ask(path, { cookie })).status).toBe(401)
})

test('whose rights another process took away is looked up again when the journal says so', async () => {
  const cookie = await cookieOf(sql, town.people.planner)
  await ask(path, { cookie })
  await sql`update people set town_ids = ${[town.id + 1000]} where id = ${town.people.planner.id}`
  expect((await ask(path, { cookie })).status).toBe(200)
  desk.forget()
  expect((await ask(path, { cookie })).status).toBe(403)
  await sql`update people set town_ids = null where id = ${town.people.planner.id}`
})

test('a session that ended is asked for again within seconds', async () => {
  const cookie = await cookieOf(sql, town.people.planner)
  await ask(path, { cookie })
  await sql`delete from sessions where person_id = ${town.people.planner.id}`
  await new Promise(resolve => setTimeout(resolve, 3100))
  expect((await ask(path, { cookie })).status).toBe(401)
})

test('what is not a kept tile goes on to the app', async () => {
  const cookie = mine
  await ask(path, { cookie })
  passed = 0
  const head = await ask(path, { cookie }, 'HEAD')
  expect([head.status, head.body.length]).toEqual([200, 0])
  expect((await ask('/tiles/cells/3/8/0.mvt?town=1', { cookie })).status).toBe(404)
  expect((await ask(path.replace('inherent', 'worst'), { cookie })).status).toBe(422)
  expect((await ask(`/tiles/cells/13/1/1.mvt?town=${town.id}`, { cookie })).status).toBe(204)
  expect(passed).toBe(4)
  expect((await ask(`/tiles/cells/13/1/1.mvt?town=${town.id}`, { cookie })).status).toBe(204)
  expect(passed).toBe(4)
})
