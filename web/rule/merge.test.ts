import { expect, test } from 'vitest'
import { conflictRows, mergedFields, mergedRows } from './merge.ts'

const row = (key: string, days: number, who = '') => ({ key, days, who })
const keyOf = ({ key }: { key: string }) => key

test('fields that one did not touch are as the other made them', () => {
  const base = row('a', 30, '甲')
  expect(mergedFields(base, row('a', 30, '乙'), row('a', 15, '甲'))).toEqual(row('a', 15, '乙'))
  expect(mergedFields(base, row('a', 20, '甲'), row('a', 15, '甲'))).toEqual(row('a', 20, '甲'))
})

test('rows that either adds, changes or takes away are all in the merged list', () => {
  const base = [row('a', 1), row('b', 2), row('c', 3), row('d', 4)]
  const mine = [row('a', 1), row('b', 20), row('d', 4), row('mine', 9)]
  const theirs = [row('a', 10), row('b', 2, '乙'), row('c', 3), row('theirs', 8)]
  expect(mergedRows(keyOf, { base, mine, theirs })).toEqual([
    row('a', 10),
    row('b', 20, '乙'),
    row('mine', 9),
    row('theirs', 8),
  ])
})

test('a row that one changed stays though the other took it away', () => {
  const merged = mergedRows(keyOf, { base: [row('a', 1)], mine: [row('a', 2)], theirs: [] })
  expect(merged).toEqual([row('a', 2)])
})

test('the comparison leaves out what nobody changed', () => {
  const said = (red: string, blue: string) => [
    { label: '红', text: red },
    { label: '蓝', text: blue },
  ]
  expect(conflictRows({ base: said('1', '4'), mine: said('2', '4'), theirs: said('3', '4') })).toEqual([
    { label: '红', mine: '2', theirs: '3' },
  ])
  const added = [...said('1', '4'), { label: '黄', text: '3' }]
  expect(conflictRows({ base: said('1', '4'), mine: added, theirs: said('1', '4') })).toEqual([
    { label: '黄', mine: '3', theirs: '' },
  ])
})
