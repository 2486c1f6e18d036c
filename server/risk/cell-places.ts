import type { Bbox, LngLat } from '../region/place.ts'
import { binRange, type Cells, unitsPerDegree } from './cells.ts'
import { inside, metersPerDegree } from './rules/reach.ts'
import { levelOfSeverity, unassessed } from './rules/severity.ts'

export type LevelCounts = [unassessed: number, red: number, orange: number, yellow: number, blue: number]

/** Of a whole map. */
export const countsOf = ({
  counts: [unassessed = 0, red = 0, orange = 0, yellow = 0, blue = 0],
}: {
  counts: Int32Array
}): LevelCounts => [unassessed, red, orange, yellow, blue]

/** Cells of each level among those whose middle is in a box. @param severity of each slot */
export function countsIn(cells: Cells, bbox: Bbox, severity: Int16Array): LevelCounts {
  const counts: LevelCounts = [0, 0, 0, 0, 0]
  eachCellIn(cells, bbox, slot => {
    counts[levelOfSeverity(severity[slot] ?? unassessed)] += 1
  })
  return counts
}

/** The cell at a position by its ordinal, the lowest on a shared border; null outside. */
export function ordinalAt(cells: Cells, [lng, lat]: LngLat): number | null {
  const { binStart, columns, ordinalOf, maxOuter } = cells
  const { i0, i1, j0, j1 } = binRange(cells, boxAround([lng, lat], maxOuter + 1))
  let lowest: number | null = null
  for (let j = j0; j <= j1 && i0 <= i1; j++) {
    const end = binStart[j * columns + i1 + 1] ?? 0
    for (let slot = binStart[j * columns + i0] ?? 0; slot < end; slot++) {
      const ordinal = ordinalOf[slot] ?? 0
      if (lowest !== null && ordinal >= lowest) continue
      if (inside(lng, lat, degreesOf(cells, ordinal))) lowest = ordinal
    }
  }
  return lowest
}

/** The closed outer ring of a cell. */
export function ringOf(cells: Cells, ordinal: number): LngLat[] {
  const flat = degreesOf(cells, ordinal)
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[i * 2] ?? 0, flat[i * 2 + 1] ?? 0])
}

function degreesOf({ positions, ringStart }: Cells, ordinal: number): Float64Array {
  const from = (ringStart[ordinal] ?? 0) * 2
  const units = positions.subarray(from, (ringStart[ordinal + 1] ?? 0) * 2)
  return Float64Array.from(units, unit => unit / unitsPerDegree)
}

/** Calls with the slot of each cell whose middle is in a box of degrees. */
export function eachCellIn(cells: Cells, bbox: Bbox, work: (slot: number) => void): void {
  const { binStart, columns, x, y } = cells
  const [west, south, east, north] = inUnits(bbox)
  const { i0, i1, j0, j1 } = binRange(cells, [west, south, east, north])
  for (let j = j0; j <= j1 && i0 <= i1; j++) {
    const end = binStart[j * columns + i1 + 1] ?? 0
    for (let slot = binStart[j * columns + i0] ?? 0; slot < end; slot++) {
      const [east0, north0] = [x[slot] ?? 0, y[slot] ?? 0]
      if (east0 >= west && east0 <= east && north0 >= south && north0 <= north) work(slot)
    }
  }
}

/** A box in degrees that holds all cells: bins lie about their middles, and no cell reaches further than the farthest. */
export function boxOfCells({ west, south, binX, binY, columns, rows, maxOuter }: Cells): Bbox {
  const { perLng, perLat } = metersPerDegree((south + (rows * binY) / 2) / unitsPerDegree)
  const [wide, high] = [(maxOuter + 1) / perLng, (maxOuter + 1) / perLat]
  return [
    west / unitsPerDegree - wide,
    south / unitsPerDegree - high,
    (west + columns * binX) / unitsPerDegree + wide,
    (south + rows * binY) / unitsPerDegree + high,
  ]
}

const inUnits = ([west, south, east, north]: Bbox): Bbox => [
  west * unitsPerDegree,
  south * unitsPerDegree,
  east * unitsPerDegree,
  north * unitsPerDegree,
]

function boxAround([lng, lat]: LngLat, meters: number): Bbox {
  const { perLng, perLat } = metersPerDegree(lat)
  const [wide, high] = [meters / perLng, meters / perLat]
  return inUnits([lng - wide, lat - high, lng + wide, lat + high])
}
