import { expect, test } from 'vitest'
import { neverBegan, overlap } from './days.ts'

const days = (fromOn: string, toOn: string | null = null) => ({ fromOn, toOn })

test('a posting of one day counts, one that ends before its first day never does', () => {
  expect(neverBegan(days('2028-02-29', '2028-02-29'))).toBe(false)
  expect(neverBegan(days('2028-03-01', '2028-02-29'))).toBe(true)
  expect(neverBegan(days('2028-03-01'))).toBe(false)
})

test('postings meet on their first and last days, and one that never began meets nothing', () => {
  const march = days('2028-03-01', '2028-03-31')
  expect(overlap(march, days('2028-03-31'))).toBe(true)
  expect(overlap(march, days('2028-04-01'))).toBe(false)
  expect(overlap(march, days('2028-02-01', '2028-03-01'))).toBe(true)
  expect(overlap(march, days('2028-03-15', '2028-03-14'))).toBe(false)
  expect(overlap(days('2028-03-15', '2028-03-14'), march)).toBe(false)
})
