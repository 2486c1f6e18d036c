import { expect, test } from 'vitest'
import { timeOf } from './aside.ts'
import { bytesWithin, packZip } from './formats/zip.ts'

test('a small file may take two seconds, a larger one as much longer as it is larger', () => {
  expect([0, 1000, 64 * 1024].map(timeOf)).toEqual([1500, 1500, 1500])
  expect(timeOf(128 * 1024)).toBe(3500)
  expect(timeOf(32 * 1024 * 1024)).toBeGreaterThan(30_000)
})

test('an archive takes as long as what is in it, whatever it is packed to', () => {
  const content = Buffer.alloc(200_000, 'a shape ')
  const packed = packZip([{ name: 'a.shp', bytes: content }])
  expect(packed.length).toBeLessThan(20_000)
  expect(bytesWithin(packed)).toBe(200_000)
  expect(bytesWithin(packed.subarray(0, 60))).toBe(60)
  expect(bytesWithin(content)).toBe(200_000)
})
