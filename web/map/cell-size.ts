import type { CellGeometry } from '../../server/risk/rules/cell-pack.ts'

const METERS_PER_DEGREE = 111_320
const known = new WeakMap<Uint32Array, number>()

/** Side of a square as large as the mean cell, metres. */
export function cellMeters({ chunks }: CellGeometry): number {
  const [first] = chunks
  if (!first) return 0
  const found = known.get(first.cellIndex)
  if (found !== undefined) return found
  let area = 0
  let cells = 0
  for (const { bounds, origin, cells: own } of chunks) {
    const width = (bounds[2] - bounds[0]) * METERS_PER_DEGREE * Math.cos((origin[1] * Math.PI) / 180)
    area += width * (bounds[3] - bounds[1]) * METERS_PER_DEGREE
    cells += own
  }
  const meters = Math.sqrt(area / Math.max(1, cells))
  known.set(first.cellIndex, meters)
  return meters
}
