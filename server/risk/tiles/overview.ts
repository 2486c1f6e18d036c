import { binRange, type Cells } from '../cells.ts'
import { binAt, binMiddle, extent, frameOf, layOut, type TileAddress } from './frame.ts'

/** Below this zoom tiles show squares. */
export const overviewZoom = 12
/** A tile has 64 by 64 squares. */
const binsZoom = 6
const count = 2 ** binsZoom
const finest = overviewZoom - 1 + binsZoom
const none = 255

/**
 * Where cells lie among the finest squares: each at its own middle, and large ones also in every square whose
 * middle they hold, so that they leave no hole. Sorted by the tiles of the finest overview.
 */
export interface Overview extends Entries {
  /** The block of tiles that the entries lie in: west-most, north-most, how many across and down. */
  block: Block
  /** First entry of each tile, row by row, and at the end the number of entries. */
  start: Uint32Array
}

interface Entries {
  ordinals: Uint32Array
  across: Uint32Array
  down: Uint32Array
}

interface Block {
  x: number
  y: number
  columns: number
  rows: number
}

const slice = 20_000

/** Made in slices, so that other requests are answered in between. */
export async function overviewOf(cells: Cells): Promise<Overview> {
  const own = { across: new Uint32Array(cells.count), down: new Uint32Array(cells.count) }
  const more: [ordinal: number, across: number, down: number][] = []
  for (let slot = 0; slot < cells.count; slot++) {
    const ordinal = cells.ordinalOf[slot] ?? 0
    const [x, y] = binAt(cells.x[slot] ?? 0, cells.y[slot] ?? 0, finest)
    own.across[slot] = x
    own.down[slot] = y
    for (const [otherX, otherY] of squaresHeldBy(cells, ordinal)) {
      if (otherX !== x || otherY !== y) more.push([ordinal, otherX, otherY])
    }
    if (slot % slice === slice - 1) await pause()
  }
  return sorted({
    ordinals: joined(cells.ordinalOf, more, 0),
    across: joined(own.across, more, 1),
    down: joined(own.down, more, 2),
  })
}

const pause = () => new Promise<void>(resolve => setImmediate(resolve))

function joined(own: ArrayLike<number>, more: readonly (readonly number[])[], part: number): Uint32Array {
  const all = new Uint32Array(own.length + more.length)
  all.set(own)
  more.forEach((each, i) => {
    all[own.length + i] = each[part] ?? 0
  })
  return all
}

function sorted({ ordinals, across, down }: Entries): Overview {
  const block = blockOf(across, down)
  const start = new Uint32Array(block.columns * block.rows + 1)
  const tileAt = (i: number) =>
    ((down[i] ?? 0) >> binsZoom) * block.columns -
    block.y * block.columns +
    ((across[i] ?? 0) >> binsZoom) -
    block.x
  for (let i = 0; i < ordinals.length; i++) start[tileAt(i) + 1] = (start[tileAt(i) + 1] ?? 0) + 1
  for (let tile = 1; tile < start.length; tile++) start[tile] = (start[tile] ?? 0) + (start[tile - 1] ?? 0)
  const next = start.slice()
  const [byOrdinal, byAcross, byDown] = [ordinals.slice(), across.slice(), down.slice()]
  for (let i = 0; i < ordinals.length; i++) {
    const tile = tileAt(i)
    const to = next[tile] ?? 0
    byOrdinal[to] = ordinals[i] ?? 0
    byAcross[to] = across[i] ?? 0
    byDown[to] = down[i] ?? 0
    next[tile] = to + 1
  }
  return { ordinals: byOrdinal, across: byAcross, down: byDown, block, start }
}

function blockOf(across: Uint32Array, down: Uint32Array): Block {
  if (across.length === 0) return { x: 0, y: 0, columns: 0, rows: 0 }
  let [west, north, east, south] = [Infinity, Infinity, 0, 0]
  for (let i = 0; i < across.length; i++) {
    west = Math.min(west, across[i] ?? 0)
    east = Math.max(east, across[i] ?? 0)
    north = Math.min(north, down[i] ?? 0)
    south = Math.max(south, down[i] ?? 0)
  }
  const [x, y] = [west >> binsZoom, north >> binsZoom]
  return { x, y, columns: (east >> binsZoom) - x + 1, rows: (south >> binsZoom) - y + 1 }
}

const nothing: readonly [number, number][] = []

/** Squares whose middle lies in the cell. */
function squaresHeldBy(cells: Cells, ordinal: number): readonly [number, number][] {
  const [west, south, east, north] = boxOf(cells, ordinal)
  const [x0, y0] = binAt(west, north, finest)
  const [x1, y1] = binAt(east, south, finest)
  if (x0 === x1 && y0 === y1) return nothing
  const held: [number, number][] = []
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const [atX, atY] = binMiddle(x, y, finest)
      if (holds(cells, ordinal, [atX, atY])) held.push([x, y])
    }
  }
  return held
}

function boxOf({ positions, ringStart }: Cells, ordinal: number): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let vertex = ringStart[ordinal] ?? 0; vertex < (ringStart[ordinal + 1] ?? 0); vertex++) {
    const x = positions[vertex * 2] ?? 0
    const y = positions[vertex * 2 + 1] ?? 0
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return [west, south, east, north]
}

function holds({ positions, ringStart }: Cells, ordinal: number, [x, y]: [number, number]): boolean {
  let isInside = false
  const last = (ringStart[ordinal + 1] ?? 0) - 1
  for (let vertex = ringStart[ordinal] ?? 0; vertex < last; vertex++) {
    const ax = positions[vertex * 2] ?? 0
    const ay = positions[vertex * 2 + 1] ?? 0
    const bx = positions[vertex * 2 + 2] ?? 0
    const by = positions[vertex * 2 + 3] ?? 0
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
  }
  return isInside
}

/** Squares of one level side by side, in units of the tile. */
export interface Squares {
  west: number
  east: number
  north: number
  side: number
  level: number
}

/** Collects the worst level of each of a tile's squares. Red is 1, blue 4; not assessed, 0, comes last. */
class Worst {
  readonly #ranks = new Uint8Array(count * count).fill(none)

  put(column: number, row: number, level: number): void {
    if (column < 0 || row < 0 || column >= count || row >= count) return
    const rank = level === 0 ? 5 : level
    const at = row * count + column
    if (rank < (this.#ranks[at] ?? none)) this.#ranks[at] = rank
  }

  /** Squares of one level side by side are one. */
  *runs(): Generator<Squares> {
    const side = extent / count
    for (let row = 0; row < count; row++) {
      let from = 0
      for (let column = 1; column <= count; column++) {
        const rank = this.#ranks[row * count + from] ?? none
        if (column < count && this.#ranks[row * count + column] === rank) continue
        if (rank !== none) {
          yield { west: from * side, east: column * side, north: row * side, side, level: rank % 5 }
        }
        from = column
      }
    }
  }
}

interface Asked {
  levels: Uint8Array
  tile: TileAddress
}

/** The squares of a tile below the overviews' zoom. */
export function overviewRuns(overview: Overview, { levels, tile }: Asked): Generator<Squares> {
  const { block, start } = overview
  const worst = new Worst()
  const shrink = 2 ** (overviewZoom - 1 - tile.z)
  const west = Math.max(0, tile.x * shrink - block.x)
  const east = Math.min(block.columns, (tile.x + 1) * shrink - block.x)
  const north = Math.max(0, tile.y * shrink - block.y)
  const south = Math.min(block.rows, (tile.y + 1) * shrink - block.y)
  for (let row = north; row < south && west < east; row++) {
    const from = start[row * block.columns + west] ?? 0
    const to = start[row * block.columns + east] ?? 0
    putEntries(worst, overview, { from, to, levels, tile })
  }
  return worst.runs()
}

function putEntries(
  worst: Worst,
  { ordinals, across, down }: Entries,
  { from, to, levels, tile }: Asked & { from: number; to: number },
): void {
  const bits = overviewZoom - 1 - tile.z
  for (let i = from; i < to; i++) {
    const column = ((across[i] ?? 0) >> bits) - tile.x * count
    const row = ((down[i] ?? 0) >> bits) - tile.y * count
    worst.put(column, row, levels[ordinals[i] ?? 0] ?? 0)
  }
}

/** The squares of a finer tile that holds too many cells to draw each. */
export function denseRuns(cells: Cells, { levels, tile }: Asked): Generator<Squares> {
  const worst = new Worst()
  const frame = frameOf(tile)
  const { i0, i1, j0, j1 } = binRange(cells, frame.box)
  const side = extent / count
  const at = { xy: new Float64Array(2), length: 2 }
  const middle = new Int32Array(2)
  for (let j = j0; j <= j1 && i0 <= i1; j++) {
    const to = cells.binStart[j * cells.columns + i1 + 1] ?? 0
    for (let slot = cells.binStart[j * cells.columns + i0] ?? 0; slot < to; slot++) {
      middle[0] = cells.x[slot] ?? 0
      middle[1] = cells.y[slot] ?? 0
      layOut(frame, { positions: middle, from: 0 }, at)
      const [x = 0, y = 0] = at.xy
      worst.put(Math.floor(x / side), Math.floor(y / side), levels[cells.ordinalOf[slot] ?? 0] ?? 0)
    }
  }
  return worst.runs()
}
