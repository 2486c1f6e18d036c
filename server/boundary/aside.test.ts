import { expect, test } from 'vitest'
import { timeOf } from './aside.ts'

test('a small file may take two seconds, a larger one as much longer as it is larger', () => {
  expect([0, 1000, 64 * 1024].map(timeOf)).toEqual([2000, 2000, 2000])
  expect(timeOf(128 * 1024)).toBe(3000)
  expect(timeOf(32 * 1024 * 1024)).toBeGreaterThan(30_000)
})
