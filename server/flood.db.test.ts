import type { Sql } from 'postgres'
import { beforeAll, expect, test } from 'vitest'
import type { Database } from './database/open.ts'
import { testDatabase } from './database/test-database.ts'
import { lastSequence } from './journal/find.ts'
import { cookieOf, testApp } from './test-app.ts'
import { origin, type TestTown, testTown } from './test-town.ts'

const times = 5000
let database: Database
let sql: Sql
let town: TestTown
let app: ReturnType<typeof testApp>
let cookie: string

beforeAll(async () => {
  database = await testDatabase()
  sql = database.sql
  town = await testTown(sql)
  app = testApp(sql)
  cookie = await cookieOf(sql, town.people.administrator)
})

const send = (method: string, path: string, body: string | undefined, as = cookie) =>
  app.request(path, {
    method,
    headers: { cookie: as, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  })
const hazard = (more: object) =>
  JSON.stringify({
    townId: town.id,
    name: '油库',
    domain: 'work-safety',
    kind: 'tank-farm',
    lngLat: origin,
    reachMeters: 9,
    ...more,
  })
const [x, y] = origin
const bowTie = {
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + 1, y + 1],
      [x + 1, y],
      [x, y + 1],
      [x, y],
    ],
  ],
}
const correction = {
  name: '新',
  domain: 'work-safety',
  kind: 'tank-farm',
  lngLat: origin,
  reachMeters: 9,
  version: 77,
}

const kinds: [string, number, () => Promise<Response>][] = [
  ['bad JSON', 400, async () => send('POST', '/api/hazards', '{"townId":')],
  ['a bad schema', 422, async () => send('POST', '/api/hazards', hazard({ reachMeters: 'wide' }))],
  ['a bad geometry', 422, async () => send('POST', '/api/hazards', hazard({ area: bowTie }))],
  ['an unknown id', 404, async () => send('GET', '/api/hazards/999999999', undefined)],
  [
    'a stale version',
    409,
    async () => send('PUT', `/api/hazards/${town.hazards[0]}`, JSON.stringify(correction)),
  ],
  ['nobody', 401, async () => send('GET', '/api/towns', undefined, 'sisetu_session=nobody')],
  ['a conflict', 409, async () => send('POST', `/api/hazards/${town.hazards[0]}/confirm`, '{"version":1}')],
]

const errors = () => {
  const state = database.state()
  return state.kind === 'embedded' ? state.errorsSinceOpened + 1_000_000 * state.reopened : 0
}

test.each(kinds)(
  'after 5,000 times %s (%i) the server still answers, and no statement has failed',
  async (_, status, make) => {
    const before = { errors: errors(), sequence: await lastSequence(sql) }
    const statuses = new Map<number, number>()
    for (let done = 0; done < times; done += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, make))
      for (const answer of answers) statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([[status, times]])
    expect((await send('GET', `/api/hazards?town=${town.id}`, undefined)).status).toBe(200)
    expect({ errors: errors(), sequence: await lastSequence(sql) }).toEqual(before)
  },
)
