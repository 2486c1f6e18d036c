/** Heights in metres, row by row from the north-west corner; `voidHeight` where nobody measured. */
export interface HeightGrid {
  columns: number
  rows: number
  heights: ArrayLike<number>
}

export const voidHeight = -32_768

export interface Flood {
  /** 1 for each wet cell. */
  wet: Uint8Array
  cells: number
  /** Metres summed over the wet cells. */
  depthSum: number
  deepest: number
  /** The water reaches the edge of the terrain: the true extent is larger. */
  meetsEdge: boolean
}

/** The eight neighbours of a cell that lie inside the grid. */
export function neighboursOf({ columns, rows }: HeightGrid, index: number): number[] {
  const column = index % columns
  const row = Math.floor(index / columns)
  const found: number[] = []
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
      if (r !== row || c !== column) found.push(r * columns + c)
    }
  }
  return found
}

const isBelow = (grid: HeightGrid, index: number, level: number) => {
  const height = grid.heights[index] ?? voidHeight
  return height !== voidHeight && height < level
}

/** Bathtub: cells strictly below the level that hang together with the source over eight neighbours. */
export function bathtub(grid: HeightGrid, { seed, level }: { seed: number; level: number }): Flood {
  const wet = new Uint8Array(grid.columns * grid.rows)
  const open = isBelow(grid, seed, level) ? [seed] : []
  for (const index of open) wet[index] = 1
  while (open.length > 0) {
    const index = open.pop() ?? 0
    for (const next of neighboursOf(grid, index)) {
      if (wet[next] === 1 || !isBelow(grid, next, level)) continue
      wet[next] = 1
      open.push(next)
    }
  }
  return summed(grid, wet, index => level - (grid.heights[index] ?? level))
}

/** HAND: cells whose height above the nearest drainage is strictly below the stage. */
export const handFlood = (hand: HeightGrid, stage: number): Flood => {
  const wet = Uint8Array.from({ length: hand.columns * hand.rows }, (_, i) =>
    isBelow(hand, i, stage) ? 1 : 0,
  )
  return summed(hand, wet, index => stage - (hand.heights[index] ?? stage))
}

/** Height of each cell above the drainage cell of its own row. */
export function handByRow(grid: HeightGrid, drainageColumn: number): HeightGrid {
  const heights = Float64Array.from({ length: grid.columns * grid.rows }, (_, i) => {
    const row = Math.floor(i / grid.columns)
    return (grid.heights[i] ?? 0) - (grid.heights[row * grid.columns + drainageColumn] ?? 0)
  })
  return { columns: grid.columns, rows: grid.rows, heights }
}

function summed(grid: HeightGrid, wet: Uint8Array, depthAt: (index: number) => number): Flood {
  let [cells, depthSum, deepest, meetsEdge] = [0, 0, 0, false]
  for (let index = 0; index < wet.length; index++) {
    if (wet[index] !== 1) continue
    const [column, row] = [index % grid.columns, Math.floor(index / grid.columns)]
    const depth = depthAt(index)
    cells += 1
    depthSum += depth
    deepest = Math.max(deepest, depth)
    meetsEdge ||= column === 0 || row === 0 || column === grid.columns - 1 || row === grid.rows - 1
  }
  return { wet, cells, depthSum, deepest, meetsEdge }
}
