import { expect, test } from 'vitest'
import { type IndexedChunk, packIndex, packOutlines, unpackOutlines } from './cell-index.ts'
import { isBare, unpackCells } from './cell-pack.ts'

const chunks: IndexedChunk[] = [
  {
    bounds: [120, 30, 120.06, 30.06],
    vertices: 9,
    ordinals: Uint32Array.of(3, 4, 900_000),
    middles: Uint16Array.of(0, 0, 65_535, 65_535, 32_768, 16_384),
  },
  { bounds: [121, 30, 121.1, 30.1], vertices: 4, ordinals: Uint32Array.of(7), middles: Uint16Array.of(1, 2) },
]

test('an index tells ordinals and middles, and that outlines are still to come', () => {
  const { count, chunks: read } = unpackCells(packIndex(chunks))
  expect(count).toBe(4)
  expect(read.map(({ cellIndex }) => [...cellIndex])).toEqual([[3, 4, 900_000], [7]])
  const [first] = read
  expect(first?.origin).toEqual([120.03, 30.03])
  expect(first?.middles?.[0]).toBeCloseTo(-0.03, 6)
  expect(first?.middles?.[3]).toBeCloseTo(0.03, 6)
  expect(read.every(isBare)).toBe(true)
})

test('outlines come back to within a tenth of a metre and fill their chunk only', () => {
  const [bare, other] = unpackCells(packIndex(chunks)).chunks
  if (!bare || !other) throw new Error('no chunks')
  const positions = Uint16Array.from({ length: 24 }, (_, i) => (i * 2731) % 65_536)
  const bytes = packOutlines({ bounds: bare.bounds, counts: Uint16Array.of(4, 4, 4), positions })
  const whole = unpackOutlines(bare, bytes)
  expect(isBare(whole)).toBe(false)
  expect([...whole.ringStart]).toEqual([0, 4, 8, 12])
  positions.forEach((step, i) => {
    const degrees = (step / 65_535) * 0.06 - 0.03
    expect(Math.abs((whole.positions[i] ?? 0) - degrees) * 111_320).toBeLessThan(0.1)
  })
  expect(() => unpackOutlines(other, bytes)).toThrow(RangeError)
  expect(() => unpackOutlines(bare, bytes.subarray(0, 70))).toThrow(RangeError)
  expect(() => unpackCells(packIndex(chunks).subarray(0, -4))).toThrow(RangeError)
})
