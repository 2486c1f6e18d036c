import type { Polygon } from '../../region/place.ts'
import { type Blocks, makeBlocks } from './blocks.ts'

/** A square of `side` x `side` blocks of about 100 m, numbered by rows from the south-west corner. */
export function squareBlocks(side: number, amountOf: (column: number, row: number) => number): Blocks {
  const polygons = Array.from({ length: side * side }, (_, i) => blockAt(i % side, Math.floor(i / side)))
  const amounts = Float64Array.from(polygons, (_, i) => amountOf(i % side, Math.floor(i / side)))
  return makeBlocks({ polygons, amounts, priceOf: () => 1 })
}

const step = 0.001

export const blockAt = (column: number, row: number): Polygon => {
  const [x0, y0] = [degrees(120 + column * step), degrees(30 + row * step)]
  const [x1, y1] = [degrees(120 + (column + 1) * step), degrees(30 + (row + 1) * step)]
  return {
    type: 'Polygon',
    coordinates: [
      [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
        [x0, y0],
      ],
    ],
  }
}

const degrees = (value: number) => Math.round(value * 1e7) / 1e7
