import type { Bbox } from '../region/place.ts'
import { inside, metersPerDegree } from './rules/reach.ts'

/** Whole units of 1e-7 degrees in a degree: what cell outlines are held in. */
export const unitsPerDegree = 1e7

/** Outlines of a town's cells by ordinal. Every array may lie in shared memory. */
export interface CellOutlines {
  /** One more than the highest ordinal. */
  size: number
  /** x and y of each vertex in whole units; rings are closed. */
  positions: Int32Array
  /** First vertex of each ordinal, and at the end the number of vertices; an ordinal without cell has none. */
  ringStart: Uint32Array
  /** The people of each ordinal, by day or by night, whichever are more. */
  people: Int32Array
}

/** Cells in uniform bins by a place inside each: slots are cells in the order of the bins. */
export interface CellBins {
  count: number
  /** Lower left corner and side lengths of the bins, in units. */
  west: number
  south: number
  binX: number
  binY: number
  columns: number
  rows: number
  /** First slot of each bin, row by row, and at the end the number of slots. */
  binStart: Uint32Array
  ordinalOf: Int32Array
  /** -1 for an ordinal without cell. */
  slotOf: Int32Array
  /** A place inside each cell, in units. */
  x: Int32Array
  y: Int32Array
  /** Metres about that place that are inside the cell for certain, and that hold all of it. */
  inner: Float32Array
  outer: Float32Array
  maxOuter: number
}

export type Cells = CellOutlines & CellBins

const cellsInBin = 5

/** Sorts cells into bins: about five a bin where they lie evenly. */
export function binCells(outlines: CellOutlines): Cells {
  const { size, ringStart } = outlines
  const ordinals = new Int32Array(size)
  let count = 0
  for (let ordinal = 0; ordinal < size; ordinal++) {
    if ((ringStart[ordinal + 1] ?? 0) - (ringStart[ordinal] ?? 0) >= 3) ordinals[count++] = ordinal
  }
  const places = placesOf(outlines, ordinals.subarray(0, count))
  const grid = gridOf(places)
  const { order, binStart } = sortIntoBins(places, grid)
  const slotOf = shared(Int32Array, size).fill(-1)
  const cells: Cells = {
    ...outlines,
    ...grid,
    count,
    binStart,
    slotOf,
    ordinalOf: shared(Int32Array, count),
    x: shared(Int32Array, count),
    y: shared(Int32Array, count),
    inner: shared(Float32Array, count),
    outer: shared(Float32Array, count),
    maxOuter: places.maxOuter,
  }
  for (let slot = 0; slot < count; slot++) {
    const from = order[slot] ?? 0
    const ordinal = ordinals[from] ?? 0
    cells.ordinalOf[slot] = ordinal
    slotOf[ordinal] = slot
    cells.x[slot] = places.x[from] ?? 0
    cells.y[slot] = places.y[from] ?? 0
    cells.inner[slot] = places.inner[from] ?? 0
    cells.outer[slot] = places.outer[from] ?? 0
  }
  return cells
}

interface Places {
  x: Int32Array
  y: Int32Array
  inner: Float32Array
  outer: Float32Array
  maxOuter: number
}

function placesOf(outlines: CellOutlines, ordinals: Int32Array): Places {
  const count = ordinals.length
  const places: Places = {
    x: new Int32Array(count),
    y: new Int32Array(count),
    inner: new Float32Array(count),
    outer: new Float32Array(count),
    maxOuter: 0,
  }
  for (let i = 0; i < count; i++) {
    const { x, y, inner, outer } = placeOf(outlines, ordinals[i] ?? 0)
    places.x[i] = x
    places.y[i] = y
    places.inner[i] = inner
    places.outer[i] = outer
    places.maxOuter = Math.max(places.maxOuter, outer)
  }
  return places
}

/** The middle of a cell if it is inside, or else its first corner; with the metres that are inside, and that hold all. */
function placeOf({ positions, ringStart }: CellOutlines, ordinal: number) {
  const from = (ringStart[ordinal] ?? 0) * 2
  const to = (ringStart[ordinal + 1] ?? 0) * 2
  const ring = Float64Array.from(positions.subarray(from, to))
  const middle = middleOf(ring)
  const isInside = inside(middle[0], middle[1], ring)
  const [x, y] = isInside ? middle : [ring[0] ?? 0, ring[1] ?? 0]
  const { perLng, perLat } = metersPerDegree(y / unitsPerDegree)
  const [perX, perY] = [perLng / unitsPerDegree, perLat / unitsPerDegree]
  let nearest = Infinity
  let farthest = 0
  let ax = ((ring[0] ?? 0) - x) * perX
  let ay = ((ring[1] ?? 0) - y) * perY
  for (let i = 2; i + 1 < ring.length; i += 2) {
    const bx = ((ring[i] ?? 0) - x) * perX
    const by = ((ring[i + 1] ?? 0) - y) * perY
    farthest = Math.max(farthest, bx * bx + by * by)
    const dx = bx - ax
    const dy = by - ay
    const length = dx * dx + dy * dy
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length))
    const px = ax + along * dx
    const py = ay + along * dy
    nearest = Math.min(nearest, px * px + py * py)
    ax = bx
    ay = by
  }
  return { x, y, inner: isInside ? Math.sqrt(nearest) : 0, outer: Math.sqrt(farthest) }
}

function middleOf(ring: Float64Array): [number, number] {
  const x0 = ring[0] ?? 0
  const y0 = ring[1] ?? 0
  let [area, x, y] = [0, 0, 0]
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const ax = (ring[i] ?? 0) - x0
    const ay = (ring[i + 1] ?? 0) - y0
    const bx = (ring[i + 2] ?? 0) - x0
    const by = (ring[i + 3] ?? 0) - y0
    const cross = ax * by - bx * ay
    area += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return area === 0 ? [x0, y0] : [Math.round(x0 + x / (3 * area)), Math.round(y0 + y / (3 * area))]
}

function gridOf({ x, y, maxOuter }: Places) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < x.length; i++) {
    west = Math.min(west, x[i] ?? 0)
    east = Math.max(east, x[i] ?? 0)
    south = Math.min(south, y[i] ?? 0)
    north = Math.max(north, y[i] ?? 0)
  }
  if (x.length === 0) return { west: 0, south: 0, binX: 1, binY: 1, columns: 0, rows: 0 }
  const { perLng, perLat } = metersPerDegree((south + north) / 2 / unitsPerDegree)
  const [perX, perY] = [perLng / unitsPerDegree, perLat / unitsPerDegree]
  const [width, height] = [(east - west) * perX, (north - south) * perY]
  // Bins of empty land cost memory too: no more of them than cells.
  const side = Math.max(
    Math.sqrt((Math.max(width, 1) * Math.max(height, 1) * cellsInBin) / x.length),
    Math.max(width, height) / x.length,
    maxOuter / 4,
    1,
  )
  const [binX, binY] = [Math.ceil(side / perX), Math.ceil(side / perY)]
  const columns = Math.floor((east - west) / binX) + 1
  const rows = Math.floor((north - south) / binY) + 1
  return { west, south, binX, binY, columns, rows }
}

function sortIntoBins({ x, y }: Places, grid: ReturnType<typeof gridOf>) {
  const { west, south, binX, binY, columns, rows } = grid
  const binStart = shared(Uint32Array, columns * rows + 1)
  const bins = new Uint32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    const bin = Math.floor(((y[i] ?? 0) - south) / binY) * columns + Math.floor(((x[i] ?? 0) - west) / binX)
    bins[i] = bin
    binStart[bin + 1] = (binStart[bin + 1] ?? 0) + 1
  }
  for (let bin = 0; bin < columns * rows; bin++)
    binStart[bin + 1] = (binStart[bin + 1] ?? 0) + (binStart[bin] ?? 0)
  const next = binStart.slice()
  const order = new Uint32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    const bin = bins[i] ?? 0
    const slot = next[bin] ?? 0
    order[slot] = i
    next[bin] = slot + 1
  }
  return { order, binStart }
}

interface ArrayMaker<T> {
  new (buffer: SharedArrayBuffer, offset: number, length: number): T
  readonly BYTES_PER_ELEMENT: number
}

/** An array that worker threads see without a copy. */
export const shared = <T>(Maker: ArrayMaker<T>, length: number): T =>
  new Maker(new SharedArrayBuffer(length * Maker.BYTES_PER_ELEMENT), 0, length)

/** Columns and rows of the bins under a box in units, none when it lies beside them. */
export function binRange(cells: CellBins, [west, south, east, north]: Bbox) {
  const { binX, binY, columns, rows } = cells
  return {
    i0: Math.max(0, Math.floor((west - cells.west) / binX)),
    i1: Math.min(columns - 1, Math.floor((east - cells.west) / binX)),
    j0: Math.max(0, Math.floor((south - cells.south) / binY)),
    j1: Math.min(rows - 1, Math.floor((north - cells.south) / binY)),
  }
}
