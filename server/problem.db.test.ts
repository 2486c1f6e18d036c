import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from './database/test-database.ts'
import { lastSequence } from './journal/find.ts'
import { cookieOf, served, testApp } from './test-app.ts'
import { type TestTown, testTown } from './test-town.ts'

const { sql } = await testDatabase()
let town: TestTown
let server: Awaited<ReturnType<typeof served>>
let commander: string
let planner: string

beforeAll(async () => {
  town = await testTown(sql)
  server = await served(testApp(sql))
  commander = await cookieOf(sql, town.people.commander)
  planner = await cookieOf(sql, town.people.planner)
})

afterAll(() => server.close())

interface Asked {
  as?: string
  body?: string
  type?: string | undefined
  key?: string
  language?: string
  headers?: Record<string, string>
}

const ask = (method: string, path: string, asked: Asked = {}) => {
  const { as = commander, body, type = 'application/json', key, language, headers = {} } = asked
  return fetch(`${server.url}${path}`, {
    method,
    headers: {
      cookie: as,
      ...(body === undefined ? {} : { 'content-type': type }),
      ...(key ? { 'idempotency-key': key } : {}),
      ...(language ? { 'accept-language': language } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
}

const incident = (more: object = {}) =>
  JSON.stringify({ townId: town.id, type: 'chemical', title: '储罐泄漏', lngLat: town.center, ...more })
const report = (asked: Asked = {}) => ask('POST', '/api/incidents', { body: incident(), ...asked })

interface Problem {
  code: string
  status: number
  detail: string
  errors: { path: string; message: string }[]
  details: { theirs?: { id: number } }
}

const problemOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const problem = (await answer.json()) as Problem
  expect(problem.status).toBe(answer.status)
  return problem
}

const deep = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
const refusals: [string, number, string, () => Promise<Response>][] = [
  ['a body that is no JSON', 400, 'invalid', () => report({ body: '{"townId":' })],
  ['an empty body', 400, 'invalid', () => report({ body: '' })],
  ['an unknown field', 422, 'invalid', () => report({ body: incident({ sudo: true }) })],
  ['another content type', 415, 'invalid', () => report({ type: 'application/xml' })],
  ['a form from a program', 415, 'invalid', () => report({ type: 'application/x-www-form-urlencoded' })],
  ['a body over 4 MB', 413, 'too-large', () => report({ body: incident({ title: 'x'.repeat(4_200_000) }) })],
  ['JSON a million deep', 422, 'invalid', () => report({ body: deep(1_000_000) })],
  ['an unknown route', 404, 'missing', () => ask('GET', '/api/nothing')],
  ['an unknown file', 404, 'missing', () => ask('GET', '/assets/none.js')],
  ['an unknown tile', 404, 'missing', () => ask('GET', '/tiles/none')],
  ['an unknown method', 404, 'missing', () => ask('PUT', '/healthz', { body: '{}' })],
  ['an address with a broken escape', 404, 'missing', () => ask('GET', '/%E0%A4%A.js')],
  ['nobody', 401, 'unauthenticated', () => ask('GET', '/api/towns', { as: '' })],
  ['a role that may not', 403, 'forbidden', () => ask('GET', '/api/people')],
  [
    'an unknown world',
    404,
    'missing',
    () => ask('GET', '/api/towns', { headers: { 'sisetu-world': '999999999' } }),
  ],
  [
    'a world of nonsense',
    404,
    'missing',
    () => ask('GET', '/api/towns', { headers: { 'sisetu-world': '0x1' } }),
  ],
  ['a key too long', 422, 'invalid', () => report({ key: 'k'.repeat(201) })],
  [
    'a form of another site',
    403,
    'forbidden',
    () =>
      report({
        type: 'text/plain',
        headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      }),
  ],
]

test.each(refusals)('%s is answered %i %s, as a problem', async (_, status, code, make) => {
  const answer = await make()
  expect(answer.status).toBe(status)
  expect(await problemOf(answer)).toMatchObject({ code })
})

test('a body over the limit is refused also when its length is not told', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const headers = { cookie: commander, 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const sent = request(`${server.url}/api/incidents`, { method: 'POST', headers }, answer => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sent.once('error', reject)
    for (let i = 0; i < 70; i++) sent.write('x'.repeat(65_536))
    sent.end()
  })
  expect(status).toBe(413)
})

test('a stale write is told what is there now', async () => {
  const made = (await (await report()).json()) as { id: number }
  const change = (title: string) =>
    ask('PATCH', `/api/incidents/${made.id}`, { body: JSON.stringify({ title, version: 1 }) })
  expect((await change('一')).status).toBe(200)
  const problem = await problemOf(await change('二'))
  expect(problem).toMatchObject({ code: 'conflict', details: { theirs: { title: '一', version: 2 } } })
})

test('the sentence is in the language that is asked for first', async () => {
  const detail = async (language?: string) => {
    const answer = await ask('GET', '/api/nothing', language ? { language } : {})
    return [answer.headers.get('content-language'), (await problemOf(answer)).detail]
  }
  const [zh, en] = [
    ['zh', '没有这个接口'],
    ['en', 'There is no such endpoint'],
  ]
  expect(await detail('en-US,en;q=0.9,zh;q=0.5')).toEqual(en)
  expect(await detail('fr;q=1, en;q=0.8')).toEqual(en)
  expect(await detail('zh-CN,zh;q=0.9,en;q=0.8')).toEqual(zh)
  expect(await detail('ja')).toEqual(zh)
})

const rowsOf = async (title: string) =>
  (await sql`select count(*)::int as n from incidents where title = ${title}`)[0]?.n

test('the same key and body act once and answer alike; another body under the key is a conflict', async () => {
  const body = incident({ title: '重复上报' })
  const first = await report({ key: 'once-1', body })
  const before = await lastSequence(sql)
  const again = await report({ key: 'once-1', body })
  expect([first.status, again.status]).toEqual([201, 201])
  expect(await again.json()).toEqual(await first.json())
  expect(await rowsOf('重复上报')).toBe(1)
  expect(await lastSequence(sql)).toBe(before)
  const other = await report({ key: 'once-1', body: incident({ title: '另一件事' }) })
  expect(await problemOf(other)).toMatchObject({ status: 409, code: 'conflict' })
  expect(await rowsOf('另一件事')).toBe(0)
})

test('duplicates that arrive at once act once', async () => {
  const body = incident({ title: '同时上报' })
  const answers = await Promise.all(Array.from({ length: 12 }, () => report({ key: 'once-2', body })))
  const ids = await Promise.all(answers.map(async answer => ((await answer.json()) as { id: number }).id))
  expect(answers.map(answer => answer.status)).toEqual(Array(12).fill(201))
  expect(new Set(ids).size).toBe(1)
  expect(await rowsOf('同时上报')).toBe(1)
})

test('keys are each person’s own, and a refused request leaves none behind', async () => {
  const body = incident({ title: '各报各的' })
  await report({ key: 'once-3', body })
  expect((await report({ key: 'once-3', body, as: planner })).status).toBe(201)
  expect(await rowsOf('各报各的')).toBe(2)
  expect((await report({ key: 'once-4', body: incident({ townId: 999_999 }) })).status).toBe(403)
  expect((await report({ key: 'once-4', body })).status).toBe(201)
})
