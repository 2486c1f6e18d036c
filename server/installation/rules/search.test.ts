import { expect, test } from 'vitest'
import { folded } from '../../sheet/rules/plain-text.ts'
import { searchSubstances, withCas, withName } from './search.ts'

const first = (query: string) => searchSubstances(query)[0]?.no

test.each([
  ['氨', 1],
  ['液氨', 1],
  ['ammonia', 1],
  [' AMMONIA ', 1],
  ['7664-41-7', 1],
  ['７６６４４１７', 1],
  ['7664–41–7', 1],
  ['7664 41 7', 1],
  ['UN1005', 1],
  ['un 1005', 1],
  ['1005', 1],
  ['光气', 6],
  ['ｐｈｏｓｇｅｎｅ', 6],
  ['hyyw', 7],
  ['环氧 乙烷', 7],
  ['环氧氯丙烷', 21],
  ['1,3丁二烯', 47],
  ['1，3-丁二烯', 47],
  ['tdi', 23],
  ['tnt', 35],
  ['LNG', 49],
  ['丙烷', 52],
  ['74-98-6', 52],
  ['petrol', 66],
  ['jc', 65],
  ['黄磷', 73],
  ['电石', 83],
  ['一氧化碳', 13],
  ['acetate ethyl', 69],
])('%s finds entry %i first', (query, no) => expect(first(query)).toBe(no))

test('a part of a name finds all that have it, and nonsense nothing', () => {
  expect(searchSubstances('硝化纤维素').map(({ no }) => no)).toEqual([37, 38, 39, 40, 41, 42])
  expect(searchSubstances('9004-70-0')).toHaveLength(6)
  expect(searchSubstances('UN9')).toEqual([])
  expect(searchSubstances('不存在的东西')).toEqual([])
  expect(searchSubstances('？！')).toEqual([])
  expect(searchSubstances('')).toHaveLength(20)
})

test('exact numbers and names give the entries themselves', () => {
  expect(withCas('6484-52-2').map(({ no }) => no)).toEqual([43, 44])
  expect(withCas('64-19-7')).toEqual([])
  expect(withName('液化 石油气')).toEqual([])
  expect(withName('ＬＰＧ').map(({ no }) => no)).toEqual([52])
  expect(withName('')).toEqual([])
  expect(folded('硝酸铵（含可燃物≤0.2%）')).toBe('硝酸铵含可燃物≤0.2%')
})
