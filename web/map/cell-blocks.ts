import type { Bbox } from '../../server/region/place.ts'
import type { CellChunk } from '../../server/risk/rules/cell-pack.ts'

/** Cells of a chunk that follow one another and lie close together. */
export interface CellBlock {
  /** The first cell, and the one behind the last. */
  from: number
  to: number
  bounds: Bbox
}

/** A chunk falls into so many squares along each side. */
const SQUARES = 8
/** So few cells between two blocks in view are drawn too: that costs less than beginning anew. */
const CELLS_WORTH_LEAVING_OUT = 96

/** The blocks of a chunk with outlines, in the order of its cells. `centres`: degrees from its origin, two a cell. */
export function blocksOf(chunk: CellChunk, centres: Float32Array): CellBlock[] {
  const { bounds, origin, cells } = chunk
  const [west, south, east, north] = bounds
  const step = (degrees: number, from: number, to: number) =>
    Math.min(SQUARES - 1, Math.max(0, Math.floor(((degrees - from) / Math.max(to - from, 1e-9)) * SQUARES)))
  const blocks: CellBlock[] = []
  let square = -1
  for (let cell = 0; cell < cells; cell++) {
    const across = step(origin[0] + (centres[cell * 2] ?? 0), west, east)
    const own = step(origin[1] + (centres[cell * 2 + 1] ?? 0), south, north) * SQUARES + across
    if (own !== square)
      blocks.push({ from: cell, to: cell, bounds: [Infinity, Infinity, -Infinity, -Infinity] })
    square = own
    const block = blocks.at(-1)
    if (block) take(block, chunk, cell)
  }
  return blocks
}

function take(block: CellBlock, { origin, positions, ringStart }: CellChunk, cell: number): void {
  block.to = cell + 1
  const { bounds } = block
  for (let vertex = ringStart[cell] ?? 0; vertex < (ringStart[cell + 1] ?? 0); vertex++) {
    const lng = origin[0] + (positions[vertex * 2] ?? 0)
    const lat = origin[1] + (positions[vertex * 2 + 1] ?? 0)
    bounds[0] = Math.min(bounds[0], lng)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lng)
    bounds[3] = Math.max(bounds[3], lat)
  }
}

/** Runs of cells that hold all that touch the bounds: the first cell of each, and the one behind its last. */
export function runsIn(blocks: readonly CellBlock[], [west, south, east, north]: Bbox): [number, number][] {
  const runs: [number, number][] = []
  for (const { from, to, bounds } of blocks) {
    if (bounds[0] > east || bounds[2] < west || bounds[1] > north || bounds[3] < south) continue
    const last = runs.at(-1)
    if (last && from - last[1] < CELLS_WORTH_LEAVING_OUT) last[1] = to
    else runs.push([from, to])
  }
  return runs
}
