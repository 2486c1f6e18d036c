import { expect, test } from 'vitest'
import type { Assessment } from '../../server/hazard/hazard.ts'
import { beforeOf, spansOf } from './assessment-spans.ts'

const made = (id: number, day: number, more: Partial<Assessment> = {}): Assessment => ({
  id,
  hazardId: 1,
  scale: 'inherent',
  methodId: 1,
  method: 'LEC',
  edition: 'A',
  revision: 1,
  title: '',
  titleEn: '',
  standard: '',
  clause: '',
  verified: true,
  inputs: {},
  score: '270',
  level: 2,
  severity: 2687,
  working: '',
  note: '',
  reason: '',
  evidence: '',
  assessedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
  assessedBy: '',
  gridCode: '',
  gridName: '',
  ...more,
})
const now = Date.UTC(2026, 0, 11)
const rows = [made(4, 6, { methodId: 2, level: 1 }), made(3, 6, { scale: 'residual' }), made(1, 1)]

test('an assessment lasts until the next one of its scale, the last until now', () => {
  expect(spansOf(rows, { scale: 'inherent', now })).toMatchObject([
    { level: 2, start: 0, width: 0.5, until: rows[0]?.assessedAt, breaks: false },
    { level: 1, start: 0.5, width: 0.5, until: null, breaks: true },
  ])
  expect(spansOf(rows, { scale: 'residual', now })).toMatchObject([{ start: 0.5, width: 0.5, breaks: false }])
})

test('the first and only one, made this moment, fills the line it has', () => {
  const at = Date.parse(made(1, 1).assessedAt)
  expect(spansOf([made(1, 1)], { scale: 'inherent', now: at })).toMatchObject([{ start: 0, width: 1 }])
  expect(spansOf([], { scale: 'inherent', now })).toEqual([])
})

test('the one before it is on the same scale', () => {
  expect(beforeOf(rows, made(4, 6))?.id).toBe(1)
  expect(beforeOf(rows, made(3, 6, { scale: 'residual' }))).toBeUndefined()
})
