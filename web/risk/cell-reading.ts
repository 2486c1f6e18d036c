import type { Bbox, LngLat } from '../../server/region/place.ts'
import { type CellChunk, type CellGeometry, isBare } from '../../server/risk/rules/cell-pack.ts'
import { cellMeters } from '../map/cell-size.ts'
import type { LevelTexture } from '../map/level-texture.ts'

/** Levels by ordinal, 0 to 4. */
export type Levels = ArrayLike<number>
export type Direction = 'east' | 'west' | 'north' | 'south'

/** Degrees: west, south, east, north of one cell of a chunk. */
function boxOf({ origin, positions, ringStart }: CellChunk, cell: number): Bbox {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let vertex = ringStart[cell] ?? 0; vertex < (ringStart[cell + 1] ?? 0); vertex++) {
    const x = positions[vertex * 2] ?? 0
    const y = positions[vertex * 2 + 1] ?? 0
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return [origin[0] + west, origin[1] + south, origin[0] + east, origin[1] + north]
}

const overlaps = (a: Bbox, b: Bbox) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
const contains = (outer: Bbox, inner: Bbox) =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]

/** Boxes of a chunk's cells. Where outlines are still to come, a square as large as the mean cell stands for each. */
function boxReader(geometry: CellGeometry, chunk: CellChunk): (cell: number) => Bbox {
  const { origin, middles } = chunk
  if (!middles || !isBare(chunk)) return cell => boxOf(chunk, cell)
  const half = cellMeters(geometry) / 2 / 111_320
  const halfLng = half / Math.cos((origin[1] * Math.PI) / 180)
  return cell => {
    const lng = origin[0] + (middles[cell * 2] ?? 0)
    const lat = origin[1] + (middles[cell * 2 + 1] ?? 0)
    return [lng - halfLng, lat - half, lng + halfLng, lat + half]
  }
}

/** How many cells of each level, 0 to 4, touch the bounds. */
export function countLevels(geometry: CellGeometry, levels: Levels, bounds: Bbox): number[] {
  const counts = [0, 0, 0, 0, 0]
  eachWithin(geometry, bounds, ordinal => {
    const level = levels[ordinal] ?? 0
    counts[level] = (counts[level] ?? 0) + 1
  })
  return counts
}

/** How many cells that touch the bounds are raised only; undefined for a map where none can be. */
export function countRaisedOnly(
  geometry: CellGeometry,
  texture: Pick<LevelTexture, 'assessed' | 'isRaisedOnly'>,
  bounds: Bbox,
): number | undefined {
  if (!texture.assessed) return undefined
  let count = 0
  eachWithin(geometry, bounds, ordinal => {
    if (texture.isRaisedOnly(ordinal)) count++
  })
  return count
}

function eachWithin(geometry: CellGeometry, bounds: Bbox, work: (ordinal: number) => void): void {
  for (const chunk of geometry.chunks) {
    if (!overlaps(chunk.bounds, bounds)) continue
    const isWhole = contains(bounds, chunk.bounds)
    const boxIn = isWhole ? undefined : boxReader(geometry, chunk)
    for (let cell = 0; cell < chunk.cells; cell++) {
      if (boxIn && !overlaps(boxIn(cell), bounds)) continue
      work(chunk.cellIndex[cell] ?? 0)
    }
  }
}

/** The box of a cell in degrees; undefined when there is no such cell. */
export function cellBox(geometry: CellGeometry, ordinal: number): Bbox | undefined {
  for (const chunk of geometry.chunks) {
    const cell = chunk.cellIndex.indexOf(ordinal)
    if (cell >= 0) return boxReader(geometry, chunk)(cell)
  }
  return undefined
}

export const middleOf = ([west, south, east, north]: Bbox): LngLat => [(west + east) / 2, (south + north) / 2]

/** The cell nearest to the middle of the bounds among those that touch them; undefined when none does. */
export function cellInMiddle(geometry: CellGeometry, bounds: Bbox): number | undefined {
  const [x, y] = middleOf(bounds)
  const flat = Math.cos((y * Math.PI) / 180)
  let best: { ordinal: number; far: number } | undefined
  for (const chunk of geometry.chunks) {
    if (!overlaps(chunk.bounds, bounds)) continue
    const boxIn = boxReader(geometry, chunk)
    for (let cell = 0; cell < chunk.cells; cell++) {
      const box = boxIn(cell)
      const [lng, lat] = middleOf(box)
      const far = Math.hypot((lng - x) * flat, lat - y)
      if (far < (best?.far ?? Infinity) && overlaps(box, bounds))
        best = { ordinal: chunk.cellIndex[cell] ?? 0, far }
    }
  }
  return best?.ordinal
}

const steps: Record<Direction, readonly [x: number, y: number]> = {
  east: [1, 0],
  west: [-1, 0],
  north: [0, 1],
  south: [0, -1],
}
/** Gaps of water or another town narrower than this many cells are stepped over. */
const MOST_STEPS = 6

/** The next cell on a side, a narrow gap stepped over; undefined at the edge. */
export function cellBeside(
  geometry: CellGeometry,
  ordinal: number,
  direction: Direction,
): number | undefined {
  const box = cellBox(geometry, ordinal)
  if (!box) return undefined
  const [x, y] = middleOf(box)
  const [dx, dy] = steps[direction]
  const size = { x: box[2] - box[0], y: box[3] - box[1] }
  for (let step = 1; step <= MOST_STEPS; step++) {
    const found = nearest(geometry, {
      at: [x + dx * size.x * step, y + dy * size.y * step],
      size,
      but: ordinal,
    })
    if (found !== undefined) return found
  }
  return undefined
}

interface Near {
  at: LngLat
  size: { x: number; y: number }
  but: number
}

/** The cell whose middle is nearest, within 0.6 of a cell. */
function nearest(geometry: CellGeometry, { at: [x, y], size, but }: Near): number | undefined {
  let best: { ordinal: number; far: number } | undefined
  const around: Bbox = [x - size.x, y - size.y, x + size.x, y + size.y]
  for (const chunk of geometry.chunks) {
    if (!overlaps(chunk.bounds, around)) continue
    const boxIn = boxReader(geometry, chunk)
    for (let cell = 0; cell < chunk.cells; cell++) {
      const ordinal = chunk.cellIndex[cell] ?? 0
      const [cx, cy] = middleOf(boxIn(cell))
      const far = Math.hypot((cx - x) / size.x, (cy - y) / size.y)
      if (ordinal !== but && far <= 0.6 && far < (best?.far ?? Infinity)) best = { ordinal, far }
    }
  }
  return best?.ordinal
}
