import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { engines, setEngines } from '../engines.ts'
import { assess } from '../hazard/assess.ts'
import { correct } from '../hazard/correct.ts'
import { findHazard } from '../hazard/find.ts'
import { register } from '../hazard/register.ts'
import { reject } from '../hazard/reject.ts'
import { follow, lastSequence } from '../journal/find.ts'
import type { Served } from '../request.ts'
import { openFields } from '../risk/fields.ts'
import { type RiskScale, scales } from '../risk/risk.ts'
import { contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import { findComparison } from './compare.ts'
import { Comparison, Edition } from './edition.ts'
import { findEdition, findEditionLevels, findEditions } from './find.ts'
import { findAsOf } from './find-as-of.ts'
import { findPastSources } from './find-sources.ts'
import { MomentQuery } from './moment.ts'
import { editionRoutes } from './routes.ts'
import { signEdition } from './sign.ts'
import { withdrawEdition } from './withdraw.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let first: Edition
let told = 0

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  setEngines({ risk: openFields(sql), roads: async () => null })
  await engines().risk.get(town.id)
  told = await lastSequence(sql)
})

/** Tells the field in memory what the journal says since it was last told. */
async function catchUp(): Promise<void> {
  const rows = await follow(sql, { after: told, limit: 500 })
  for (const row of rows) await engines().risk.applyJournal(row)
  told = rows.at(-1)?.sequence ?? told
}

const sign = (name: string, more: { evenUnchanged?: boolean; evenUnassessed?: boolean } = {}) =>
  signEdition(planner, {
    townId: town.id,
    name,
    note: '',
    evenUnchanged: false,
    evenUnassessed: true,
    ...more,
  })
const levelsOf = async (scale: RiskScale) => {
  const field = await engines().risk.get(town.id)
  return Buffer.from(field.levels(scale))
}
const asOf = async (at: string, scale: RiskScale) =>
  gunzipSync((await findAsOf(planner, { town: town.id, scale, at: { at: new Date(at) } })).gzipped)
const stored = async (id: number, scale: RiskScale) =>
  gunzipSync((await findEditionLevels(planner, { id, scale })).gzipped)
const lec = async () => {
  const [row] = await sql<
    { id: number }[]
  >`select id from risk_methods where method = 'LEC' and edition = 'A'`
  return row?.id ?? 0
}
const judge = async (hazard: number, inputs: Record<string, string>, scale: RiskScale = 'inherent') =>
  assess(planner, hazard, {
    scale: scale === 'live' ? 'residual' : scale,
    methodId: await lec(),
    inputs,
    note: '',
    reason: '年度评估',
    version: (await findHazard(planner, hazard)).version,
  })
const hazard = (i: number) => town.hazards[i] ?? 0
const compare = (before: Edition, after: Edition | Date, scale: RiskScale) =>
  findComparison(planner, {
    town: town.id,
    scale,
    before: { editionId: before.id },
    after: after instanceof Date ? { at: after } : { editionId: after.id },
  })

test('an edition keeps the levels of every scale as the map shows them, in one journal row', async () => {
  const before = await lastSequence(sql)
  first = await sign('第一版')
  expect(Edition.parse(first)).toEqual(first)
  const rows = await follow(sql, { after: before, limit: 10 })
  expect(rows.map(row => `${row.noun}/${row.verb}`)).toEqual(['edition/sign'])
  const field = await engines().risk.get(town.id)
  for (const scale of scales) {
    expect((await stored(first.id, scale)).equals(await levelsOf(scale))).toBe(true)
    expect(first.maps[scale]).toMatchObject({ hash: field.hash(scale), counts: field.counts(scale) })
  }
  expect(first).toMatchObject({
    sequence: before,
    sources: 6,
    cells: 60,
    previousId: null,
    settingsVersion: 0,
  })
  expect(first.methods.map(({ method, edition }) => [method, edition])).toEqual([['LEC', 'A']])
})

test('what did not change is not signed again unless asked; many open cells ask to be confirmed', async () => {
  await expect(sign('同上')).rejects.toMatchObject({ code: 'conflict', details: { reason: 'unchanged' } })
  await expect(sign('半空', { evenUnchanged: true, evenUnassessed: false })).rejects.toMatchObject({
    code: 'conflict',
    details: { reason: 'unassessed', cells: 60 },
  })
  const again = await sign('照旧', { evenUnchanged: true })
  expect(again.previousId).toBe(first.id)
})

test('nobody but planners and administrators signs, and never in a drill', async () => {
  const duty = await contextOf(sql, town.people.duty)
  const input = { townId: town.id, name: '越权', note: '', evenUnchanged: true, evenUnassessed: true }
  await expect(signEdition(duty, input)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(
    withdrawEdition(duty, first.id, { version: first.version, reason: '越权' }),
  ).rejects.toMatchObject({ code: 'forbidden' })
})

test('the map as of an edition equals its snapshot byte for byte, after every kind of change to the sources', async () => {
  const point = (await findHazard(planner, hazard(2))).lngLat
  await judge(hazard(3), { L: '6', E: '6', C: '40' })
  const moved = await findHazard(planner, hazard(0))
  const { id: _, townId: __, code: ___, majorGrade: ____, standing: _____, origin: ______, ...rest } = moved
  const { inherentLevel: _i, residualLevel: _r, ...known } = rest
  await correct(planner, hazard(0), {
    ...known,
    lngLat: [origin[0] + 0.0085, origin[1] + 0.0045],
    reachMeters: 320,
  })
  await reject(planner, hazard(1), { version: (await findHazard(planner, hazard(1))).version })
  const fresh = await register(planner, {
    townId: town.id,
    name: '新建冷库',
    nameEn: 'New cold store',
    domain: 'work-safety',
    kind: 'warehouse',
    lngLat: [point[0] + 0.002, point[1]],
    area: null,
    reachMeters: 260,
    major: false,
    inventory: [],
    owner: '',
    contact: '',
  })
  await judge(fresh.id, { L: '3', E: '6', C: '15' })
  await judge(fresh.id, { L: '1', E: '6', C: '15' }, 'residual')
  await catchUp()
  for (const scale of scales) {
    expect((await asOf(first.asOf, scale)).equals(await stored(first.id, scale))).toBe(true)
    expect((await asOf(new Date().toISOString(), scale)).equals(await levelsOf(scale))).toBe(true)
  }
  const sources = async (at: string) =>
    new Map(
      (await findPastSources(planner, { town: town.id, scale: 'inherent', at: MomentQuery.parse(at) })).map(
        source => [source.hazardId, source],
      ),
    )
  const [then, now] = [await sources(first.asOf), await sources(new Date().toISOString())]
  expect([then.has(fresh.id), now.get(fresh.id)?.level]).toEqual([false, 2])
  expect([then.has(hazard(1)), now.has(hazard(1))]).toEqual([true, false])
  expect([then.get(hazard(0))?.lngLat, now.get(hazard(0))?.lngLat[0]]).toEqual([
    moved.lngLat,
    origin[0] + 0.0085,
  ])
  // Were nothing rebuilt, today's map would have answered.
  expect((await levelsOf('inherent')).equals(await stored(first.id, 'inherent'))).toBe(false)
})

test('a comparison says what rose and fell, in which grids, and which sources did it', async () => {
  const second = await sign('第二版')
  for (const scale of scales) {
    const compared = await compare(first, second, scale)
    expect(Comparison.parse(compared)).toEqual(compared)
    expect([compared.before.reproduced, compared.after.reproduced]).toEqual([true, true])
    const sum = (list: readonly number[]) => list.reduce((total, each) => total + each, 0)
    for (const level of [0, 1, 2, 3, 4]) {
      expect(sum(compared.matrix[level] ?? [])).toBe(compared.before.counts[level])
      expect(sum(compared.matrix.map(row => row[level] ?? 0))).toBe(compared.after.counts[level])
    }
    const { rose, fell, assessed, unassessed, unchanged } = compared
    expect(rose + fell + assessed + unassessed + unchanged).toBe(60)
    for (const key of ['rose', 'fell', 'assessed', 'unassessed'] as const)
      expect(sum(compared.grids.map(grid => grid[key]))).toBe(compared[key])
  }
  const { causes, rose, unassessed } = await compare(first, second, 'inherent')
  expect(rose).toBeGreaterThan(0)
  expect(unassessed).toBeGreaterThan(0)
  const byName = new Map(causes.map(cause => [cause.name, cause]))
  expect(byName.get('仓库')).toMatchObject({
    aspects: ['assessed'],
    before: { level: 4 },
    after: { level: 1 },
  })
  expect(byName.get('1 号罐组')?.aspects).toEqual(['moved', 'reach'])
  expect(byName.get('氨罐区')).toMatchObject({ aspects: ['gone'], after: null })
  expect(byName.get('新建冷库')).toMatchObject({ aspects: ['appeared'], before: null, by: '测试planner' })
})

test('the steps of the causes lead from the one map to the other', async () => {
  const { causes, before, after } = await compare(first, new Date(), 'residual')
  // Cells that are assessed: what the steps gain and lose makes the difference.
  const gained = causes.reduce((sum, cause) => sum + cause.assessed - cause.unassessed, 0)
  expect(gained).toBe(before.counts[0] - after.counts[0])
})

test('the reason of a change is who made it, not who touched the source last', async () => {
  const start = await sign('改名之前', { evenUnchanged: true })
  const id = hazard(4)
  await judge(id, { L: '6', E: '6', C: '15' })
  const manager = await contextOf(sql, town.people['grid-manager'])
  const { name, nameEn, domain, kind, lngLat, area, reachMeters, inventory, owner, contact, version, major } =
    await findHazard(planner, id)
  await correct(manager, id, {
    ...{ nameEn, domain, kind, lngLat, area, reachMeters, inventory, owner, contact, version, major },
    name: `${name}（更名）`,
  })
  await sql`insert into assessments (hazard_id, scale, method_id, score, level, severity, inputs, working, assessed_by,
      assessed_at)
    select hazard_id, 'residual', method_id, score, level, severity, inputs, working, '另一人', now() from assessments
    where hazard_id = ${id} order by id desc limit 1`
  const { causes } = await compare(start, new Date(), 'inherent')
  expect(causes.find(({ hazardId }) => hazardId === id)).toMatchObject({
    aspects: ['assessed'],
    by: town.people.planner.name,
  })
})

test('an instant before anything was assessed has an empty map, and the future none', async () => {
  const grey = await asOf('2001-01-01T00:00:00Z', 'inherent')
  expect(grey.every(level => level === 0)).toBe(true)
  await expect(asOf('2999-01-01T00:00:00Z', 'inherent')).rejects.toMatchObject({ code: 'invalid' })
  await expect(compare(first, new Date('2001-01-01'), 'inherent')).rejects.toMatchObject({ code: 'invalid' })
})

test('hidden dangers, warnings and readings of then make the live map of then', async () => {
  const [before] = await findEditions(planner, { town: town.id })
  if (!before) throw new Error('nothing signed')
  const [danger] = await sql<{ id: number }[]>`
    insert into dangers (town_id, hazard_id, title, grade, state, reported_at, reported_by, closed_at)
    values (${town.id}, ${hazard(2)}, '泄漏', 'major', 'closed', now() - interval '40 days', '甲', now() - interval '20 days')
    returning id`
  await sql`insert into danger_steps (danger_id, ordinal, verb, state, at, by_name)
    values (${danger?.id ?? 0}, 1, 'report', 'reported', now() - interval '40 days', '甲'),
      (${danger?.id ?? 0}, 2, 'close', 'closed', now() - interval '20 days', '甲')`
  await sql`update assessments set assessed_at = now() - interval '60 days' where hazard_id = ${hazard(2)}`
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString()
  const reds = async (at: string) => (await asOf(at, 'live')).filter(level => level === 2).length
  const yellows = async (at: string) => (await asOf(at, 'live')).filter(level => level === 3).length
  expect([await reds(day(50)), (await reds(day(30))) > 0, await reds(day(10))]).toEqual([0, true, 0])
  expect(await yellows(day(50))).toBe(await reds(day(30)))
})

test('of a live map of then it is told what rests on sources alone that nobody had assessed', async () => {
  const place = (name: string) =>
    register(planner, {
      townId: town.id,
      name,
      nameEn: '',
      domain: 'work-safety',
      kind: 'warehouse',
      lngLat: [origin[0] + 0.0052, origin[1] + 0.0052],
      area: null,
      reachMeters: 120,
      major: false,
      inventory: [],
      owner: '',
      contact: '',
    })
  const { id } = await place('无人评估的仓库')
  const blue = await place('低风险的仓库')
  await judge(blue.id, { L: '0.5', E: '6', C: '15' })
  await sql`insert into sensors (town_id, hazard_id, code, name, quantity, grade, over_since)
    values (${town.id}, ${id}, 'T-77', '温度', 'temperature', 'second', now())`
  const at = new Date().toISOString()
  // What is assessed later says nothing about then.
  await judge(id, { L: '3', E: '6', C: '15' })
  const of = async (part: 'all' | 'assessed', scale: RiskScale = 'live') =>
    gunzipSync(
      (await findAsOf(planner, { town: town.id, scale, at: { at: new Date(at) }, of: part })).gzipped,
    )
  const [all, assessed] = [await of('all'), await of('assessed')]
  const lower = [...all].flatMap((level, cell) => (level !== assessed[cell] ? [cell] : []))
  expect(lower.length).toBeGreaterThan(0)
  // Also where an assessed source lies below the one that nobody assessed.
  expect(lower.some(cell => (assessed[cell] ?? 0) > 0)).toBe(true)
  for (const cell of lower)
    expect(assessed[cell] === 0 || (all[cell] ?? 0) < (assessed[cell] ?? 0)).toBe(true)
  // Of the other scales both are the same.
  expect((await of('assessed', 'residual')).equals(await of('all', 'residual'))).toBe(true)
})

test('a map, what of it is assessed and its sources, asked for at once, are made once', async () => {
  let transactions = 0
  const counting = new Proxy(sql, {
    get: (all, name) => {
      if (name === 'begin') transactions += 1
      const found = Reflect.get(all, name)
      return typeof found === 'function' ? found.bind(all) : found
    },
  })
  const context = { ...planner, sql: counting }
  const begunBy = async (work: () => Promise<unknown>) => {
    transactions = 0
    await work()
    return transactions
  }
  const ago = (minutes: number) => ({ at: new Date(Date.now() - minutes * 60_000) })
  const map = (at: { at: Date }, of: 'all' | 'assessed' = 'all') =>
    findAsOf(context, { town: town.id, scale: 'live', at, of })
  const sources = (at: { at: Date }) => findPastSources(context, { town: town.id, scale: 'live', at })
  const [once, twice] = [ago(50), ago(51)]
  const alone = await begunBy(() => map(once))
  // What each asks for itself, before anything is computed: a map its moment and its cells, the sources their moment.
  const own = (await begunBy(() => map(once))) + 1
  const together = await begunBy(() => Promise.all([map(twice), map(twice, 'assessed'), sources(twice)]))
  expect(alone).toBeGreaterThan(own)
  expect(together).toBe(alone + own)
  expect(await map(twice, 'assessed')).toEqual(await map(twice, 'assessed'))
})

test('an edition is withdrawn once, with a reason, and stays readable', async () => {
  const withdrawn = await withdrawEdition(planner, first.id, { version: first.version, reason: '漏评一处' })
  expect(withdrawn).toMatchObject({ withdrawnReason: '漏评一处', withdrawnBy: '测试planner', version: 2 })
  await expect(withdrawEdition(planner, first.id, { version: 2, reason: '再来' })).rejects.toMatchObject({
    code: 'conflict',
  })
  expect(await findEdition(planner, first.id)).toEqual(withdrawn)
  expect((await stored(first.id, 'inherent')).length).toBe(60)
})

test('the application cannot write over what was signed', async () => {
  const asApp = (work: string) =>
    sql.begin(async inside => {
      await inside`select set_config('role', 'sisetu_app', true), set_config('sisetu.world', '0', true)`
      await inside.unsafe(work)
    })
  await expect(asApp('update edition_levels set hash = hash')).rejects.toMatchObject({ code: '42501' })
  await expect(asApp('delete from edition_levels')).rejects.toMatchObject({ code: '42501' })
  await expect(asApp("update editions set name = 'x'")).rejects.toMatchObject({ code: '42501' })
  await expect(asApp('delete from editions')).rejects.toMatchObject({ code: '42501' })
})

test('the routes answer bytes that a browser keeps, and refuse what is no moment', async () => {
  const app = new Hono<Served>()
    .use(async (c, next) => {
      c.set('context', planner)
      await next()
    })
    .route('/', editionRoutes)
  const levels = await app.request(`/risk/editions/${first.id}/levels.bin?scale=residual`)
  expect((await levels.arrayBuffer()).byteLength).toBe(60)
  const etag = levels.headers.get('etag') ?? ''
  const again = await app.request(`/risk/editions/${first.id}/levels.bin?scale=residual`, {
    headers: { 'if-none-match': etag },
  })
  expect(again.status).toBe(304)
  const then = await app.request(`/risk/as-of?town=${town.id}&scale=residual&at=edition-${first.id}`)
  expect(then.headers.get('etag')).toBe(etag)
  const list = await app.request(`/risk/editions?town=${town.id}`)
  expect(await list.json()).toHaveLength(4)
  const compared = await app.request(
    `/risk/compare?town=${town.id}&before=edition-${first.id}&after=${encodeURIComponent(new Date().toISOString())}`,
  )
  expect(compared.status).toBe(200)
  expect((await app.request(`/risk/as-of?town=${town.id}&at=yesterday`)).status).not.toBe(200)
})
