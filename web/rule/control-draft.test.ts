import { expect, test } from 'vitest'
import type { Control, ControlEdition } from '../../server/inspection/inspection.ts'
import { ControlDraft, effectOf } from './control-draft.svelte.ts'

const seen: ControlEdition = {
  edition: 1,
  own: false,
  setAt: null,
  setBy: '',
  rules: (
    [
      [1, 'county', 30],
      [2, 'town', 60],
      [3, 'village', 90],
      [4, 'enterprise', 180],
    ] as const
  ).map(([level, controller, inspectDays]) => ({
    level,
    controller,
    inspectDays,
    responsible: '',
    clause: '',
    verified: false,
  })),
}
const now = new Date('2026-06-01T00:00:00Z')
const control = (dueAt: string | null, daysLate: number): Control => ({
  hazardId: 1,
  townId: 1,
  name: '',
  nameEn: '',
  domain: 'natural',
  lngLat: [0, 0],
  level: 2,
  controller: 'town',
  inspectDays: 60,
  responsible: '',
  unit: '',
  phone: '',
  lastAt: null,
  dueAt,
  daysLate,
  openDangers: 0,
  version: 0,
})

test('the draft begins with the edition in force and asks for the next', () => {
  const draft = new ControlDraft(seen)
  expect(draft.isChanged).toBe(false)
  draft.set(2, { responsible: '副镇长' })
  expect(draft.isChanged).toBe(true)
  expect(draft.input.rules[1]).toEqual({
    level: 2,
    controller: 'town',
    inspectDays: 60,
    responsible: '副镇长',
    clause: '',
  })
})

test('a graver level that is controlled lower, or looked at less often, is pointed out', () => {
  const draft = new ControlDraft(seen)
  expect(draft.laxer).toEqual([])
  draft.set(1, { inspectDays: 61 })
  draft.set(3, { controller: 'enterprise' })
  expect(draft.laxer).toEqual([1])
  draft.set(4, { controller: 'village' })
  expect(draft.laxer).toEqual([1, 3])
})

test('another frequency moves the due day of each source by as many days', () => {
  const rows = [
    control('2026-05-20T00:00:00Z', 12),
    control('2026-06-20T00:00:00Z', 0),
    control('2026-07-20T00:00:00Z', 0),
    control(null, 0),
  ]
  expect(effectOf(rows, { level: 2, inspectDays: 30 }, now)).toEqual({ sources: 4, before: 1, after: 2 })
  expect(effectOf(rows, { level: 2, inspectDays: 90 }, now)).toEqual({ sources: 4, before: 1, after: 0 })
  expect(effectOf(rows, { level: 1, inspectDays: 1 }, now)).toEqual({ sources: 0, before: 0, after: 0 })
})

test('over an edition that somebody saved meanwhile both changes stand', () => {
  const draft = new ControlDraft(seen)
  draft.set(1, { responsible: '镇长' })
  const theirs = {
    ...seen,
    edition: 2,
    rules: seen.rules.map(rule => (rule.level === 1 ? { ...rule, inspectDays: 15 } : rule)),
  }
  expect(draft.over(theirs).input).toMatchObject({
    edition: 2,
    rules: [{ level: 1, responsible: '镇长', inspectDays: 15 }, {}, {}, {}],
  })
})
