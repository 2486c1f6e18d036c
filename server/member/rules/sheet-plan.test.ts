import { expect, test } from 'vitest'
import { planSheet } from './sheet-plan.ts'
import type { Appointment } from './sheet-rows.ts'

const grids = [
  { id: 1, code: 'G1', name: '东门' },
  { id: 2, code: 'G2', name: '西门' },
  { id: 3, code: 'G3', name: '西门' },
]
const zhang = { id: 7, name: '张三', phone: '139-0000-0001', leftOn: null, postings: [] }
const row = (more: Partial<Appointment> = {}) => ({
  row: 2,
  appointment: {
    ...{ row: 2, name: '张三', phone: '', unit: '', grid: 'G1', role: 'grid-worker' as const },
    ...{ duty: 'lead' as const, fromOn: '2026-01-01', toOn: null },
    ...more,
  },
})
const outcomes = (...args: Parameters<typeof planSheet>) => planSheet(...args).rows.map(each => each.outcome)

test('a grid is found by code or by a name that is its own', () => {
  const members = [zhang]
  expect(outcomes([row(), row({ grid: '东 门', duty: 'backup' })], { grids, members })).toEqual([
    'known-member',
    'known-member',
  ])
  expect(planSheet([row({ grid: '西门' })], { grids, members }).rows[0]).toMatchObject({
    errors: [{ column: '网格', message: { zh: '有多个网格叫“西门”，请改填编码' } }],
  })
  expect(outcomes([row({ grid: '南门' })], { grids, members })).toEqual(['error'])
})

test('two of one name need the phone, and a phone nobody has means somebody new', () => {
  const members = [zhang, { ...zhang, id: 8, phone: '139-0000-0002' }]
  expect(outcomes([row()], { grids, members })).toEqual(['error'])
  const plan = planSheet([row({ phone: '13900000002' }), row({ phone: '139 0000 0003' })], { grids, members })
  expect(plan.planned.map(each => each.member)).toEqual([{ id: 8 }, { key: '张三 13900000003' }])
})

test('rows of one new member are one person, and a row that says the same again does nothing', () => {
  const plan = planSheet([row({ name: '新人' }), row({ name: '新人', grid: 'G2' }), row({ name: '新人' })], {
    grids,
    members: [],
  })
  expect(plan.planned.map(each => each.member)).toEqual([{ key: '新人 ' }, { key: '新人 ' }])
  expect(plan.rows.map(each => each.outcome)).toEqual(['new-member', 'new-member', 'already-posted'])
})

test('a duty held already is not given twice, before and after it is', () => {
  const held = { gridId: 1, duty: 'lead' as const, fromOn: '2025-01-01', toOn: '2026-06-30' }
  const members = [{ ...zhang, postings: [held] }]
  expect(
    outcomes([row(), row({ fromOn: '2026-07-01' }), row({ duty: 'member' })], { grids, members }),
  ).toEqual(['already-posted', 'known-member', 'known-member'])
})

test('who has left is not posted beyond the last day', () => {
  const members = [{ ...zhang, leftOn: '2026-03-01' }]
  expect(outcomes([row(), row({ toOn: '2026-02-01' })], { grids, members })).toEqual([
    'error',
    'known-member',
  ])
})
