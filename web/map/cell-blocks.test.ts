import { expect, it } from 'vitest'
import type { CellChunk } from '../../server/risk/rules/cell-pack.ts'
import { blocksOf, runsIn } from './cell-blocks.ts'

const side = 48
const size = 0.001

/** Squares in a given order, each ring closed, around the middle of their bounds. */
function chunkOf(order: readonly number[]): { chunk: CellChunk; centres: Float32Array } {
  const half = (side * size) / 2
  const corners = [0, 0, size, 0, size, size, 0, size, 0, 0]
  const at = (cell: number): [number, number] => [
    (cell % side) * size - half,
    Math.floor(cell / side) * size - half,
  ]
  return {
    centres: Float32Array.from(order.flatMap(cell => at(cell).map(degrees => degrees + size / 2))),
    chunk: {
      origin: [121, 31],
      bounds: [121 - half, 31 - half, 121 + half, 31 + half],
      cells: order.length,
      vertices: order.length * 5,
      positions: Float32Array.from(
        order.flatMap(cell => corners.map((far, i) => (at(cell)[i % 2] ?? 0) + far)),
      ),
      ringStart: Uint32Array.from({ length: order.length + 1 }, (_, i) => i * 5),
      cellIndex: Uint32Array.from(order),
    },
  }
}

const inRows = Array.from({ length: side * side }, (_, cell) => cell)
const squareOf = (cell: number) => Math.floor(cell / side / 6) * 8 + Math.floor((cell % side) / 6)
const inSquares = inRows.toSorted((a, b) => squareOf(a) - squareOf(b))

it('keeps cells of a square together, each in one block, in their order', () => {
  const { chunk, centres } = chunkOf(inSquares)
  const blocks = blocksOf(chunk, centres)
  expect(blocks).toHaveLength(64)
  expect(blocks.map(({ from }) => from)).toEqual([0, ...blocks.slice(0, -1).map(({ to }) => to)])
  expect(blocks.at(-1)?.to).toBe(chunk.cells)
  const [w, s, e, n] = blocks[0]?.bounds ?? []
  expect([w, s, e, n].map(degrees => Math.round((degrees ?? 0) * 1000) / 1000)).toEqual([
    120.976, 30.976, 120.982, 30.982,
  ])
})

it('leaves out most cells beside the bounds, and none within', () => {
  for (const order of [inSquares, inRows]) {
    const { chunk, centres } = chunkOf(order)
    const [west, south] = [121.0005, 31.0005]
    const [east, north] = [west + 3 * size, south + 3 * size]
    const runs = runsIn(blocksOf(chunk, centres), [west, south, east, north])
    const drawn = new Set(runs.flatMap(([from, to]) => order.slice(from, to)))
    const touching = inRows.filter(cell => {
      const [x, y] = [120.976 + (cell % side) * size, 30.976 + Math.floor(cell / side) * size]
      return x <= east && x + size >= west && y <= north && y + size >= south
    })
    expect(touching.filter(cell => !drawn.has(cell))).toEqual([])
    expect(drawn.size).toBeLessThan(chunk.cells / 3)
  }
  const { chunk, centres } = chunkOf(inSquares)
  expect(runsIn(blocksOf(chunk, centres), [122, 31, 123, 32])).toEqual([])
})
