import type { Cells } from './cells.ts'
import { Cover } from './cover.ts'
import { radiusOf, wholeReach } from './rules/decay.ts'
import { highestSeverity, unassessed } from './rules/severity.ts'
import type { SourceTable } from './sources.ts'
import type { FieldRules, Terms } from './sums.ts'
import { type Asked, atOnce, never, type Order, worstFirst } from './worst-first.ts'

// Bins on a side: what is asked about the cells of one tile stays in the processor's nearest memory.
const tileSide = 40

const blockBits = 3

/**
 * The highest contribution to each cell on some scales together: tile by tile, in each the most severe first, so that
 * most cells are set once and then passed over, eight at a time.
 */
export function fillHighest(terms: Terms, domain: number, asked: readonly Asked[]): void {
  const { cells, sources, rules } = terms
  const order = worstFirst(terms, domain, asked)
  const cover = new Cover(cells, sources)
  const aimed = { cover, sources, rules, order }
  const tiles = spread(cells, aimed)
  const raising = new Raising(cells, cover, asked)
  for (let tile = 0; tile + 1 < tiles.start.length; tile++) {
    const box = boxOf(cells, tiles, tile)
    const end = tiles.start[tile + 1] ?? 0
    for (let at = tiles.start[tile] ?? 0; at < end; at++) {
      const item = tiles.items[at] ?? 0
      raising.turnTo(order.added, item)
      raising.raise(box, aimAt(aimed, item))
    }
  }
}

/** Raises the cells under the source that a cover is aimed at. */
class Raising {
  readonly #cells: Cells
  readonly #cover: Cover
  readonly #h0: Int16Array
  readonly #h1: Int16Array
  readonly #h2: Int16Array
  /** None of eight cells in a row has less than this, on each map. */
  readonly #floors: Int16Array
  #v0 = never
  #v1 = never
  #v2 = never

  constructor(cells: Cells, cover: Cover, asked: readonly Asked[]) {
    this.#cells = cells
    this.#cover = cover
    const unused = new Int16Array(cells.count)
    this.#h0 = asked[0]?.highest ?? unused
    this.#h1 = asked[1]?.highest ?? unused
    this.#h2 = asked[2]?.highest ?? unused
    this.#floors = new Int16Array(((cells.count >> blockBits) + 1) * 4).fill(unassessed)
  }

  /** What is raised from now on is raised to what an item adds. */
  turnTo(added: Int16Array, item: number): void {
    this.#v0 = added[item * atOnce] ?? never
    this.#v1 = added[item * atOnce + 1] ?? never
    this.#v2 = added[item * atOnce + 2] ?? never
  }

  raise(box: Box, radius: number): void {
    const { binStart, columns } = this.#cells
    const cover = this.#cover
    const j1 = Math.min(cover.j1, box.j1)
    for (let j = Math.max(cover.j0, box.j0); j <= j1; j++) {
      cover.narrow(j)
      const i0 = Math.max(cover.i0, box.i0)
      const i1 = Math.min(cover.i1, box.i1)
      if (i0 > i1) continue
      // The bins of a row lie one after another.
      const begin = binStart[j * columns + i0] ?? 0
      this.#raiseRow(begin, binStart[j * columns + i1 + 1] ?? 0, radius)
    }
  }

  #raiseRow(begin: number, end: number, radius: number): void {
    const floors = this.#floors
    const v0 = this.#v0
    const v1 = this.#v1
    const v2 = this.#v2
    for (let cell = begin; cell < end; ) {
      const block = cell >> blockBits
      const stop = Math.min(end, (block + 1) << blockBits)
      const at = block * 4
      if ((floors[at] ?? 0) < v0 || (floors[at + 1] ?? 0) < v1 || (floors[at + 2] ?? 0) < v2) {
        for (; cell < stop; cell++) this.#raiseCell(cell, radius)
        this.#sink(block)
      }
      cell = stop
    }
  }

  #raiseCell(cell: number, radius: number): void {
    const v0 = this.#v0
    const v1 = this.#v1
    const v2 = this.#v2
    const is0 = (this.#h0[cell] ?? 0) < v0
    const is1 = (this.#h1[cell] ?? 0) < v1
    const is2 = (this.#h2[cell] ?? 0) < v2
    if (!(is0 || is1 || is2) || !this.#cover.meets(cell, radius)) return
    if (is0) this.#h0[cell] = v0
    if (is1) this.#h1[cell] = v1
    if (is2) this.#h2[cell] = v2
  }

  /** Finds the floors of eight cells anew. */
  #sink(block: number): void {
    const begin = block << blockBits
    const end = Math.min(begin + 8, this.#cells.count)
    let [least0, least1, least2] = [highestSeverity, highestSeverity, highestSeverity]
    for (let cell = begin; cell < end; cell++) {
      least0 = Math.min(least0, this.#h0[cell] ?? 0)
      least1 = Math.min(least1, this.#h1[cell] ?? 0)
      least2 = Math.min(least2, this.#h2[cell] ?? 0)
    }
    this.#floors[block * 4] = least0
    this.#floors[block * 4 + 1] = least1
    this.#floors[block * 4 + 2] = least2
  }
}

interface Tiles {
  columns: number
  /** First item of each tile, and at the end the number of items. */
  start: Uint32Array
  /** Places in the order, in each tile as they come there. */
  items: Int32Array
}

interface Box {
  i0: number
  i1: number
  j0: number
  j1: number
}

function boxOf({ columns, rows }: Cells, tiles: Tiles, tile: number): Box {
  const [i0, j0] = [(tile % tiles.columns) * tileSide, Math.floor(tile / tiles.columns) * tileSide]
  return { i0, i1: Math.min(columns, i0 + tileSide) - 1, j0, j1: Math.min(rows, j0 + tileSide) - 1 }
}

/** Gives every item to the tiles that its reach can touch. */
function spread({ columns, rows }: Cells, aimed: Aimed): Tiles {
  const across = Math.ceil(columns / tileSide)
  const start = new Uint32Array(across * Math.ceil(rows / tileSide) + 1)
  const ranges = rangesOf(aimed)
  eachTile(ranges, across, tile => {
    start[tile + 1] = (start[tile + 1] ?? 0) + 1
  })
  for (let tile = 0; tile + 1 < start.length; tile++)
    start[tile + 1] = (start[tile + 1] ?? 0) + (start[tile] ?? 0)
  const items = new Int32Array(start.at(-1) ?? 0)
  const next = start.slice()
  eachTile(ranges, across, (tile, item) => {
    const place = next[tile] ?? 0
    items[place] = item
    next[tile] = place + 1
  })
  return { columns: across, start, items }
}

/** West, east, south and north tile of each item; the east one is less than the west one where there is none. */
function rangesOf(aimed: Aimed): Int16Array {
  const { cover, order } = aimed
  const ranges = new Int16Array(order.length * 4)
  for (let item = 0; item < order.length; item++) {
    aimAt(aimed, item)
    const isAside = cover.i0 > cover.i1 || cover.j0 > cover.j1
    ranges[item * 4] = isAside ? 0 : Math.floor(cover.i0 / tileSide)
    ranges[item * 4 + 1] = isAside ? -1 : Math.floor(cover.i1 / tileSide)
    ranges[item * 4 + 2] = Math.floor(cover.j0 / tileSide)
    ranges[item * 4 + 3] = Math.floor(cover.j1 / tileSide)
  }
  return ranges
}

function eachTile(ranges: Int16Array, across: number, work: (tile: number, item: number) => void): void {
  for (let item = 0; item * 4 < ranges.length; item++) {
    const [west, east] = [ranges[item * 4] ?? 0, ranges[item * 4 + 1] ?? 0]
    const north = ranges[item * 4 + 3] ?? 0
    for (let row = ranges[item * 4 + 2] ?? 0; row <= north; row++)
      for (let column = west; column <= east; column++) work(row * across + column, item)
  }
}

interface Aimed {
  cover: Cover
  sources: SourceTable
  rules: FieldRules
  order: Order
}

/** Turns to the source of an item and finds the bins under it. @returns the radius of its step in metres */
function aimAt({ cover, sources, rules, order }: Aimed, item: number): number {
  const slot = order.slots[item] ?? 0
  const step = rules.steps[sources.kindOf[slot] ?? 0]?.[order.steps[item] ?? 0] ?? wholeReach
  const radius = radiusOf(cover.aim(slot), step)
  cover.bound(radius)
  return radius
}
