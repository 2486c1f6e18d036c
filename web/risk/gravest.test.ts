import { expect, test } from 'vitest'
import { gravest } from './gravest.ts'

test('takes the gravest of each cell and keeps grey only where every map is grey', () => {
  const maps = [Uint8Array.of(0, 4, 3, 0, 1), Uint8Array.of(0, 3, 4, 2, 0)]
  expect([...gravest(maps)]).toEqual([0, 3, 3, 2, 1])
  expect([...gravest([])]).toEqual([])
})
