import type { Bbox, LngLat } from '../place.ts'

/** Side of a unit cell: 100 m, so that a cell is one hectare (GB/T 30428.1: about 10,000 m2). */
const sideMeters = 100
const metersPerDegree = 111_320
const limit = 200_000

export interface UnitCell {
  ordinal: number
  /** Closed ring, counter-clockwise, on the lattice of 1e-7 degrees. */
  ring: LngLat[]
}

const snap = (degrees: number) => Math.round(degrees * 1e7) / 1e7

/**
 * Lays a raster of one-hectare squares over a box and keeps the squares that something built stands in, and
 * the gaps between them that are closed on at least three sides.
 * @throws Error when the built-up extent would need more than 200,000 cells
 */
export function cellsOver(bounds: Bbox, built: Iterable<LngLat>): UnitCell[] {
  const [west, south, east, north] = bounds
  const stepLat = sideMeters / metersPerDegree
  const stepLng = stepLat / Math.cos((((south + north) / 2) * Math.PI) / 180)
  const columns = Math.max(1, Math.ceil((east - west) / stepLng))
  const rows = Math.max(1, Math.ceil((north - south) / stepLat))
  const marked = new Set<number>()
  for (const [lng, lat] of built) {
    const column = Math.floor((lng - west) / stepLng)
    const row = Math.floor((lat - south) / stepLat)
    if (column >= 0 && row >= 0 && column < columns && row < rows) marked.add(row * columns + column)
  }
  const kept = closeGaps(marked, { columns, rows })
  if (kept.length > limit) {
    throw new Error(
      `建成区需要 ${kept.length} 个单元网格，超过 ${limit}；请裁小范围 / the built-up extent needs ${kept.length} cells, over ${limit}; cut a smaller extract`,
    )
  }
  return kept.map((index, ordinal) => {
    const column = index % columns
    const row = Math.floor(index / columns)
    const [x0, x1] = [snap(west + column * stepLng), snap(west + (column + 1) * stepLng)]
    const [y0, y1] = [snap(south + row * stepLat), snap(south + (row + 1) * stepLat)]
    return {
      ordinal,
      ring: [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
        [x0, y0],
      ],
    }
  })
}

function closeGaps(marked: Set<number>, { columns, rows }: { columns: number; rows: number }): number[] {
  const kept = new Set(marked)
  for (const index of marked) {
    for (const beside of [index - 1, index + 1, index - columns, index + columns]) {
      if (beside < 0 || beside >= columns * rows || marked.has(beside)) continue
      const sides = [beside - 1, beside + 1, beside - columns, beside + columns]
      if (sides.filter(each => marked.has(each)).length >= 3) kept.add(beside)
    }
  }
  return [...kept].sort((a, b) => a - b)
}
