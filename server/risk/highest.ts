import type { Cells } from './cells.ts'
import { Cover } from './cover.ts'
import { domains, scales } from './risk.ts'
import { decayed, noDecay, radiusOf, wholeReach } from './rules/decay.ts'
import { highestSeverity, unassessed } from './rules/severity.ts'
import { type SourceTable, scalesLength } from './sources.ts'
import type { Channel, FieldRules, Sums, Terms } from './sums.ts'

// Bins on a side: what is asked about the cells of one tile stays in the processor's nearest memory.
const tileSide = 40

/**
 * The highest contribution to each cell: tile by tile, in each the most severe first, so that each cell is
 * set once and then passed over.
 */
export function fillHighest(terms: Terms, channel: Channel, sums: Pick<Sums, 'highest' | 'by'>): void {
  const { cells, sources, rules } = terms
  const { highest, by } = sums
  highest.fill(unassessed)
  const order = worstFirst(terms, channel)
  const cover = new Cover(cells, sources)
  const aimed = { cover, sources, rules, order }
  const tiles = spread(cells, aimed)
  const next = new Int32Array(cells.count + 1)
  for (let cell = 0; cell <= cells.count; cell++) next[cell] = cell
  for (let tile = 0; tile + 1 < tiles.start.length; tile++) {
    const box = boxOf(cells, tiles, tile)
    let left = cellsIn(cells, box)
    const end = tiles.start[tile + 1] ?? 0
    for (let at = tiles.start[tile] ?? 0; at < end && left > 0; at++) {
      const item = tiles.items[at] ?? 0
      const radius = aimAt(aimed, item)
      const source = { radius, link: (order.slots[item] ?? 0) + 1, added: order.contributions[item] ?? 0 }
      left -= setFree({ cells, cover, box, next, highest, by }, source)
    }
  }
}

interface Free {
  cells: Cells
  cover: Cover
  box: Box
  /** The next cell that is not set, of every cell; itself for one that is not. */
  next: Int32Array
  highest: Int16Array
  by: Int32Array
}

/** Sets what the source aimed at meets and nothing worse has set. @returns how many cells */
function setFree(
  { cells, cover, box, next, highest, by }: Free,
  { radius, link, added }: { radius: number; link: number; added: number },
): number {
  const { binStart, columns } = cells
  const i0 = Math.max(cover.i0, box.i0)
  const i1 = Math.min(cover.i1, box.i1)
  if (i0 > i1) return 0
  const j1 = Math.min(cover.j1, box.j1)
  let set = 0
  for (let j = Math.max(cover.j0, box.j0); j <= j1; j++) {
    // The bins of a row lie one after another.
    const end = binStart[j * columns + i1 + 1] ?? 0
    let cell = freeFrom(next, binStart[j * columns + i0] ?? 0)
    while (cell < end) {
      if (cover.meets(cell, radius)) {
        highest[cell] = added
        by[cell] = link
        next[cell] = cell + 1
        set += 1
      }
      cell = freeFrom(next, cell + 1)
    }
  }
  return set
}

/** Follows the chain of cells that are set and halves it on the way. */
function freeFrom(next: Int32Array, from: number): number {
  let cell = from
  for (;;) {
    const after = next[cell] ?? 0
    if (after === cell) return cell
    const beyond = next[after] ?? 0
    next[cell] = beyond
    cell = beyond
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

function cellsIn({ binStart, columns }: Cells, { i0, i1, j0, j1 }: Box): number {
  let count = 0
  for (let j = j0; j <= j1; j++)
    count += (binStart[j * columns + i1 + 1] ?? 0) - (binStart[j * columns + i0] ?? 0)
  return count
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
interface Order {
  length: number
  slots: Int32Array
  steps: Uint8Array
  contributions: Int16Array
}

/** Every step of every assessed source of a channel, by what it adds: sorted by counting. */
function worstFirst({ sources, rules }: Pick<Terms, 'sources' | 'rules'>, channel: Channel): Order {
  const starts = new Uint32Array(highestSeverity + 2)
  eachStep(sources, rules, channel, (_slot, _step, contribution) => {
    const place = highestSeverity - contribution + 1
    starts[place] = (starts[place] ?? 0) + 1
  })
  for (let i = 0; i <= highestSeverity; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const length = starts[highestSeverity + 1] ?? 0
  const order: Order = {
    length,
    slots: new Int32Array(length),
    steps: new Uint8Array(length),
    contributions: new Int16Array(length),
  }
  eachStep(sources, rules, channel, (slot, step, contribution) => {
    const place = starts[highestSeverity - contribution] ?? 0
    starts[highestSeverity - contribution] = place + 1
    order.slots[place] = slot
    order.steps[place] = step
    order.contributions[place] = contribution
  })
  return order
}

export function eachStep(
  sources: SourceTable,
  rules: FieldRules,
  channel: Channel,
  work: (slot: number, step: number, contribution: number) => void,
): void {
  const scale = scales.indexOf(channel.scale)
  const domain = channel.domain === null ? -1 : domains.indexOf(channel.domain)
  for (let slot = 0; slot < sources.length; slot++) {
    const severity = sources.severities[slot * scalesLength + scale] ?? unassessed
    if (severity < 0 || sources.ids[slot] === 0) continue
    if (domain >= 0 && sources.domains[slot] !== domain) continue
    const steps = rules.steps[sources.kindOf[slot] ?? 0] ?? noDecay
    for (let step = 0; step < steps.length; step++)
      work(slot, step, decayed(severity, steps[step]?.factor ?? 0))
  }
}
