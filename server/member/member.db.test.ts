import { beforeEach, expect, test } from 'vitest'
import { packZip } from '../boundary/formats/zip.ts'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { findGrids } from '../grid/find.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { ListQuery } from '../list.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { appoint } from './appoint.ts'
import { assignSheet } from './assign-sheet.ts'
import { changePosting } from './change-posting.ts'
import { correct } from './correct.ts'
import { enlist } from './enlist.ts'
import { findCover, findMembers } from './find.ts'
import { findCodes } from './find-codes.ts'
import { findNextCodes } from './find-next-codes.ts'
import { recode } from './recode.ts'
import { setCodeRule } from './set-code-rule.ts'

const { sql } = await testDatabase()
let town: TestTown
let manager: Context
let viewer: Context

beforeEach(async () => {
  town = await testTown(sql)
  manager = await contextOf(sql, town.people['grid-manager'])
  viewer = await contextOf(sql, town.people.viewer)
})

const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(new Error('not refused')),
    error => error,
  )
const someone = (name = '李四', phone = '139-1234-5678') =>
  enlist(manager, { townId: town.id, name, phone, unit: '东村' })
const posting = (more = {}) => ({
  ...{ gridId: town.grids[0] ?? 0, role: 'grid-head' as const, duty: 'lead' as const },
  ...{ fromOn: '2026-01-01', toOn: null },
  ...more,
})

test('a member keeps several grids; who may not read contacts sees the phone masked, the journal never', async () => {
  const sequence = await lastSequence(sql)
  const member = await someone()
  await appoint(manager, member.id, posting())
  const after = await appoint(manager, member.id, posting({ gridId: town.grids[1], duty: 'backup' }))
  expect(after.postings.map(each => [each.gridId, each.duty]).sort()).toEqual([
    [town.grids[0], 'lead'],
    [town.grids[1], 'backup'],
  ])
  expect((await findMembers(manager, { town: town.id }))[0]?.phone).toBe('139-1234-5678')
  expect((await findMembers(viewer, { town: town.id }))[0]?.phone).toBe('139****5678')
  const rows = await follow(sql, { after: sequence, limit: 20 })
  expect(rows.map(row => [row.noun, row.verb])).toEqual([
    ['member', 'enlist'],
    ['posting', 'appoint'],
    ['posting', 'appoint'],
  ])
  expect(JSON.stringify(rows)).not.toContain('139-1234')
})

test('a grid without lead or backup is reported, by the day', async () => {
  const member = await someone()
  await appoint(manager, member.id, posting({ toOn: '2026-06-30' }))
  const on = async (day: string) =>
    (await findCover(viewer, { town: town.id, on: day })).find(grid => grid.gridId === town.grids[0])
  expect(await on('2026-06-01')).toMatchObject({
    leads: ['李四'],
    lacks: ['backup'],
    nextGapOn: '2026-07-01',
  })
  expect(await on('2026-07-01')).toMatchObject({ leads: [], lacks: ['lead', 'backup'] })
  expect(await findCover(viewer, { town: town.id, on: '2026-06-01' })).toHaveLength(12)
})

test('the same duty of a grid is not held twice at a time, another grid’s is', async () => {
  const member = await someone()
  await appoint(manager, member.id, posting({ toOn: '2026-06-30' }))
  expect(await refusal(appoint(manager, member.id, posting({ fromOn: '2026-06-30' })))).toMatchObject({
    code: 'conflict',
  })
  await appoint(manager, member.id, posting({ fromOn: '2026-07-01' }))
  await appoint(manager, member.id, posting({ gridId: town.grids[2] }))
})

test.each([
  ['an end before the beginning', { toOn: '2025-12-31' }, 'toOn'],
  ['a grid that is not there', { gridId: 999_999 }, 'gridId'],
])('%s is refused at its field', async (_, more, path) => {
  const member = await someone()
  expect(await refusal(appoint(manager, member.id, posting(more)))).toMatchObject({
    code: 'invalid',
    errors: [{ path }],
  })
  expect((await findMembers(manager, { town: town.id }))[0]?.postings).toEqual([])
})

test('who leaves ends every posting that day, each with its row, and is not posted beyond it', async () => {
  const member = await someone()
  await appoint(manager, member.id, posting())
  await appoint(manager, member.id, posting({ gridId: town.grids[1], toOn: '2026-02-01' }))
  const sequence = await lastSequence(sql)
  const after = await correct(manager, member.id, { leftOn: '2026-03-31', version: 1 })
  expect(after.leftOn).toBe('2026-03-31')
  expect(after.postings.map(each => each.toOn).sort()).toEqual(['2026-02-01', '2026-03-31'])
  const rows = await follow(sql, { after: sequence, limit: 20 })
  expect(rows.map(row => [row.noun, row.verb])).toEqual([
    ['posting', 'end'],
    ['member', 'leave'],
  ])
  const late = refusal(appoint(manager, member.id, posting({ gridId: town.grids[2] })))
  expect(await late).toMatchObject({ code: 'invalid', errors: [{ path: 'toOn' }] })
})

test.each([
  ['the day before the last', '2026-03-30', 1],
  ['the last day', '2026-03-31', 1],
  ['the day after', '2026-04-01', 0],
])(
  'a posting that begins on %s of service counts until then and on no day after',
  async (_, fromOn, days) => {
    const member = await someone()
    await appoint(manager, member.id, posting({ fromOn }))
    await appoint(manager, member.id, posting({ fromOn, gridId: town.grids[1], toOn: '2026-12-31' }))
    await correct(manager, member.id, { leftOn: '2026-03-31', version: 1 })
    const leadsOn = async (on: string) =>
      (await findCover(viewer, { town: town.id, on })).flatMap(({ leads }) => leads)
    for (const on of ['2026-03-31', '2026-04-01', '2026-04-02', '2026-12-31']) {
      expect([on, await leadsOn(on)]).toEqual([on, on === '2026-03-31' && days > 0 ? ['李四', '李四'] : []])
    }
    // Called back, and posted anew over days on which the first posting was to begin.
    const back = await correct(manager, member.id, { leftOn: null, version: 2 })
    expect(back.postings).toHaveLength(2)
    expect(await leadsOn('2026-04-01')).toEqual([])
    const again = { fromOn: '2026-04-01', toOn: '2026-06-30' }
    await appoint(manager, member.id, posting(again))
    expect(await leadsOn('2026-04-01')).toEqual(['李四'])
  },
)

test('an older version of a member or a posting is answered with the newer one', async () => {
  const member = await someone()
  const { postings } = await appoint(manager, member.id, posting())
  const id = postings[0]?.id ?? 0
  await correct(manager, member.id, { name: '李四光', version: 1 })
  expect(await refusal(correct(manager, member.id, { name: '李', version: 1 }))).toMatchObject({
    code: 'conflict',
    details: { theirs: { name: '李四光' } },
  })
  await changePosting(manager, id, { duty: 'backup', version: 1 })
  expect(await refusal(changePosting(manager, id, { duty: 'lead', version: 1 }))).toMatchObject({
    code: 'conflict',
  })
  const ended = await changePosting(manager, id, { toOn: '2026-05-01', version: 2 })
  expect(ended.postings[0]).toMatchObject({ duty: 'backup', toOn: '2026-05-01', version: 3 })
})

test('a posting that is changed keeps to the days of the service, and to one of a kind', async () => {
  const member = await someone()
  const first = await appoint(manager, member.id, posting({ fromOn: '2026-01-01', toOn: '2026-03-31' }))
  const [{ id = 0 } = {}] = first.postings
  await appoint(manager, member.id, posting({ fromOn: '2026-04-01', toOn: '2026-06-30' }))
  const longer = changePosting(manager, id, { toOn: '2026-04-15', version: 1 })
  expect(await refusal(longer)).toMatchObject({ code: 'conflict' })
  expect((await changePosting(manager, id, { toOn: '2026-02-28', version: 1 })).postings).toHaveLength(2)
  const { version } =
    (await findMembers(manager, { town: town.id })).find(each => each.id === member.id) ?? {}
  await correct(manager, member.id, { leftOn: '2026-05-31', version: version ?? 0 })
  const endless = changePosting(manager, id, { fromOn: '2026-07-01', toOn: null, version: 2 })
  expect(await refusal(endless)).toMatchObject({ code: 'invalid', errors: [{ path: 'toOn' }] })
})

test('who does not keep the grids changes nothing', async () => {
  const member = await someone()
  const asked = [
    () => enlist(viewer, { townId: town.id, name: '王', phone: '', unit: '' }),
    () => correct(viewer, member.id, { name: '王', version: 1 }),
    () => appoint(viewer, member.id, posting()),
    () => assignSheet(viewer, sheet('姓名,网格,角色\n王,G001,网格员')),
    () => setCodeRule(viewer, { townId: town.id, levelDigits: 1, serialDigits: 3 }),
    () => recode(viewer, { townId: town.id, changes: [{ id: town.grids[0] ?? 0, version: 1, code: 'X1' }] }),
  ]
  for (const ask of asked) expect(await refusal(ask())).toMatchObject({ code: 'forbidden' })
})

const sheet = (text: string | Buffer, more = {}) => ({
  ...{ townId: town.id, fileName: 'a.csv', isTrial: false, keepsGood: false },
  bytes: Buffer.from(text).toString('base64'),
  ...more,
})

test('a spreadsheet posts many; rows with errors are named and refuse all, unless the good ones are asked for', async () => {
  const zhang = await someone('张三', '')
  const text = [
    '姓名,网格编码,角色,职责,电话,开始日期,结束日期',
    '张三,G001,网格长,负责,,2026-01-01,',
    '新人,G001,网格员,替补,138 0000 0000,2026-01-01,',
    '新人,2 号网格,网格员,,138-0000-0000,2026/2/1,2026/12/31',
    '错人,G999,保安,,,,',
  ].join('\n')
  const trial = await assignSheet(manager, sheet(text, { isTrial: true }))
  expect(trial.rows.map(row => row.outcome)).toEqual(['known-member', 'new-member', 'new-member', 'error'])
  expect(await findMembers(manager, { town: town.id })).toHaveLength(1)
  expect(await refusal(assignSheet(manager, sheet(text)))).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'rows.5.角色' }],
  })
  expect(await findMembers(manager, { town: town.id })).toHaveLength(1)
  const sequence = await lastSequence(sql)
  const done = await assignSheet(manager, sheet(text, { keepsGood: true }))
  expect([done.members, done.postings, done.isApplied]).toEqual([1, 3, true])
  const members = await findMembers(manager, { town: town.id })
  expect(members.map(member => [member.name, member.postings.length]).sort()).toEqual([
    ['张三', 1],
    ['新人', 2],
  ])
  expect(members.find(member => member.id === zhang.id)?.postings[0]?.duty).toBe('lead')
  expect((await follow(sql, { after: sequence, limit: 20 })).map(row => row.verb)).toEqual([
    'enlist',
    'appoint',
    'appoint',
    'appoint',
  ])
  const again = await assignSheet(manager, sheet(text, { keepsGood: true }))
  expect([again.members, again.postings]).toEqual([0, 0])
})

test('GBK text and a real workbook are read, anything else is refused with what to do', async () => {
  // 姓名,网格,角色 / 张三,G001,民兵 in GBK
  const gbk = Buffer.from('d0d5c3fb2ccdf8b8f12cbdc7c9ab0ad5c5c8fd2c473030312cc3f1b1f8', 'hex')
  expect((await assignSheet(manager, sheet(gbk))).members).toBe(1)
  const read = await assignSheet(manager, sheet(workbook(), { fileName: 'a.xlsx' }))
  expect(read.rows).toMatchObject([{ row: 2, name: '王五', outcome: 'new-member' }])
  const [wang] = (await findMembers(manager, { town: town.id })).filter(member => member.name === '王五')
  expect(wang?.postings[0]).toMatchObject({ fromOn: '2026-01-05', role: 'police' })
  for (const bytes of [Buffer.from([0, 1, 2, 3]), packZip([{ name: 'a.txt', bytes: Buffer.from('x') }])])
    expect(await refusal(assignSheet(manager, sheet(bytes)))).toMatchObject({ code: 'invalid' })
  const lacking = refusal(assignSheet(manager, sheet('姓名,备注\n张三,x')))
  expect((await lacking).words.zh).toContain('网格')
})

/** A workbook as office programs write it: inline texts, and a date as a day number with a date format. */
function workbook(): Buffer {
  const file = (name: string, text: string) => ({ name, bytes: Buffer.from(`<?xml version="1.0"?>${text}`) })
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const packed = 'http://schemas.openxmlformats.org/package/2006'
  const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
  return packZip([
    file(
      '[Content_Types].xml',
      `<Types xmlns="${packed}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
    ),
    file(
      '_rels/.rels',
      `<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    file(
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="任职" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    file(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ),
    file(
      'xl/styles.xml',
      `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
    file(
      'xl/worksheets/sheet1.xml',
      `<worksheet xmlns="${main}"><sheetData><row r="1">${text('A1', '姓名')}${text('B1', '网格')}${text('C1', '角色')}${text('D1', '开始日期')}</row><row r="2">${text('A2', '王五')}${text('B2', 'G002')}${text('C2', '民警')}<c r="D2" s="1"><v>46027</v></c></row></sheetData></worksheet>`,
    ),
  ])
}

test('codes follow the rule of the town; one that was ever used is not given again', async () => {
  const rule = { townId: town.id, levelDigits: 1, serialDigits: 3 }
  await setCodeRule(manager, rule)
  const { proposals } = await findCodes(viewer, { town: town.id })
  expect(proposals).toHaveLength(12)
  const changes = proposals.map(({ gridId, version, proposed }) => ({ id: gridId, version, code: proposed }))
  const done = await recode(manager, { townId: town.id, changes })
  expect(done.map(grid => grid.version)).toEqual(Array(12).fill(2))
  expect((await findCodes(viewer, { town: town.id })).proposals).toEqual([])
  // West to east in the northernmost row of the first village is its third grid, one row each.
  const inFirst = done
    .filter(grid => grid.regionId === town.villages[0])
    .map(grid => [grid.name, grid.code.slice(-4)])
  expect(inFirst.sort()).toEqual([
    ['1 号网格', '1003'],
    ['5 号网格', '1002'],
    ['9 号网格', '1001'],
  ])
  const [village = 0] = town.villages
  const next = await findNextCodes(viewer, { town: town.id, region: village, level: 'first', count: 2 })
  expect(next.map(code => code.slice(-4))).toEqual(['1004', '1005'])
  const back = { townId: town.id, changes: [{ id: town.grids[0] ?? 0, version: 2, code: 'G001' }] }
  expect(await refusal(recode(manager, back))).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'changes.0.code' }],
  })
})

test('new codes are given to all grids or to none', async () => {
  const before = await findGrids(manager, ListQuery.parse({ town: String(town.id) }))
  const [one, two] = before
  const changes = [
    { id: one?.id ?? 0, version: 1, code: 'N1' },
    { id: two?.id ?? 0, version: 7, code: 'N2' },
  ]
  expect(await refusal(recode(manager, { townId: town.id, changes }))).toMatchObject({ code: 'conflict' })
  expect(await findGrids(manager, ListQuery.parse({ town: String(town.id) }))).toEqual(before)
})
