import { expect, test } from 'vitest'
import { masked } from './mask.ts'

test.each([
  ['13800001234', '138****1234'],
  ['199-0000-0001', '199****0001'],
  ['12345', '****'],
  ['', ''],
])('%s is shown as %s', (phone, shown) => {
  expect(masked(phone)).toBe(shown)
})
