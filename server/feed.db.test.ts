import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { signOut } from './account/sign-in.ts'
import { change } from './context.ts'
import { testDatabase } from './database/test-database.ts'
import { Feed } from './feed.ts'
import { follow, lastSequence } from './journal/find.ts'
import { cookieOf, served, testApp } from './test-app.ts'
import { contextOf, type TestTown, testTown } from './test-town.ts'

const { sql } = await testDatabase()
let town: TestTown
let other: TestTown
let cookie: string
let feed: Feed
let server: Awaited<ReturnType<typeof served>>

beforeAll(async () => {
  town = await testTown(sql)
  other = await testTown(sql)
  cookie = await cookieOf(sql, town.people.viewer)
})

beforeEach(async () => {
  feed = new Feed(sql)
  await feed.start()
  server = await served(testApp(sql, { feed }))
})

afterEach(async () => {
  await feed.stop()
  await server.close()
})

const wait = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

async function write(townId: number | null, { world = 0, pause = 0, noun = 'zone' } = {}): Promise<void> {
  const context = await contextOf(sql, town.people.commander, world)
  await change(context, async ({ record }) => {
    await wait(pause)
    record({ verb: 'try', noun, id: 1, townId })
  })
}

interface Line {
  event: string
  id: number | null
  data: string
}

interface Reading {
  query?: string
  lastEventId?: number | null
  as?: string
  signal?: AbortSignal
}

const open = ({ query = '', lastEventId = null, as = cookie, signal }: Reading = {}) =>
  fetch(`${server.url}/api/feed${query}`, {
    headers: { cookie: as, ...(lastEventId === null ? {} : { 'last-event-id': String(lastEventId) }) },
    ...(signal ? { signal } : {}),
  })

async function* linesOf(answer: Response): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of answer.body ?? []) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) if (!block.startsWith(':')) yield lineOf(block)
  }
}

function lineOf(block: string): Line {
  const fields = new Map(
    block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  const id = fields.get('id')
  return {
    event: fields.get('event') ?? '',
    id: id === undefined ? null : Number(id),
    data: fields.get('data') ?? '',
  }
}

/** Reads until `count` lines of the event have come, then leaves. */
async function take(count: number, reading: Reading & { event?: string } = {}): Promise<Line[]> {
  const abort = new AbortController()
  const lines: Line[] = []
  for await (const line of linesOf(await open({ ...reading, signal: abort.signal }))) {
    if (line.event === (reading.event ?? 'change')) lines.push(line)
    if (lines.length >= count) break
  }
  abort.abort()
  return lines
}

/** A reader that is cut again and again at random and resumes where it was, until it has the last row. */
async function cutAndResume(from: number, last: number, seed: number): Promise<number[]> {
  const seen: number[] = []
  let at = from
  let random = seed
  while (at < last) {
    random = (random * 48_271) % 2_147_483_647
    const abort = new AbortController()
    let left = 1 + (random % 9)
    try {
      for await (const line of linesOf(await open({ lastEventId: at, signal: abort.signal }))) {
        if (line.id !== null) at = line.id
        if (line.event === 'change') seen.push(at)
        if (line.event === 'change' && --left <= 0) break
        if (at >= last) break
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error
    }
    abort.abort()
  }
  return seen
}

test('readers that are cut and resume miss nothing and hear nothing twice, whatever order writers commit in', async () => {
  const from = await lastSequence(sql)
  const count = 90
  const readers = Array.from({ length: 6 }, (_, seed) => cutAndResume(from, from + count, seed * 977 + 3))
  const steady = take(count, { lastEventId: from })
  await Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let i = 0; i < count / 6; i++) await write(town.id, { pause: ((writer * 31 + i * 17) % 7) + 1 })
    }),
  )
  const expected = Array.from({ length: count }, (_, i) => from + 1 + i)
  for (const seen of await Promise.all(readers)) expect(seen).toEqual(expected)
  expect((await steady).map(line => line.id)).toEqual(expected)
})

test('a reader that was cut before the first change resumes from where it began', async () => {
  const [hello] = await take(1, { event: 'hello' })
  await write(town.id)
  const [row] = await take(1, { lastEventId: hello?.id ?? -1 })
  expect(row?.id).toBe((hello?.id ?? 0) + 1)
})

test('no reader sees another world, a foreign town or accounts; drills are seen from outside', async () => {
  const [world] =
    await sql`insert into worlds (id, kind, name) values (nextval('world_ids'), 'drill', '') returning id`
  const from = await lastSequence(sql)
  await write(other.id)
  await write(town.id, { world: world?.id })
  await write(null, { noun: 'person' })
  await write(town.id, { world: world?.id, noun: 'drill' })
  await write(null)
  await write(town.id)
  const resumed = await take(3, { lastEventId: from })
  expect(resumed.map(line => (line.id ?? 0) - from)).toEqual([4, 5, 6])
  const inside = await take(2, { lastEventId: from, query: `?world=${world?.id}` })
  expect(inside.map(line => (line.id ?? 0) - from)).toEqual([2, 4])
})

test('one who is limited to towns may not ask for another, and one of several hears all of theirs', async () => {
  expect((await open({ query: `?town=${other.id}` })).status).toBe(403)
  expect((await open({ query: '?town=1e3' })).status).toBe(422)
  expect((await open({ as: 'sisetu_session=nobody' })).status).toBe(401)
  await sql`update people set town_ids = ${[town.id, other.id]} where id = ${town.people.planner.id}`
  const both = await cookieOf(sql, { ...town.people.planner })
  const from = await lastSequence(sql)
  await write(other.id)
  await write(town.id)
  expect((await take(2, { as: both, lastEventId: from })).map(line => (line.id ?? 0) - from)).toEqual([1, 2])
  expect((await take(1, { as: both, lastEventId: from, query: `?town=${town.id}` }))[0]?.id).toBe(from + 2)
})

test('one who is beyond the journal or far behind it is told to read anew', async () => {
  const last = await lastSequence(sql)
  const [beyond] = await take(1, { event: 'reset', lastEventId: last + 1000 })
  expect(beyond?.id).toBe(last)
})

test('readers that leave while they catch up leave nothing behind', async () => {
  const from = await lastSequence(sql)
  for (let i = 0; i < 12; i++) await write(town.id)
  // Whoever leaves before the database has answered must not be written to: that would end the process.
  for (let i = 0; i < 20; i++) {
    const reader = feed.stream({ personId: 1, world: 0, townIds: null }, from).getReader()
    if (i % 2) await reader.read()
    await reader.cancel()
  }
  await write(town.id)
  await feed.catchUp()
  expect(feed.readers).toBe(0)
})

test('one who does not read is let go with a reset, and what waits for them stays small', async () => {
  const stream = feed.stream({ personId: 1, world: 0, townIds: null }, null)
  await wait(50)
  const note = 'x'.repeat(10_000)
  for (let i = 0; i < 60; i++) feed.broadcast({ event: 'levels', world: null, townId: null, data: note })
  expect(feed.readers).toBe(0)
  let bytes = 0
  let text = ''
  for await (const chunk of stream) {
    bytes += chunk.byteLength
    text = new TextDecoder().decode(chunk)
  }
  expect(bytes).toBeLessThan(300_000)
  expect(text).toContain('event: reset')
})

test('the stream of someone who signs out ends with the session', async () => {
  const person = town.people.duty
  const token = (await cookieOf(sql, person)).split('=')[1] ?? ''
  const lines = linesOf(await open({ as: `sisetu_session=${token}` }))
  expect((await lines.next()).value?.event).toBe('hello')
  await signOut(await contextOf(sql, person), token)
  expect((await lines.next()).done).toBe(true)
})

test('a row that an engine cannot take holds up nobody', async () => {
  feed.watch(() => {
    throw new Error('cannot take this one')
  })
  const from = await lastSequence(sql)
  await write(town.id)
  await write(town.id)
  expect((await take(2, { lastEventId: from })).length).toBe(2)
  await expect.poll(() => feed.sequence, { timeout: 10_000 }).toBe(from + 2)
})

test('five hundred readers hear one change each', async () => {
  const from = await lastSequence(sql)
  const readers = Array.from({ length: 500 }, () => take(1, { lastEventId: from }))
  await expect.poll(() => feed.readers, { timeout: 60_000 }).toBe(500)
  await write(town.id)
  const heard = await Promise.all(readers)
  expect(heard.every(lines => lines[0]?.id === from + 1)).toBe(true)
  expect(await follow(sql, { after: from, limit: 5 })).toHaveLength(1)
})
