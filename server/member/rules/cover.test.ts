import { expect, test } from 'vitest'
import { coverOf, dayAfter, type Held } from './cover.ts'

const grid = { gridId: 1, code: 'G1', name: '一号网格', regionName: '东村' }
const held = (duty: Held['duty'], fromOn: string, toOn: string | null, memberName = '甲'): Held => ({
  ...{ gridId: 1, duty, fromOn, toOn, memberName },
})
const on = (day: string, ...postings: Held[]) => coverOf([grid], postings, day)[0]

test('a grid without anybody lacks both', () => {
  expect(on('2026-11-22')).toMatchObject({ lacks: ['lead', 'backup'], leads: [], nextGapOn: null })
})

test('the first and the last day count, the days beside them do not', () => {
  const lead = held('lead', '2026-11-01', '2026-11-30')
  expect(on('2026-10-31', lead)?.lacks).toContain('lead')
  expect(on('2026-11-01', lead)?.lacks).toEqual(['backup'])
  expect(on('2026-11-30', lead)?.lacks).toEqual(['backup'])
  expect(on('2026-12-01', lead)?.lacks).toContain('lead')
})

test('a gap that comes is told with its day, unless somebody follows', () => {
  const lead = held('lead', '2026-01-01', '2026-12-10')
  const backup = held('backup', '2026-01-01', null, '乙')
  expect(on('2026-11-22', lead, backup)).toMatchObject({ lacks: [], nextGapOn: '2026-12-11' })
  const follower = held('lead', '2026-12-11', null, '丙')
  expect(on('2026-11-22', lead, backup, follower)?.nextGapOn).toBeNull()
  expect(on('2026-08-01', lead, backup)?.nextGapOn).toBeNull()
})

test('another grid’s people do not count', () => {
  expect(
    coverOf([grid], [{ ...held('lead', '2026-01-01', null), gridId: 2 }], '2026-11-22')[0]?.leads,
  ).toEqual([])
})

test('days are counted over months and leap days', () => {
  expect([dayAfter('2026-12-31', 1), dayAfter('2028-02-28', 1), dayAfter('2026-02-28', 1)]).toEqual([
    '2027-01-01',
    '2028-02-29',
    '2026-03-01',
  ])
})
