import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../database/test-database.ts'
import { foundAccounts } from '../demo/found-people.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { cookieOf, testApp } from '../test-app.ts'
import { type TestTown, testTown } from '../test-town.ts'
import type { Person } from './account.ts'
import { hashPassword } from './password.ts'
import { administratorKey } from './sign-in.ts'
import { sweepAccounts } from './sweep.ts'

const { sql } = await testDatabase()
let town: TestTown
let other: TestTown
let app: ReturnType<typeof testApp>
const password = '一个足够长的口令 2026'

beforeAll(async () => {
  town = await testTown(sql)
  other = await testTown(sql)
  app = testApp(sql)
})

interface Asked {
  cookie?: string
  body?: unknown
  headers?: Record<string, string>
}

const ask = (method: string, path: string, { cookie, body, headers = {} }: Asked = {}) =>
  app.request(path, {
    method,
    headers: {
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

const signIn = (body: unknown, headers = {}) => ask('POST', '/api/session', { body, headers })
const cookieFrom = (answer: Response) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
const statusOf = async (cookie: string) => (await ask('GET', '/api/session', { cookie })).status
const give = async (person: Person) =>
  sql`update people set password_hash = ${await hashPassword(password)} where id = ${person.id}`
const verbsSince = async (sequence: number) =>
  (await follow(sql, { after: sequence, limit: 100 })).map(row => `${row.noun}/${row.verb}`)

test('a password opens a session, which ends with signing out; both are journalled', async () => {
  const { planner } = town.people
  await give(planner)
  const before = await lastSequence(sql)
  const answer = await signIn({ login: planner.login, password })
  expect(answer.status).toBe(201)
  expect(await answer.json()).toMatchObject({ person: { id: planner.id }, town: { id: town.id } })
  const cookie = cookieFrom(answer)
  expect(await statusOf(cookie)).toBe(200)
  expect((await ask('DELETE', '/api/session', { cookie })).status).toBe(204)
  expect(await statusOf(cookie)).toBe(401)
  expect(await verbsSince(before)).toEqual(['session/sign-in', 'session/sign-out'])
})

test('the cookie is out of reach of scripts and other sites, and secure where the page is', async () => {
  const { planner } = town.people
  await give(planner)
  const plain = (await signIn({ login: planner.login, password })).headers.get('set-cookie') ?? ''
  expect(plain).toMatch(/^sisetu_session=[\w-]{43}; /)
  expect(plain).toContain('HttpOnly')
  expect(plain).toContain('SameSite=Lax')
  expect(plain).not.toContain('Secure')
  const proxied = await signIn({ login: planner.login, password }, { 'x-forwarded-proto': 'https' })
  expect(proxied.headers.get('set-cookie')).toContain('Secure')
})

test('after eight wrong passwords even the right one waits, also when they are tried at once', async () => {
  const { duty } = town.people
  await give(duty)
  const tries = Array.from({ length: 8 }, () => signIn({ login: duty.login, password: 'wrong' }))
  expect((await Promise.all(tries)).map(each => each.status)).toEqual(Array(8).fill(401))
  const locked = await signIn({ login: duty.login, password })
  expect(locked.status).toBe(429)
  expect(await locked.json()).toMatchObject({ code: 'busy', detail: expect.stringContaining('10 分钟') })
  await sql`update sign_in_failures set failed_at = now() - interval '11 minutes' where login = ${duty.login}`
  expect((await signIn({ login: duty.login, password })).status).toBe(201)
})

test('more than eight tries side by side are never all judged', async () => {
  const { viewer } = town.people
  const tries = Array.from({ length: 20 }, () => signIn({ login: viewer.login, password: 'wrong' }))
  const judged = (await Promise.all(tries)).filter(each => each.status === 401)
  expect(judged.length).toBeLessThanOrEqual(8)
})

test('an unknown login and one without a password are refused alike', async () => {
  const answers = [
    await signIn({ login: 'nobody-here', password }),
    await signIn({ login: 'administrator', password }),
  ]
  const details = await Promise.all(
    answers.map(async each => ((await each.json()) as { detail: string }).detail),
  )
  expect(new Set(details).size).toBe(1)
  expect(await sql`select 1 from people where login = 'administrator' and password_hash is not null`).toEqual(
    [],
  )
})

test('a one-time link works once, and not after its day or a newer link', async () => {
  const old = await administratorKey(sql)
  const key = await administratorKey(sql)
  expect((await signIn({ key: old })).status).toBe(401)
  const both = await Promise.all([signIn({ key }), signIn({ key })])
  expect(both.map(each => each.status).sort()).toEqual([201, 401])
  const late = await administratorKey(sql)
  await sql`update sign_in_keys set expires_at = now() - interval '1 second' where used_at is null`
  expect((await signIn({ key: late })).status).toBe(401)
})

test('demo sign-in is there in demo mode only', async () => {
  const off = testApp(sql, { demo: false })
  const body = JSON.stringify({ role: 'planner' })
  const headers = { 'content-type': 'application/json' }
  expect((await off.request('/api/session/demo', { method: 'POST', headers, body })).status).toBe(404)
  expect(await (await off.request('/api/demo')).json()).toEqual({ demo: false })
})

test('two commanders of the demo are two people, each with a name and a title', async () => {
  await foundAccounts(sql)
  const as = async (role: string) => {
    const answer = await ask('POST', '/api/session/demo', { body: { role } })
    expect(answer.status).toBe(201)
    return ((await answer.json()) as { person: Person }).person
  }
  const [first, second] = [await as('commander'), await as('deputy-commander')]
  expect(first).toMatchObject({ name: '周岚', title: '指挥长', roles: ['commander'] })
  expect(second).toMatchObject({ name: '罗明远', title: '副指挥长', roles: ['commander'] })
  expect((await ask('POST', '/api/session/demo', { body: { role: 'duty' } })).status).toBe(422)
})

test('an expired session and one of an inactive person are nobody', async () => {
  const cookie = await cookieOf(sql, town.people.commander)
  expect(await statusOf(cookie)).toBe(200)
  await sql`update sessions set expires_at = now() - interval '1 second' where person_id = ${town.people.commander.id}`
  expect(await statusOf(cookie)).toBe(401)
  const second = await cookieOf(sql, other.people.viewer)
  await sql`update people set active = false where id = ${other.people.viewer.id}`
  expect(await statusOf(second)).toBe(401)
  expect(await statusOf('sisetu_session=')).toBe(401)
})

test('a new password needs the old one and ends the other sessions', async () => {
  const person = other.people.planner
  const [mine, stolen] = [await cookieOf(sql, person), await cookieOf(sql, person)]
  const set = (body: unknown) => ask('PUT', '/api/session/password', { cookie: mine, body })
  expect((await set({ password: 'short' })).status).toBe(422)
  expect((await set({ password })).status).toBe(200)
  expect([await statusOf(mine), await statusOf(stolen)]).toEqual([200, 401])
  expect((await set({ password: `${password}!` })).status).toBe(422)
  expect((await set({ password: `${password}!`, current: 'wrong' })).status).toBe(422)
  expect((await set({ password: `${password}!`, current: password })).status).toBe(200)
})

const account = (more: object = {}) => ({
  login: `neu-${Math.random().toString(36).slice(2, 10)}`,
  name: '新队员',
  roles: ['responder'],
  townIds: [town.id],
  ...more,
})

test('an administrator adds a person, lets them in by a link and turns them off', async () => {
  const cookie = await cookieOf(sql, town.people.administrator)
  const before = await lastSequence(sql)
  const body = account({ responderId: town.responders.fire1 })
  const made = await ask('POST', '/api/people', { cookie, body })
  expect(made.status).toBe(201)
  const person = (await made.json()) as Person
  expect((await ask('POST', '/api/people', { cookie, body })).status).toBe(409)
  const headers = { 'idempotency-key': 'one-link' }
  const issued = await ask('POST', `/api/people/${person.id}/keys`, { cookie, headers })
  const { key, path } = (await issued.json()) as { key: string; path: string }
  expect(path).toBe(`/sign-in?key=${key}`)
  const session = cookieFrom(await signIn({ key }))
  expect(await statusOf(session)).toBe(200)
  expect((await ask('DELETE', `/api/people/${person.id}`, { cookie })).status).toBe(200)
  expect(await statusOf(session)).toBe(401)
  expect((await ask('DELETE', `/api/people/${person.id}`, { cookie })).status).toBe(404)
  expect(await verbsSince(before)).toEqual([
    'person/create',
    'person/issue-key',
    'session/sign-in',
    'person/deactivate',
  ])
  const kept = JSON.stringify([
    await sql`select result from idempotency_keys`,
    await sql`select before, after from journal where sequence > ${before}`,
  ])
  expect(kept).not.toContain(key)
})

test('nobody hands out more than they have', async () => {
  const cookie = await cookieOf(sql, town.people.administrator)
  const add = async (more: object) =>
    (await ask('POST', '/api/people', { cookie, body: account(more) })).status
  expect(await add({ townIds: null })).toBe(403)
  expect(await add({ townIds: [town.id, other.id] })).toBe(403)
  expect(await add({ townIds: [] })).toBe(422)
  expect(await add({ responderId: other.responders.fire1 })).toBe(422)
  expect(await add({ login: 'Demo-chief' })).toBe(422)
  expect(await add({ password })).toBe(422)
  const foreign = other.people.commander.id
  expect((await ask('DELETE', `/api/people/${foreign}`, { cookie })).status).toBe(404)
  expect((await ask('POST', `/api/people/${foreign}/keys`, { cookie })).status).toBe(404)
  const own = await ask('DELETE', `/api/people/${town.people.administrator.id}`, { cookie })
  expect(own.status).toBe(409)
  const listed = (await (await ask('GET', '/api/people', { cookie })).json()) as Person[]
  expect(listed.every(person => person.townIds?.[0] === town.id)).toBe(true)
  const planner = await cookieOf(sql, town.people.planner)
  expect((await ask('GET', '/api/people', { cookie: planner })).status).toBe(403)
  expect((await ask('POST', '/api/people', { cookie: planner, body: account() })).status).toBe(403)
})

test('what time has ended is swept, the rest stays', async () => {
  const cookie = await cookieOf(sql, town.people.planner)
  const keep = (
    key: string,
    age: string,
  ) => sql`insert into idempotency_keys (key, person_id, fingerprint, created_at)
    values (${key}, ${town.people.planner.id}, 'f', now() - ${age}::text::interval)`
  await keep('young', '23 hours')
  await keep('old', '25 hours')
  await sql`insert into sessions (token_hash, person_id, expires_at)
    values ('\\x01', ${town.people.planner.id}, now() - interval '1 minute') on conflict do nothing`
  await sweepAccounts(sql)
  const keys = await sql`select key from idempotency_keys where key in ('young', 'old')`
  expect(keys.map(row => row.key)).toEqual(['young'])
  expect(await sql`select 1 from sessions where expires_at < now()`).toEqual([])
  expect(await statusOf(cookie)).toBe(200)
})
