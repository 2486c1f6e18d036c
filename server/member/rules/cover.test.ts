import { expect, test } from 'vitest'
import { coverOf, dayAfter, type Held } from './cover.ts'

const grid = {
  ...{ gridId: 1, code: 'G1', name: '一号网格', regionName: '东村', regionNameEn: '' },
  ...{ level: 'first' as const, parentId: null },
}
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

test('a lower grid is kept by the people of the grid above, and has a gap only when they go', () => {
  const second = { ...grid, gridId: 2, code: 'G2', name: '一号-1', level: 'second' as const, parentId: 1 }
  const micro = { ...grid, gridId: 3, code: 'G3', name: '一号-1-1', level: 'micro' as const, parentId: 2 }
  const all = [grid, second, micro]
  const lead = held('lead', '2026-01-01', '2026-12-10')
  const backup = held('backup', '2026-01-01', null, '乙')
  const [above, own, lowest] = coverOf(
    all,
    [lead, backup, { ...lead, gridId: 2, memberName: '丙' }],
    '2026-11-22',
  )
  expect(above).toMatchObject({ lacks: [], lower: 1, lowerLed: 1, nextGapOn: '2026-12-11', aboveName: '' })
  expect(own).toMatchObject({ leads: ['丙'], leadsAbove: [], backups: [], backupsAbove: ['乙'], lacks: [] })
  expect(lowest).toMatchObject({ leads: [], leadsAbove: ['丙'], aboveName: '一号-1', lacks: [] })
  expect(lowest?.nextGapOn).toBe('2026-12-11')
  const later = coverOf(all, [lead, backup], '2026-12-11')
  expect(later.map(({ lacks }) => lacks)).toEqual([['lead'], ['lead'], ['lead']])
})

test('a divided grid whose lower grids have leads still lacks its own, and it is told', () => {
  const lower = [2, 3].map(gridId => ({ ...grid, gridId, level: 'second' as const, parentId: 1 }))
  const leads = lower.map(({ gridId }) => ({ ...held('lead', '2026-01-01', null), gridId }))
  const [above] = coverOf([grid, ...lower], leads, '2026-11-22')
  expect(above).toMatchObject({ lacks: ['lead', 'backup'], lower: 2, lowerLed: 2 })
})

test('days are counted over months and leap days', () => {
  expect([dayAfter('2026-12-31', 1), dayAfter('2028-02-28', 1), dayAfter('2026-02-28', 1)]).toEqual([
    '2027-01-01',
    '2028-02-29',
    '2026-03-01',
  ])
})
