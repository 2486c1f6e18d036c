import { setImmediate } from 'node:timers/promises'
import { binRange, type Cells, unitsPerDegree } from '../../risk/cells.ts'
import { inside, metersPerDegree } from '../../risk/rules/reach.ts'

const cellsAtOnce = 4000

/**
 * For each ordinal of `to` the ordinal of the cell of `from` that lies where the middle of its cell is, -1 where none
 * lies. Levels of two sets of cells are compared through it.
 */
export async function byPlace(from: Cells, to: Cells): Promise<Int32Array> {
  const found = new Int32Array(to.size).fill(-1)
  for (let slot = 0; slot < to.count; slot++) {
    if (slot % cellsAtOnce === cellsAtOnce - 1) await setImmediate()
    found[to.ordinalOf[slot] ?? 0] = cellAt(from, to.x[slot] ?? 0, to.y[slot] ?? 0)
  }
  return found
}

/** The cell at a place in units, the lowest on a shared border; -1 where none is. */
function cellAt(cells: Cells, x: number, y: number): number {
  const { perLng, perLat } = metersPerDegree(y / unitsPerDegree)
  const [perX, perY] = [perLng / unitsPerDegree, perLat / unitsPerDegree]
  const [wide, high] = [(cells.maxOuter + 1) / perX, (cells.maxOuter + 1) / perY]
  const { i0, i1, j0, j1 } = binRange(cells, [x - wide, y - high, x + wide, y + high])
  let lowest = -1
  for (let j = j0; j <= j1 && i0 <= i1; j++) {
    const end = cells.binStart[j * cells.columns + i1 + 1] ?? 0
    for (let slot = cells.binStart[j * cells.columns + i0] ?? 0; slot < end; slot++) {
      const ordinal = cells.ordinalOf[slot] ?? 0
      if (lowest >= 0 && ordinal >= lowest) continue
      const meters = Math.hypot(((cells.x[slot] ?? 0) - x) * perX, ((cells.y[slot] ?? 0) - y) * perY)
      if (meters > (cells.outer[slot] ?? 0)) continue
      if (meters < (cells.inner[slot] ?? 0) || inside(x, y, ringOf(cells, ordinal))) lowest = ordinal
    }
  }
  return lowest
}

const ringOf = ({ positions, ringStart }: Cells, ordinal: number): Float64Array =>
  Float64Array.from(positions.subarray((ringStart[ordinal] ?? 0) * 2, (ringStart[ordinal + 1] ?? 0) * 2))

/** Levels of one set of cells as another shows them; 0 where there was no cell. */
export function carried(levels: Uint8Array, places: Int32Array): Uint8Array {
  const shown = new Uint8Array(places.length)
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? -1
    shown[i] = place < 0 ? 0 : (levels[place] ?? 0)
  }
  return shown
}
