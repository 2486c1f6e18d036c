import { expect, test } from 'vitest'
import { daysLate, dueAfter } from './due.ts'

const from = new Date('2026-02-28T16:00:00Z')

test('the due moment is whole days after the last look', () => {
  expect(dueAfter(from, 1).toISOString()).toBe('2026-03-01T16:00:00.000Z')
  expect(dueAfter(from, 30).toISOString()).toBe('2026-03-30T16:00:00.000Z')
})

test('at the due moment nothing is late; from then on every begun day counts', () => {
  const due = dueAfter(from, 30)
  const after = (ms: number) => daysLate(due, new Date(due.getTime() + ms))
  expect([-1, 0, 1, 86_400_000, 86_400_001].map(after)).toEqual([0, 0, 1, 1, 2])
})
