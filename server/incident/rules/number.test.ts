import { expect, test } from 'vitest'
import { numberAfter, yearOf } from './number.ts'

test('numbers run on past four digits and start anew each year', () => {
  expect(numberAfter('2026', undefined)).toBe('2026-0001')
  expect(numberAfter('2026', '2026-0311')).toBe('2026-0312')
  expect(numberAfter('2026', '2026-9999')).toBe('2026-10000')
  expect(numberAfter('2026', '2026-10000')).toBe('2026-10001')
})

test('the year turns at midnight in China', () => {
  expect(yearOf(new Date('2025-12-31T15:59:59Z'))).toBe('2025')
  expect(yearOf(new Date('2025-12-31T16:00:00Z'))).toBe('2026')
})
