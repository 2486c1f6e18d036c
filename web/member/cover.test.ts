import { expect, test } from 'vitest'
import type { Member, Posting } from '../../server/member/member.ts'
import { cover } from './cover.fixture.ts'
import {
  countOf,
  coverGroups,
  crewOn,
  dayAt,
  daysBetween,
  isDay,
  isKeptAbove,
  levelsIn,
  membersWith,
  ofLevel,
} from './cover.ts'

const posting = (id: number, more: Partial<Posting> = {}): Posting => ({
  ...{ id, memberId: 1, gridId: 1, gridCode: 'G1', gridName: '一号', role: 'grid-head', duty: 'lead' },
  ...{ fromOn: '2026-01-01', toOn: null, version: 1 },
  ...more,
})
const member = (name: string, postings: Posting[] = []): Member => ({
  ...{ id: 1, townId: 1, name, phone: '138****0001', unit: '派出所', leftOn: null, postings, version: 1 },
})

test('a report is told by village: gaps, and what comes soon by its day', () => {
  const report = [
    cover(1, { lacks: ['lead'] }),
    cover(2, { nextGapOn: '2026-12-20' }),
    cover(3, { regionName: '西村', lacks: ['lead', 'backup'] }),
    cover(4, { nextGapOn: '2026-12-01' }),
  ]
  const ids = (show: 'gaps' | 'soon') =>
    coverGroups(report, show).map(({ region, grids }) => [region, grids.map(({ gridId }) => gridId)])
  expect(ids('gaps')).toEqual([
    ['东村', [1]],
    ['西村', [3]],
  ])
  expect(ids('soon')).toEqual([['东村', [4, 2]]])
  expect(countOf(report, 'all')).toBe(4)
})

test('a report is narrowed to one level, and tells what grids above keep', () => {
  const report = [
    cover(1, { lacks: ['lead'] }),
    cover(2, { level: 'second', parentId: 1, leads: [], leadsAbove: ['甲'] }),
    cover(3, { level: 'second', parentId: 1 }),
  ]
  expect(ofLevel(report, 'second').map(({ gridId }) => gridId)).toEqual([2, 3])
  expect(ofLevel(report, 'all')).toHaveLength(3)
  expect(levelsIn(report)).toEqual(['first', 'second'])
  expect(report.map(isKeptAbove)).toEqual([false, true, false])
  expect(countOf(report, 'above')).toBe(1)
})

test('a crew is split by the day, the last day of a posting included, leads first', () => {
  const held = [
    posting(1, { duty: 'member' }),
    posting(2, { toOn: '2026-11-22' }),
    posting(3, { toOn: '2026-11-21' }),
    posting(4, { fromOn: '2026-11-23' }),
    posting(5, { fromOn: '2026-11-25', toOn: '2026-11-24' }),
  ].map(each => ({ member: member('甲'), posting: each }))
  const { now, coming, ended } = crewOn(held, '2026-11-22')
  const ids = (list: typeof held) => list.map(each => each.posting.id)
  expect([ids(now), ids(coming), ids(ended)]).toEqual([[2, 1], [4], [3, 5]])
})

test('members are found by any of their words', () => {
  const list = [member('李明', [posting(1)]), member('孙梅')]
  expect(membersWith(list, '派出所 一号').map(({ name }) => name)).toEqual(['李明'])
  expect(membersWith(list, ' ').length).toBe(2)
})

test('days are those of China, and only days that exist are days', () => {
  expect(dayAt(Date.parse('2026-11-21T16:00:00Z'))).toBe('2026-11-22')
  expect(daysBetween('2026-11-22', '2026-12-01')).toBe(9)
  expect(['2026-02-30', '2026-2-3', '2026-02-28', ''].map(isDay)).toEqual([false, false, true, false])
})
