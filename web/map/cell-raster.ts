import type { Bbox } from '../../server/region/place.ts'
import type { CellChunk, CellGeometry } from '../../server/risk/rules/cell-pack.ts'

/** A county's cells as a picture of their numbers: each cell has a texel of its own, empty ones show the cell beside. */
export interface CellRaster {
  width: number
  height: number
  /** Ordinal plus one of the cell at each texel, row by row from the north west; 0 where there is none. */
  texels: Uint32Array
  bounds: Bbox
}

const MOST_TEXELS_ACROSS = 4096
/** Two texels for a cell: room enough that cells near one another find one each. */
const TEXELS_PER_CELL = 2

const northing = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * (180 / Math.PI)

const made = new WeakMap<Uint32Array, CellRaster>()

/** The raster of cells whose outlines come by chunks; undefined where outlines are there from the start. */
export function rasterOf({ chunks }: CellGeometry): CellRaster | undefined {
  const [first] = chunks
  if (!first?.middles) return undefined
  // The ordinals of a chunk stay the same array when its outlines come.
  const known = made.get(first.cellIndex)
  if (known) return known
  const raster = makeRaster(chunks)
  made.set(first.cellIndex, raster)
  return raster
}

export function makeRaster(chunks: readonly CellChunk[]): CellRaster {
  const bounds = boundsOf(chunks)
  const [west, south, east, north] = bounds
  const top = northing(north)
  const side = texelSide(chunks)
  const width = Math.min(MOST_TEXELS_ACROSS, Math.max(1, Math.ceil((east - west) / side)))
  const height = Math.min(MOST_TEXELS_ACROSS, Math.max(1, Math.ceil((top - northing(south)) / side)))
  const raster: CellRaster = { width, height, texels: new Uint32Array(width * height), bounds }
  const across = width / (east - west)
  const down = height / (top - northing(south))
  for (const chunk of chunks) place(raster, chunk, { west, top, across, down })
  spread(raster)
  return raster
}

function boundsOf(chunks: readonly CellChunk[]): Bbox {
  const bounds: Bbox = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { bounds: own } of chunks) {
    bounds[0] = Math.min(bounds[0], own[0])
    bounds[1] = Math.min(bounds[1], own[1])
    bounds[2] = Math.max(bounds[2], own[2])
    bounds[3] = Math.max(bounds[3], own[3])
  }
  return bounds
}

/** Degrees of longitude, and of the map's northing, that a texel takes: from the land that cells do cover. */
function texelSide(chunks: readonly CellChunk[]): number {
  let area = 0
  let cells = 0
  for (const { bounds, cells: own } of chunks) {
    area += (bounds[2] - bounds[0]) * (northing(bounds[3]) - northing(bounds[1]))
    cells += own
  }
  return Math.sqrt(area / Math.max(1, cells) / TEXELS_PER_CELL)
}

interface Scale {
  west: number
  top: number
  across: number
  down: number
}

function place(raster: CellRaster, chunk: CellChunk, { west, top, across, down }: Scale): void {
  const { origin, middles = new Float32Array(0), cellIndex, bounds } = chunk
  // The northing over a chunk of some kilometres is a parabola to a hair's breadth: no logarithm a cell.
  const half = (bounds[3] - bounds[1]) / 2
  const [low, middle, high] = [northing(bounds[1]), northing(origin[1]), northing(bounds[3])]
  const slope = (high - low) / 2
  const curve = (high + low) / 2 - middle
  const { width, height, texels } = raster
  for (let cell = 0; cell < cellIndex.length; cell++) {
    const along = half > 0 ? (middles[cell * 2 + 1] ?? 0) / half : 0
    const x = (origin[0] + (middles[cell * 2] ?? 0) - west) * across
    const y = (top - (middle + along * slope + along * along * curve)) * down
    const column = Math.min(width - 1, Math.max(0, Math.floor(x)))
    const row = Math.min(height - 1, Math.max(0, Math.floor(y)))
    const at = row * width + column
    const free = texels[at] === 0 ? at : freeBeside(raster, column, row)
    if (free >= 0) texels[free] = (cellIndex[cell] ?? 0) + 1
  }
}

const beside: readonly [number, number][] = [
  ...([-1, 0, 1] as const).flatMap(y => ([-1, 0, 1] as const).map((x): [number, number] => [x, y])),
  ...([-2, -1, 0, 1, 2] as const).flatMap(y =>
    ([-2, -1, 0, 1, 2] as const).map((x): [number, number] => [x, y]),
  ),
].sort(([ax, ay], [bx, by]) => ax * ax + ay * ay - bx * bx - by * by)

/** The nearest empty texel within two, or -1. */
function freeBeside({ width, height, texels }: CellRaster, column: number, row: number): number {
  for (const [dx, dy] of beside) {
    const [x, y] = [column + dx, row + dy]
    if (x < 0 || y < 0 || x >= width || y >= height) continue
    if (texels[y * width + x] === 0) return y * width + x
  }
  return -1
}

/** Texels that no cell took show one beside them. */
function spread({ width, height, texels }: CellRaster): void {
  const own = texels.slice()
  const around = [-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1]
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column
      for (let i = 0; i < 8 && texels[at] === 0; i++) texels[at] = own[at + (around[i] ?? 0)] ?? 0
    }
  }
}

/** Ordinal of the cell at a place, by the raster; -1 where there is none. */
export function rasterAt(
  { width, height, texels, bounds }: CellRaster,
  [lng, lat]: readonly number[],
): number {
  const [west, south, east, north] = bounds
  const column = Math.floor((((lng ?? 0) - west) / (east - west)) * width)
  const top = northing(north)
  const row = Math.floor(((top - northing(lat ?? 0)) / (top - northing(south))) * height)
  if (column < 0 || row < 0 || column >= width || row >= height) return -1
  return (texels[row * width + column] ?? 0) - 1
}
