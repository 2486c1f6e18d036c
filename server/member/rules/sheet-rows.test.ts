import { expect, test } from 'vitest'
import { HeadingError, sheetRows } from './sheet-rows.ts'

const heading = ['网格编码', '姓名', '角色', '职责', '电话', '开始日期', '结束日期']
const rows = (...texts: string[][]) => sheetRows([heading, ...texts], '2026-11-22')

test('a full row becomes an appointment', () => {
  expect(rows(['G001', ' 李四 ', '网格长', '负责', '139-0000-0000', '2026/1/5', '2026年12月31日'])).toEqual([
    {
      row: 2,
      appointment: {
        row: 2,
        name: '李四',
        phone: '139-0000-0000',
        unit: '',
        grid: 'G001',
        role: 'grid-head',
        duty: 'lead',
        fromOn: '2026-01-05',
        toOn: '2026-12-31',
      },
    },
  ])
})

test('what may be left out is filled in: a head leads, others help, from today without end', () => {
  const read = rows(['G001', '李四', '网格长', '', '', '', ''], ['G001', '王五', '民兵', '', '', '', ''])
  expect(
    read.map(
      each =>
        'appointment' in each && [each.appointment.duty, each.appointment.fromOn, each.appointment.toOn],
    ),
  ).toEqual([
    ['lead', '2026-11-22', null],
    ['member', '2026-11-22', null],
  ])
})

test.each([
  [['', '李四', '网格员', '', '', '', ''], '网格'],
  [['G1', '', '网格员', '', '', '', ''], '姓名'],
  [['G1', '李四', '保安', '', '', '', ''], '角色'],
  [['G1', '李四', '网格员', '司机', '', '', ''], '职责'],
  [['G1', '李四', '网格员', '', '电话', '', ''], '电话'],
  [['G1', '李四', '网格员', '', '', '2026-02-30', ''], '开始日期'],
  [['G1', '李四', '网格员', '', '', '2026-03-01', '明年'], '结束日期'],
  [['G1', '李四', '网格员', '', '', '2026-03-02', '2026-03-01'], '结束日期'],
])('%j is refused at its column', (texts, column) => {
  expect(rows(['G1', '张三', '网格员', '', '', '', ''], texts)[1]).toMatchObject({
    row: 3,
    errors: [{ column }],
  })
})

test('every error of a row is told at once, and empty rows are passed over', () => {
  const read = rows(['', '', '', '', '', '', ''], ['', '', '保安', '', '', '', ''])
  expect(read).toHaveLength(1)
  expect(read[0]).toMatchObject({
    row: 3,
    errors: [{ column: '姓名' }, { column: '网格' }, { column: '角色' }],
  })
})

test('a sheet without the needed columns names them', () => {
  expect(() => sheetRows([['姓名', '备注']], '2026-11-22')).toThrow(HeadingError)
  expect(() => sheetRows([], '2026-11-22')).toThrow('姓名, 网格, 角色')
})
