import { Hono } from 'hono'
import { beforeAll, expect, test } from 'vitest'
import type { Context } from './context.ts'
import type { Database } from './database/open.ts'
import { testDatabase } from './database/test-database.ts'
import { gridRoutes } from './grid/routes.ts'
import { hazardRoutes } from './hazard/routes.ts'
import { lastSequence } from './journal/find.ts'
import { answerProblem } from './problem.ts'
import { regionRoutes } from './region/routes.ts'
import type { Served } from './request.ts'
import { contextOf, origin, type TestTown, testTown } from './test-town.ts'

let database: Database
let town: TestTown
let administrator: Context

beforeAll(async () => {
  database = await testDatabase()
  town = await testTown(database.sql)
  administrator = await contextOf(database.sql, town.people.administrator)
})

const app = () => {
  const served = new Hono<Served>()
  served.onError(answerProblem)
  return served
    .use(async (c, next) => {
      c.set('context', administrator)
      c.set('requestId', 'test')
      await next()
    })
    .route('/', hazardRoutes)
    .route('/', gridRoutes)
    .route('/', regionRoutes)
}

const [x, y] = origin
const hazard = {
  townId: 0,
  name: '油库',
  domain: 'work-safety',
  kind: 'tank-farm',
  lngLat: origin,
  area: null as unknown,
  reachMeters: 100,
}
const ring = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates: [coordinates] })
const bad: [string, number, () => { method: string; path: string; body?: unknown }][] = [
  ['a bow tie', 422, () => post({ area: ring([x, y], [x + 1, y + 1], [x + 1, y], [x, y + 1], [x, y]) })],
  ['an open ring', 422, () => post({ area: ring([x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]) })],
  ['a ring of one point', 422, () => post({ area: ring([x, y], [x, y], [x, y], [x, y]) })],
  ['a position outside the world', 422, () => post({ lngLat: [200, 95] })],
  ['a number as text', 422, () => post({ reachMeters: '1e400' })],
  ['a NUL in a name', 422, () => post({ name: 'a\u0000b' })],
  [
    'half a surrogate pair in the inventory',
    422,
    () => post({ inventory: [{ name: '\ud800', cas: null, tonnes: 1 }] }),
  ],
  ['a town that is not there', 403, () => post({ townId: 2_000_000_000 })],
  ['an id beyond the column', 422, () => post({ townId: 3_000_000_000 })],
  ['a source that is not there', 404, () => ({ method: 'GET', path: '/hazards/999999999' })],
  ['a box of nonsense', 422, () => ({ method: 'GET', path: `/hazards?town=${town.id}&bbox=1,2,3` })],
  ['a cursor of nonsense', 422, () => ({ method: 'GET', path: `/grids?town=${town.id}&cursor=-1` })],
  ['a NUL in a search', 422, () => ({ method: 'GET', path: `/search?town=${town.id}&q=%00` })],
  ['a fold of the grids', 422, () => ({ method: 'POST', path: '/grids/edits', body: fold() })],
  ['an assessment at an old version', 409, () => assessment({ version: 77 })],
  ['an assessment with a free number', 422, () => assessment({ inputs: { L: '4.2', E: '6', C: '15' } })],
  ['an assessment by no method', 404, () => assessment({ methodId: 999_999 })],
]

const post = (more: object) => ({
  method: 'POST',
  path: '/hazards',
  body: { ...hazard, townId: town.id, ...more },
})
const assessment = (more: object) => ({
  method: 'POST',
  path: `/hazards/${town.hazards[0]}/assessments`,
  body: { scale: 'inherent', methodId: 1, inputs: { L: '3', E: '6', C: '15' }, version: 1, ...more },
})
const fold = () => {
  const [from, to] = [2, 2.5].map(column => [
    Math.round((x + column * 0.001) * 1e7),
    Math.round((y + 0.001 * (column * 4 - 7)) * 1e7),
  ])
  return {
    townId: town.id,
    edits: [{ kind: 'move-vertex', from, to }],
    seen: town.grids.map(id => ({ id, version: 1 })),
  }
}

test.each(bad)(
  '%s is answered %i, journals nothing and costs the database no error',
  async (_, status, make) => {
    const { method, path, body } = make()
    const before = errors()
    const sequence = await lastSequence(database.sql)
    for (let i = 0; i < 20; i++) {
      const init = body
        ? { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : { method }
      const answer = await app().request(path, init)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
    expect(errors()).toBe(before)
    expect(await lastSequence(database.sql)).toBe(sequence)
  },
)

/** The embedded engine counts; on a server a database error would have been answered with 500. */
function errors(): number {
  const state = database.state()
  return state.kind === 'embedded' ? state.errorsSinceOpened : 0
}
