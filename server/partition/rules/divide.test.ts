import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frontier, makeBlocks, partsOf, sumOf } from './blocks.ts'
import { divide } from './divide.ts'
import { blockAt, squareBlocks } from './partition.fixture.ts'

const all = (count: number) => new Set(Array.from({ length: count }, (_, i) => i))

test('a square of like blocks is divided into like parts that hang together', () => {
  const blocks = squareBlocks(12, () => 1)
  const { parts, strokes, missing } = divide(blocks, all(144), 6)
  expect([parts.length, strokes.length, missing]).toEqual([6, 5, 0])
  for (const part of parts) {
    expect(part.size).toBeGreaterThanOrEqual(21)
    expect(part.size).toBeLessThanOrEqual(27)
    expect(partsOf(blocks, part)).toHaveLength(1)
  }
})

test('parts even out what lives in them, not how large they are', () => {
  const blocks = squareBlocks(10, column => (column < 3 ? 20 : 1))
  const { parts } = divide(blocks, all(100), 4)
  const amounts = parts.map(part => sumOf(blocks.amounts, part))
  const mean = (30 * 20 + 70) / 4
  for (const amount of amounts) expect(Math.abs(amount / mean - 1)).toBeLessThan(0.2)
})

test('a cut runs along the road that is there', () => {
  const polygons = Array.from({ length: 100 }, (_, i) => blockAt(i % 10, Math.floor(i / 10)))
  // A river one column off the middle: better than the even cut across unmarked ground.
  const river = Math.round((120 + 6 * 0.001) * 1e7)
  const blocks = makeBlocks({
    polygons,
    amounts: new Float64Array(100).fill(1),
    priceOf: (a, b) => (a[0] === river && b[0] === river ? 0.1 : 1),
  })
  const { strokes } = divide(blocks, all(100), 2)
  expect(strokes[0]?.line.every(([x]) => x === river)).toBe(true)
})

test('a place that cannot be cut further says how many parts are missing', () => {
  const blocks = squareBlocks(2, () => 1)
  const { parts, missing } = divide(blocks, all(4), 9)
  expect(parts.length + missing).toBe(9)
  expect(parts.flatMap(part => [...part]).sort()).toEqual([0, 1, 2, 3])
})

test('any amounts and counts give parts that cover every block once, each in one piece', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 64, maxLength: 64 }),
      fc.integer({ min: 1, max: 12 }),
      (amounts, count) => {
        const blocks = squareBlocks(8, (column, row) => amounts[row * 8 + column] ?? 0)
        const { parts, strokes } = divide(blocks, all(64), count)
        const held = parts.flatMap(part => [...part]).sort((a, b) => a - b)
        expect(held).toEqual([...all(64)])
        expect(strokes).toHaveLength(parts.length - 1)
        for (const part of parts) expect(partsOf(blocks, part)).toHaveLength(1)
      },
    ),
    { numRuns: 60 },
  )
})

test('the outline of blocks with a hole is two lines, and of blocks that meet in a corner none', () => {
  const blocks = squareBlocks(3, () => 1)
  const ring = new Set([0, 1, 2, 3, 5, 6, 7, 8])
  expect(frontier(blocks, ring)).toHaveLength(2)
  expect(frontier(blocks, new Set([0, 4]))).toBeNull()
})
