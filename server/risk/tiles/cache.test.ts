import { expect, test } from 'vitest'
import { BytesCache } from './cache.ts'

test('keeps what is used, forgets the longest unused, and never grows past its bound', () => {
  const cache = new BytesCache(10_000)
  for (let i = 0; i < 100; i++) {
    cache.put(`t${i}`, 'a', new Uint8Array(900))
    expect(cache.get('t0', 'a')).toBeDefined()
    expect(cache.size).toBeLessThanOrEqual(10_000)
  }
  expect(cache.get('t1', 'a')).toBeUndefined()
  expect(cache.get('t99', 'a')).toHaveLength(900)
})

test('bytes made under another mark are gone', () => {
  const cache = new BytesCache(10_000)
  cache.put('t', 'a', new Uint8Array(10))
  expect(cache.get('t', 'b')).toBeUndefined()
  expect(cache.size).toBe(0)
  cache.put('t', 'b', new Uint8Array(20_000))
  expect(cache.get('t', 'b')).toBeUndefined()
})
