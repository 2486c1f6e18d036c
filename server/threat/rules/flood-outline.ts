import { type HeightGrid, voidHeight } from './flood.ts'

/** Grid units: cell (column, row) has its middle at whole numbers, rows growing to the south. */
type Corner = readonly [x: number, y: number]

/** Nearest to a cell's middle that an outline may come, so that no two of them touch. */
const margin = 0.1

/**
 * Outlines of the wet cells as closed rings, water on the left (y to the south). Between a wet and a dry cell the
 * outline runs where the ground meets the level; over a corner wet cells hang together, as the water does.
 */
export function outlinesOf(grid: HeightGrid, { wet, level }: { wet: Uint8Array; level: number }): Corner[][] {
  const next = segmentsOf(grid, { wet, level })
  const rings: Corner[][] = []
  while (next.size > 0) {
    const [start] = next.keys()
    if (start === undefined) break
    const ring: Corner[] = []
    for (let at: number | undefined = start; at !== undefined && next.has(at); ) {
      const segment: Segment | undefined = next.get(at)
      next.delete(at)
      if (segment) ring.push(segment.from)
      at = segment?.to
    }
    const [first] = ring
    if (first && ring.length > 2) rings.push([...ring, first])
  }
  return rings
}

interface Segment {
  from: Corner
  to: number
}

/** Each segment by the number of the grid edge it starts on; every edge starts one at most. */
function segmentsOf(
  grid: HeightGrid,
  { wet, level }: { wet: Uint8Array; level: number },
): Map<number, Segment> {
  const { columns, rows, heights } = grid
  const isWet = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < columns && y < rows && wet[y * columns + x] === 1
  const heightAt = (x: number, y: number) => heights[y * columns + x] ?? level
  /** Where the outline cuts the edge between a wet and a dry middle. */
  const cut = (a: Corner, b: Corner): Corner => {
    const [water, land] = isWet(...a) ? [a, b] : [b, a]
    const outside = land[0] < 0 || land[1] < 0 || land[0] >= columns || land[1] >= rows
    const [low, high] = [heightAt(...water), outside ? voidHeight : heightAt(...land)]
    // Dry land is never below the level, else it would be wet; beside the unknown the outline runs half-way.
    const share = high >= level ? (level - low) / (high - low) : 0.5
    const t = Math.min(1 - margin, Math.max(margin, share))
    return [water[0] + (land[0] - water[0]) * t, water[1] + (land[1] - water[1]) * t]
  }
  const found = new Map<number, Segment>()
  const edgeNumber = numbersFor(columns)
  for (let y = -1; y < rows; y++) {
    for (let x = -1; x < columns; x++) {
      const [nw, ne, se, sw] = [isWet(x, y), isWet(x + 1, y), isWet(x + 1, y + 1), isWet(x, y + 1)]
      // Nearly all squares lie wholly in the water or on the land.
      if (nw === ne && ne === se && se === sw) continue
      const corners: Corner[] = [
        [x, y],
        [x + 1, y],
        [x + 1, y + 1],
        [x, y + 1],
      ]
      for (const [from, to] of turnsOf([nw, ne, se, sw])) {
        const [a, b] = [edgeOf(corners, from), edgeOf(corners, to)]
        found.set(edgeNumber(a), { from: cut(...a), to: edgeNumber(b) })
      }
    }
  }
  return found
}

const edgeOf = (corners: readonly Corner[], edge: number): [Corner, Corner] => [
  corners[edge] ?? [0, 0],
  corners[(edge + 1) % 4] ?? [0, 0],
]

/** Numbers the edges between neighbouring middles, those just outside the grid too. */
const numbersFor =
  (columns: number) =>
  ([[ax, ay], [bx, by]]: [Corner, Corner]): number =>
    ((Math.min(ay, by) + 1) * (columns + 2) + Math.min(ax, bx) + 1) * 2 + (ax === bx ? 1 : 0)

/**
 * Which edges of a square of four middles (0 north, 1 east, 2 south, 3 west) the outline joins. Walking round the
 * corners, it starts where dry turns to wet and ends where wet turns to dry; wet corners opposite hang together.
 */
function turnsOf(wet: readonly boolean[]): [number, number][] {
  const starts = [0, 1, 2, 3].filter(edge => !wet[edge] && wet[(edge + 1) % 4])
  return starts.map(start => {
    // Backwards over the dry corners: the outline cuts them off, not the wet ones.
    let end = start
    do end = (end + 3) % 4
    while (!(wet[end] && !wet[(end + 1) % 4]))
    return [start, end]
  })
}
