import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerProblem } from './problem.ts'
import type { Served } from './request.ts'
import { staticRoutes } from './static.ts'
import { rangeOf, tileRoutes } from './tile-routes.ts'

let directory = ''
const script = 'export const a = 1\n'.repeat(100)
const app = new Hono<Served>()

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sisetu-static-'))
  await mkdir(join(directory, 'web', 'assets'), { recursive: true })
  await mkdir(join(directory, 'web-old'))
  await mkdir(join(directory, 'towns', '7'), { recursive: true })
  await writeFile(join(directory, 'web', 'index.html'), '<!doctype html><title>App</title>')
  await writeFile(join(directory, 'web', 'assets', 'a-1.js'), script)
  await writeFile(join(directory, 'web-old', 'secret.js'), 'secret')
  await writeFile(join(directory, 'secret.json'), '{"token":"secret"}')
  await writeFile(join(directory, 'towns', '7', 'base.pmtiles'), '0123456789')
  app.onError(answerProblem)
  app.route('/tiles', tileRoutes({ dataDirectory: directory }))
  app.route('/', staticRoutes({ webDirectory: join(directory, 'web') }))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })

test.each([
  '/..%2fsecret.json',
  '/%2e%2e/secret.json',
  '/%2e%2e%2fweb-old/secret.js',
  '/assets/..%2f..%2fweb-old%2fsecret.js',
  '/%252e%252e%252fsecret.json',
  '/..%5csecret.json',
  '/a%00.js',
  '/%E0%A4%A.js',
  '/....//secret.json',
])('%s leads nowhere', async path => {
  const answer = await get(path)
  expect(answer.status).toBe(404)
  expect(await answer.text()).not.toContain('"token"')
})

test('a built file is kept for ever, zipped for whom it helps', async () => {
  const plain = await get('/assets/a-1.js')
  expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(plain.headers.get('content-type')).toContain('text/javascript')
  expect(await plain.text()).toBe(script)
  const zipped = await get('/assets/a-1.js', { 'accept-encoding': 'br, gzip' })
  expect(zipped.headers.get('content-encoding')).toBe('gzip')
  expect(zipped.headers.get('vary')).toBe('accept-encoding')
  expect(gunzipSync(await zipped.arrayBuffer()).toString()).toBe(script)
})

test('the page itself is asked for anew each time, and answered 304 while it is the same', async () => {
  const answer = await get('/test-town/risk?z=3')
  expect(await answer.text()).toContain('<title>App</title>')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  const etag = answer.headers.get('etag') ?? ''
  expect((await get('/', { 'if-none-match': etag })).status).toBe(304)
  expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200)
})

test('HEAD tells the headers and sends nothing', async () => {
  for (const path of ['/assets/a-1.js', '/tiles/base.pmtiles?town=7']) {
    const answer = await app.request(path, { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(0)
    expect(await answer.text()).toBe('')
  }
})

test.each<[string | undefined, number, string, string | null]>([
  [undefined, 200, '0123456789', null],
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-3', 206, '789', 'bytes 7-9/10'],
  ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
  ['bytes=10-', 416, '', 'bytes */10'],
  ['bytes=-0', 416, '', 'bytes */10'],
  ['bytes=4-2', 200, '0123456789', null],
  ['bytes=0-1,4-5', 200, '0123456789', null],
  ['lines=1-2', 200, '0123456789', null],
])('the base map answers range %s with %i', async (range, status, text, content) => {
  const answer = await get('/tiles/base.pmtiles?town=7', range === undefined ? {} : { range })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-range')).toBe(content)
  if (status !== 416) expect(await answer.text()).toBe(text)
})

test('an unchanged base map is not sent again, and a range of an older one becomes the whole', async () => {
  const etag = (await get('/tiles/base.pmtiles?town=7')).headers.get('etag') ?? ''
  expect((await get('/tiles/base.pmtiles?town=7', { 'if-none-match': etag })).status).toBe(304)
  const same = await get('/tiles/base.pmtiles?town=7', { range: 'bytes=0-1', 'if-range': etag })
  const older = await get('/tiles/base.pmtiles?town=7', { range: 'bytes=0-1', 'if-range': '"older"' })
  expect([same.status, older.status]).toEqual([206, 200])
  expect((await get('/tiles/base.pmtiles?town=8')).status).toBe(404)
  expect((await get('/tiles/base.pmtiles?town=../7')).status).toBe(422)
})

test('a range is within the file', () => {
  expect(rangeOf('bytes=0-0', 1)).toEqual({ from: 0, to: 0 })
  expect(rangeOf('bytes=-5', 3)).toEqual({ from: 0, to: 2 })
})
