import { expect, test } from 'vitest'
import { coverOf } from '../member/rules/cover.ts'
import { demoMembers } from './members.ts'
import { demoPeople } from './people.ts'

const today = '2026-11-22'
const { grids } = demoPeople()
const members = demoMembers(grids, today)
const held = members.flatMap(({ name, postings }) =>
  postings.map(({ gridCode, ...posting }) => ({
    ...posting,
    gridId: grids.findIndex(grid => grid.code === gridCode),
    memberName: name,
  })),
)
const cover = coverOf(
  grids.map(({ code, name }, gridId) => ({
    ...{ gridId, code, name, regionName: '', regionNameEn: '' },
    ...{ level: 'first' as const, parentId: null },
  })),
  held,
  today,
)

test('most grids have a lead and a stand-in, some lack one, some terms end soon', () => {
  const lacking = (duty: 'lead' | 'backup') => cover.filter(({ lacks }) => lacks.includes(duty)).length
  expect(lacking('lead')).toBeGreaterThan(2)
  expect(lacking('lead')).toBeLessThan(grids.length * 0.05)
  expect(lacking('backup')).toBeGreaterThan(5)
  expect(lacking('backup')).toBeLessThan(grids.length * 0.15)
  expect(cover.filter(({ nextGapOn }) => nextGapOn).length).toBeGreaterThan(5)
})

test('names are told apart, every role is held, and some people keep several grids', () => {
  expect(new Set(members.map(({ name }) => name)).size).toBe(members.length)
  expect(new Set(members.map(({ phone }) => phone)).size).toBe(members.length)
  expect(new Set(held.map(({ role }) => role)).size).toBe(10)
  expect(members.filter(({ postings }) => postings.length > 1).length).toBeGreaterThan(40)
  expect(members.some(({ leftOn }) => leftOn !== null && leftOn < today)).toBe(true)
})
