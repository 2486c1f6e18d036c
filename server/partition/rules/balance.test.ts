import fc from 'fast-check'
import { expect, test } from 'vitest'
import { balance, type Holders } from './balance.ts'
import { frontier, partsOf, sumOf } from './blocks.ts'
import { squareBlocks } from './partition.fixture.ts'

/** Grids as vertical bands with the given numbers of columns. */
function bands(side: number, widths: number[]): Holders {
  const holders: Holders = new Map(widths.map((_, band) => [band + 1, new Set<number>()]))
  for (let block = 0; block < side * side; block++) {
    let column = block % side
    const band = widths.findIndex(width => {
      column -= width
      return column < 0
    })
    holders.get(band + 1)?.add(block)
  }
  return holders
}

test('the fuller grid gives blocks to its neighbour until both hold about the same', () => {
  const blocks = squareBlocks(10, () => 10)
  const holders = bands(10, [8, 2])
  const moves = balance(blocks, holders)
  expect(moves.every(({ from, to }) => from === 1 && to === 2)).toBe(true)
  const [one, two] = [...holders.values()].map(members => sumOf(blocks.amounts, members))
  expect(Math.abs((one ?? 0) - (two ?? 0))).toBeLessThanOrEqual(100)
})

test('grids that are even stay as they are', () => {
  expect(
    balance(
      squareBlocks(6, () => 5),
      bands(6, [2, 2, 2]),
    ),
  ).toEqual([])
})

test('a load passes on through a grid in between', () => {
  const blocks = squareBlocks(9, column => (column < 3 ? 9 : 1))
  const holders = bands(9, [3, 3, 3])
  balance(blocks, holders)
  const amounts = [...holders.values()].map(members => sumOf(blocks.amounts, members))
  expect(Math.max(...amounts)).toBeLessThan(3 * 9 * 9)
  expect(amounts[2]).toBeGreaterThan(27)
})

test('whatever the amounts, grids stay whole, without holes, and none is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 49, maxLength: 49 }), amounts => {
      const blocks = squareBlocks(7, (column, row) => amounts[row * 7 + column] ?? 0)
      const holders = bands(7, [2, 3, 2])
      const spread = () => {
        const held = [...holders.values()].map(members => sumOf(blocks.amounts, members))
        return Math.max(...held) - Math.min(...held)
      }
      const before = spread()
      balance(blocks, holders)
      expect(spread()).toBeLessThanOrEqual(before)
      expect([...holders.values()].flatMap(members => [...members]).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 49 }, (_, i) => i),
      )
      for (const members of holders.values()) {
        expect(partsOf(blocks, members)).toHaveLength(1)
        expect(frontier(blocks, members)).toHaveLength(1)
      }
    }),
    { numRuns: 40 },
  )
})
