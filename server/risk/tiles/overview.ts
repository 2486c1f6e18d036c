import type { Cells } from '../cells.ts'
import { binAt, binMiddle, extent, frameOf, type TileAddress } from './frame.ts'

/** Below this zoom tiles show squares. */
export const overviewZoom = 12
/** A tile has 64 by 64 squares. */
const binsZoom = 6
const count = 2 ** binsZoom
const finest = overviewZoom - 1 + binsZoom
const none = 255

/**
 * Where cells lie among the finest squares: each at its own middle, and large ones also in every square whose
 * middle they hold, so that they leave no hole.
 */
export interface Overview {
  ordinals: Uint32Array
  across: Uint32Array
  down: Uint32Array
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
  return {
    ordinals: joined(cells.ordinalOf, more, 0),
    across: joined(own.across, more, 1),
    down: joined(own.down, more, 2),
  }
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
export function overviewRuns(
  { ordinals, across, down }: Overview,
  { levels, tile }: Asked,
): Generator<Squares> {
  const worst = new Worst()
  const shrink = 2 ** (overviewZoom - 1 - tile.z)
  for (let i = 0; i < ordinals.length; i++) {
    const column = Math.floor((across[i] ?? 0) / shrink) - tile.x * count
    const row = Math.floor((down[i] ?? 0) / shrink) - tile.y * count
    worst.put(column, row, levels[ordinals[i] ?? 0] ?? 0)
  }
  return worst.runs()
}

/** The squares of a finer tile that holds too many cells to draw each. */
export function denseRuns(cells: Cells, { levels, tile }: Asked): Generator<Squares> {
  const worst = new Worst()
  const { across, down } = frameOf(tile)
  const side = extent / count
  for (let slot = 0; slot < cells.count; slot++) {
    const column = Math.floor(across(cells.x[slot] ?? 0) / side)
    if (column < 0 || column >= count) continue
    worst.put(column, Math.floor(down(cells.y[slot] ?? 0) / side), levels[cells.ordinalOf[slot] ?? 0] ?? 0)
  }
  return worst.runs()
}
