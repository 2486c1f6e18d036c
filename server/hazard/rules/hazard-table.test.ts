import { expect, test } from 'vitest'
import { readHazardTable } from './hazard-table.ts'

const head = '名称,英文名称,领域,类别,经度,纬度,影响半径（米）,责任单位,联系电话'
function read(...rows: string[]) {
  const table = readHazardTable([head, ...rows].join('\r\n'))
  if ('fault' in table) throw new Error(table.fault.message.en)
  return table
}
const refused = (text: string) => {
  const table = readHazardTable(text)
  return 'fault' in table ? table.fault : undefined
}

test('a source by Chinese words, English words or codes, quoted, full width, with units', () => {
  const { count, sources, faults } = read(
    '"液氨,储罐区",,安全生产,储罐区,121.9051,30.8831,"1,500 米",某公司,021-1',
    'Depot,Fuel depot,work-safety,Fuel station,１２１.９,30.88°,,,',
    '河堤,,Natural,river-bank,121.91,30.88,0,,',
  )
  expect([count, faults]).toEqual([3, []])
  expect(sources.map(({ row, isReachOpen }) => [row, isReachOpen])).toEqual([
    [2, false],
    [3, true],
    [4, false],
  ])
  expect(sources[0]?.input).toEqual({
    name: '液氨,储罐区',
    nameEn: '',
    domain: 'work-safety',
    kind: 'tank-farm',
    lngLat: [121.9051, 30.8831],
    area: null,
    reachMeters: 1500,
    major: false,
    inventory: [],
    owner: '某公司',
    contact: '021-1',
  })
  expect(
    sources.slice(1).map(({ input }) => [input.domain, input.kind, input.lngLat, input.reachMeters]),
  ).toEqual([
    ['work-safety', 'fuel-station', [121.9, 30.88], 200],
    ['natural', 'river-bank', [121.91, 30.88], 0],
  ])
})

test('English heads, a byte order mark and tabs', () => {
  const table = readHazardTable(
    '\uFEFFName\tEnglish name\tDomain\tKind\tLng\tLat\tReach metres\tOwner\tContact\nA\tB\tHealth\tFood\t1\t2\t3\tC\tD',
  )
  expect(table).toMatchObject({
    sources: [
      {
        input: { name: 'A', nameEn: 'B', domain: 'public-health', reachMeters: 3, owner: 'C', contact: 'D' },
      },
    ],
  })
})

test.each([
  [',,安全生产,储罐区,1,2,,,', 'name', '没有写名称', 'missing'],
  [`${'长'.repeat(121)},,安全生产,储罐区,1,2,,,`, 'name', '120', '120'],
  ['甲,,,储罐区,1,2,,,', 'domain', '自然灾害', 'Work safety'],
  ['甲,,交通,储罐区,1,2,,,', 'domain', '「交通」', '“交通”'],
  ['甲,,安全生产,,1,2,,,', 'kind', '「其他」', '“Other”'],
  ['甲,,安全生产,化工厂,1,2,,,', 'kind', '化工装置', 'Chemical plant'],
  ['甲,,安全生产,tank farms,1,2,,,', 'kind', '储罐区', 'nearest: Tank farm'],
  ['甲,,安全生产,储罐区,,2,,,', 'lng', '没有写经度', 'longitude is missing'],
  ['甲,,安全生产,储罐区,1,"30°52\'",,,', 'lat', '不是数字', 'no number'],
  ['甲,,安全生产,储罐区,30.88,121.9,,,', 'lat', '写反', 'exchanged'],
  ['甲,,安全生产,储罐区,1,2,远,,', 'reach', '不是数字', 'no number'],
  ['甲,,安全生产,储罐区,1,2,-1,,', 'reach', '0 至 50000', '0 to 50000'],
  ['甲,,安全生产,储罐区,1,2,50001,,', 'reach', '0 至 50000', '0 to 50000'],
  ['甲,,安全生产,储罐区,1,2,"1,5",,', 'reach', '不是数字', 'no number'],
  [`甲,,安全生产,储罐区,1,2,,${'长'.repeat(121)},`, 'owner', '责任单位', 'owner'],
])('%s is refused at %s', (row, column, zh, en) => {
  const { sources, faults } = read('好,,安全生产,储罐区,5,5,,,', row)
  expect(sources).toHaveLength(1)
  expect(faults).toMatchObject([{ row: 3, column }])
  expect(faults[0]?.message.zh).toContain(zh)
  expect(faults[0]?.message.en).toContain(en)
})

test('every bad cell of a row is named', () => {
  const { faults } = read(',,,储罐区,x,2,-5,,')
  expect(faults.map(({ column }) => column)).toEqual(['name', 'domain', 'lng', 'reach'])
})

test('the same name at the same place is taken once; elsewhere it is another source', () => {
  const { sources, faults } = read(
    '甲 站,,安全生产,储罐区,121.9,30.88,,,',
    '甲站,,安全生产,加油站,121.90001,30.88,,,',
    '甲站,,安全生产,储罐区,121.901,30.88,,,',
  )
  expect(sources.map(({ row }) => row)).toEqual([2, 4])
  expect(faults).toMatchObject([{ row: 3, column: 'name', message: { en: /row 2/ } }])
})

test('what is no such table is refused whole', () => {
  expect(refused('')).toMatchObject({ row: 1 })
  expect(refused('名称,领域,类别,经度\n甲,安全生产,储罐区,1')).toMatchObject({ column: 'lat' })
  expect(refused(head)).toMatchObject({ message: { zh: '表中没有数据行' } })
  expect(refused(`${head}\n"x`)).toMatchObject({ message: { en: /quote/ } })
  const row = '甲,,安全生产,储罐区,1,2,,,\n'
  expect(refused(`${head}\n${row.repeat(5001)}`)?.message.zh).toMatch(/5000/)
  expect(refused(`${head}\n${row.repeat(5000)}`)).toBeUndefined()
})
