import { expect, test } from 'vitest'
import { timeOf } from './aside.ts'

test('a small file may take two seconds, a larger one as much longer as it is larger', () => {
  expect([0, 1000, 64 * 1024].map(timeOf)).toEqual([1500, 1500, 1500])
  expect(timeOf(128 * 1024)).toBe(2500)
  expect(timeOf(32 * 1024 * 1024)).toBeGreaterThan(30_000)
})
