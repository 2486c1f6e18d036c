import { expect, test } from 'vitest'
import { readInventoryTable } from './inventory-table.ts'

const units = [
  { id: 1, code: 'ZD00001', name: '液氨球罐组' },
  { id: 2, code: 'ZD00002', name: 'Chlorine tanks' },
]
function read(text: string) {
  const table = readInventoryTable(text, units)
  if ('fault' in table) throw new Error(table.fault.message.en)
  return table
}
const refused = (text: string) => {
  const table = readInventoryTable(text, units)
  return 'fault' in table ? table.fault : undefined
}

test('a unit by its code or name, a substance by name, CAS or class, a mass with its unit', () => {
  const { lines, faults } = read(
    [
      '单元编号,物质,CAS 号,类别,设计最大量（t）,备注',
      'zd00001,液氨,,,"1,200.5",甲罐',
      '液氨 球罐组,,7782-50-5,,７ 吨,',
      'chlorine tanks,二甲苯,,w5.4,600t,',
      'ZD00002,某气,,"J3、W2",5,',
    ].join('\n'),
  )
  expect(faults).toEqual([])
  expect(lines.map(({ unitId, line }) => [unitId, line.no, line.classes, line.tonnes])).toEqual([
    [1, 1, [], '1200.5'],
    [1, 12, [], '7'],
    [2, null, ['W5.4'], '600'],
    [2, null, ['J3', 'W2'], '5'],
  ])
})

test.each([
  ['ZD00009,氨,,,5', 'unit', null],
  [',氨,,,5', 'unit', null],
  ['ZD00001,硝化棉,,,5', 'substance', 1],
  ['ZD00001,不明物,,,5', 'substance', 1],
  ['ZD00001,,,,5', 'substance', 1],
  ['ZD00001,,6484-52-2,,5', 'no', 1],
  ['ZD00001,,7664-41-8,,5', 'cas', 1],
  ['ZD00001,某物,,W99,5', 'classes', 1],
  ['ZD00001,氨,,W5.3,5', 'classes', 1],
  ['ZD00001,氨,,,0', 'tonnes', 1],
  ['ZD00001,氨,,,"1,5"', 'tonnes', 1],
])('%s is refused at %s', (row, column, unitId) => {
  const { lines, faults } = read(`单元,物质,CAS,类别,数量\nZD00001,氨,,,5\n${row}`)
  expect(lines).toHaveLength(1)
  expect(faults).toMatchObject([{ row: 3, column, unitId }])
})

test('what is no such table is refused whole', () => {
  expect(refused('')).toMatchObject({ row: 1 })
  expect(refused('物质,数量\n氨,5')).toMatchObject({ column: 'unit' })
  expect(refused('单元,物质\nZD00001,氨')).toMatchObject({ column: 'tonnes' })
  expect(refused('单元,物质,数量')).toMatchObject({ message: { zh: '表中没有数据行' } })
  expect(refused('单元,物质,数量\n"x')).toMatchObject({ message: { en: /quote/ } })
  expect(refused(`单元,物质,数量\n${'ZD00001,氨,5\n'.repeat(20_001)}`)?.message.zh).toMatch(/20000/)
})

test('a name that two units have is no unit; their codes are', () => {
  const twins = [
    { id: 1, code: 'ZD00001', name: '储罐区' },
    { id: 2, code: 'ZD00002', name: '储罐区' },
  ]
  const table = readInventoryTable('单元,物质,数量\n储罐区,氨,5\nZD00001,氨,6', twins)
  if ('fault' in table) throw new Error(table.fault.message.en)
  expect(table.lines.map(({ unitId, line }) => [unitId, line.tonnes])).toEqual([[1, '6']])
  expect(table.faults).toMatchObject([{ row: 2, column: 'unit', unitId: null }])
})

test.each(['0,125', '1234,567', '1,23,456', '12,34.5'])('%s is no number of tonnes', mass => {
  const { lines, faults } = read(`单元,物质,数量\nZD00001,氨,"${mass}"`)
  expect([lines, faults.map(({ column }) => column)]).toEqual([[], ['tonnes']])
})
