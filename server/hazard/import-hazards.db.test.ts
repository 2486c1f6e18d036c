import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../database/test-database.ts'
import { engines } from '../engines.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { cookieOf, testApp } from '../test-app.ts'
import { origin, type TestTown, testTown } from '../test-town.ts'
import { kindWords } from './rules/words.ts'

const { sql } = await testDatabase()
let town: TestTown
let ask: (path: string, body?: object, more?: { language?: string }) => Promise<Response>

async function askingAs(who: 'planner' | 'viewer'): Promise<typeof ask> {
  const app = testApp(sql)
  const cookie = await cookieOf(sql, town.people[who])
  return async (path, body, { language = 'zh' } = {}) =>
    app.request(`/api${path}`, {
      headers: { cookie, 'content-type': 'application/json', 'accept-language': language },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
}
beforeEach(async () => {
  town = await testTown(sql)
  ask = await askingAs('planner')
})

const head = '名称,英文名称,领域,类别,经度,纬度,影响半径（米）,责任单位,联系电话'
const kinds = Object.values(kindWords)
/** 500 sources over the town; the rows of the file named in `bad` are spoilt. */
function table(bad: Record<number, string> = {}): string {
  const rows = Array.from({ length: 500 }, (_, i) => {
    const lng = (origin[0] + 0.0002 + (i % 25) * 0.00039).toFixed(5)
    const lat = (origin[1] + 0.0002 + Math.floor(i / 25) * 0.00028).toFixed(5)
    const kind = kinds[i % kinds.length]?.[i % 2 ? 'zh' : 'en']
    return (
      bad[i + 2] ?? `"${i} 号源, ""甲"" 区",Source ${i},安全生产,${kind},${lng},${lat},50,某公司,021-${i}`
    )
  })
  return `\uFEFF${[head, ...rows].join('\r\n')}\r\n`
}
const spoilt = {
  40: ',,安全生产,储罐区,121.9051,30.8831,50,,',
  217: '甲站,,安全生产,加油占,121.9051,30.8831,50,,',
  400: '乙站,,安全生产,加油站,131.9051,30.8831,50,,',
}

/** All that an import may touch. */
const stored = async () => ({
  sequence: await lastSequence(sql),
  sources: await sql`select * from hazards where town_id = ${town.id} order by id`,
})

test.each([
  ['zh', '500 行中有 3 行不能收，什么都没有保存', '第', ['没有写名称', '加油站', '不在本镇街范围内']],
  [
    'en',
    '3 of 500 rows cannot be kept; nothing was stored',
    'Row',
    ['missing', 'Fuel station', 'outside the town'],
  ],
])('in %s a file of 500 rows with three bad ones is refused whole', async (language, detail, row, told) => {
  const before = await stored()
  const file = { townId: town.id, csv: table(spoilt) }
  const refused = await ask('/hazards/tables', file, { language })
  expect(refused.status).toBe(422)
  const problem = await refused.json()
  expect(problem).toMatchObject({ code: 'invalid', detail })
  expect(problem.errors).toMatchObject([
    { path: 'rows.40.name' },
    { path: 'rows.217.kind' },
    { path: 'rows.400.lng' },
  ])
  for (const [i, number] of [40, 217, 400].entries()) {
    expect(problem.errors[i].message).toMatch(new RegExp(`^${row} ${number}`))
    expect(problem.errors[i].message).toContain(told[i])
  }
  const checked = await ask('/hazards/tables/check', file, { language })
  expect([checked.status, await checked.json()]).toMatchObject([200, { rows: 500, good: 497, reachOpen: 0 }])
  expect(await stored()).toEqual(before)
})

test('the 497 good rows are stored once the user says so, one journal row a source, and the map counts them', async () => {
  const before = await stored()
  const ordinal = 22
  const cell = async () => (await ask(`/risk/cells?town=${town.id}&ordinal=${ordinal}&scale=inherent`)).json()
  const unassessed = (await cell()).unassessed
  const kept = await ask('/hazards/tables', { townId: town.id, csv: table(spoilt), keepGood: true })
  expect(kept.status).toBe(200)
  const { hazards, faults, ...counts } = await kept.json()
  expect(counts).toEqual({ rows: 500, good: 497, reachOpen: 0 })
  expect(faults.map((each: { row: number }) => each.row)).toEqual([40, 217, 400])
  const after = await stored()
  expect(after.sources).toHaveLength(before.sources.length + 497)
  expect(after.sequence).toBe(before.sequence + 497)
  const fresh = after.sources.slice(before.sources.length)
  expect(hazards.map(({ id }: { id: number }) => id)).toEqual(fresh.map(({ id }) => id))
  expect(fresh[0]).toMatchObject({
    name: '0 号源, "甲" 区',
    kind: 'tank-farm',
    standing: 'confirmed',
    version: 1,
  })
  expect(fresh.at(-1)).toMatchObject({
    name: '499 号源, "甲" 区',
    name_en: 'Source 499',
    contact: '021-499',
    area: null,
  })
  const rows =
    await sql`select verb, noun, noun_id as id, after from journal where sequence > ${before.sequence}
    order by sequence`
  expect(rows.map(({ verb, noun, id }) => [verb, noun, id])).toEqual(
    fresh.map(({ id }) => ['register', 'hazard', id]),
  )
  expect(rows[0]?.after).toMatchObject({ name: '0 号源, "甲" 区', reachMeters: 50 })
  const list = await (await ask(`/hazards?town=${town.id}`)).json()
  expect(list).toHaveLength(after.sources.length)
  // What the server does with each row of the journal when it runs.
  for (const row of await follow(sql, { after: before.sequence, limit: 1000 }))
    await engines().risk.applyJournal(row)
  expect((await cell()).unassessed).toBeGreaterThan(unassessed)
})

test('a file is not stored twice: every row of the second time is named with the code it has', async () => {
  const file = { townId: town.id, csv: table(), keepGood: true }
  const first = await (await ask('/hazards/tables', file)).json()
  expect(first.good).toBe(500)
  const before = await stored()
  const again = await (await ask('/hazards/tables', file)).json()
  expect([again.good, again.faults.length]).toEqual([0, 500])
  expect(again.faults[0].message.zh).toContain(first.hazards[0].code)
  expect(await stored()).toEqual(before)
})

test('two of one file at the same moment store it once', async () => {
  const file = { townId: town.id, csv: table(), keepGood: true }
  const answers = await Promise.all([ask('/hazards/tables', file), ask('/hazards/tables', file)])
  const goods = await Promise.all(answers.map(async answer => (await answer.json()).good))
  expect(goods.sort((a, b) => a - b)).toEqual([0, 500])
})

test('who may not register may not import', async () => {
  const asViewer = await askingAs('viewer')
  expect((await asViewer('/hazards/tables', { townId: town.id, csv: table() })).status).toBe(403)
})

test('a code of six digits is whole', async () => {
  await sql`select setval(pg_get_serial_sequence('hazards', 'id'),
    greatest(123455, (select max(id) from hazards)::int))`
  const { hazards } = await (await ask('/hazards/tables', { townId: town.id, csv: table() })).json()
  for (const { id, code } of hazards) expect(code).toBe(`FX${id}`)
})
