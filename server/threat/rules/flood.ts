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

const isBelow = (grid: HeightGrid, index: number, level: number) => {
  const height = grid.heights[index] ?? voidHeight
  return height !== voidHeight && height < level
}

/** Bathtub: cells strictly below the level that hang together with the source over eight neighbours. */
export function bathtub(grid: HeightGrid, { seed, level }: { seed: number; level: number }): Flood {
  const wet = new Uint8Array(grid.columns * grid.rows)
  spread(grid, seed, index => {
    if (wet[index] === 1 || !isBelow(grid, index, level)) return false
    wet[index] = 1
    return true
  })
  return summed(grid, wet, index => level - (grid.heights[index] ?? level))
}

/** Visits what hangs together with a cell over eight neighbours; `take` answers whether a cell belongs to it and is new. */
export function spread({ columns, rows }: HeightGrid, from: number, take: (index: number) => boolean): void {
  const open = take(from) ? [from] : []
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const column = index % columns
    const row = (index - column) / columns
    const right = Math.min(columns - 1, column + 1)
    const bottom = Math.min(rows - 1, row + 1)
    for (let r = Math.max(0, row - 1); r <= bottom; r++) {
      for (let c = Math.max(0, column - 1); c <= right; c++) {
        const next = r * columns + c
        if (take(next)) open.push(next)
      }
    }
  }
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
