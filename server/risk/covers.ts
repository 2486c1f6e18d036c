import { type Cells, shared } from './cells.ts'
import { type ChannelIndex, isIn } from './field-maps.ts'
import { Footprint, levelsOf, nodeBits } from './footprint.ts'
import { addLists, append, empty, type Lists, lengthOf, listsFor, removeItem, startOf } from './lists.ts'
import { type DecayStep, decayed, noDecay } from './rules/decay.ts'
import { type Severity, unassessed } from './rules/severity.ts'
import { type SourceTable, scalesLength } from './sources.ts'
import type { Terms } from './sums.ts'

/** Which source covers which cells. A source has a part for each step of its decay: part p is of slot p / steps. */
export interface CoverParts {
  /** Parts a source. */
  steps: number
  /** What each part adds where it is, four numbers a part, the first three by scale. */
  added: Int16Array
  /** Of each part: `node << 8` with the bits of the node's eight that it covers. */
  nodesOf: Lists
  /** Over each node: `part << 8` with the same bits. */
  partsOver: Lists
}

// An item keeps 24 bits for a node or a part.
const mostParts = 2 ** 24

/** Finds from nothing which cells every source covers. @throws Error where sources or cells are too many for it */
export function buildCovers({ cells, sources, rules }: Terms): CoverParts {
  const steps = rules.mostSteps
  const slots = sources.ids.length
  const nodes = levelsOf(cells.count).at(-1) ?? 0
  if (slots * steps > mostParts || nodes > mostParts)
    throw new Error('too many sources or cells for one field')
  const added = shared(Int16Array, slots * steps * scalesLength).fill(unassessed)
  const footprint = new Footprint(cells, sources)
  const lengths = new Int32Array(slots * steps)
  let items = new Int32Array(sources.length * 32 + 1024)
  let end = 0
  for (let slot = 0; slot < sources.length; slot++) {
    if (sources.ids[slot] === 0) continue
    const own = rules.steps[sources.kindOf[slot] ?? 0] ?? noDecay
    addUp({ steps, added }, sources, slot, own)
    footprint.trace(slot, own)
    if (end + footprint.length > items.length) items = longer(items, end + footprint.length)
    const { items: traced, starts, length } = footprint
    for (let i = 0; i < length; i++) items[end + i] = traced[i] ?? 0
    for (let step = 0; step < own.length; step++)
      lengths[slot * steps + step] = (starts[step + 1] ?? 0) - (starts[step] ?? 0)
    end += length
  }
  return { steps, added, ...listed({ items, lengths, nodes }) }
}

/** Lays out what was found both ways. @param items of all parts, one after another */
function listed({ items, lengths, nodes }: { items: Int32Array; lengths: Int32Array; nodes: number }) {
  const nodesOf = listsFor(lengths)
  const over = new Int32Array(nodes)
  for (let part = 0, at = 0; part < lengths.length; part++) {
    for (const end = at + (lengths[part] ?? 0); at < end; at++) {
      const item = items[at] ?? 0
      append(nodesOf, part, item)
      over[item >>> 8] = (over[item >>> 8] ?? 0) + 1
    }
  }
  const partsOver = listsFor(over)
  for (let part = 0, at = 0; part < lengths.length; part++) {
    for (const end = at + (lengths[part] ?? 0); at < end; at++) {
      const item = items[at] ?? 0
      append(partsOver, item >>> 8, (part << 8) | (item & 255))
    }
  }
  return { nodesOf, partsOver }
}

function longer(items: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(Math.max(least, items.length * 2))
  more.set(items)
  return more
}

/** Writes what the parts of a source add. */
function addUp(
  { steps, added }: Pick<CoverParts, 'steps' | 'added'>,
  { severities }: SourceTable,
  slot: number,
  own: readonly DecayStep[],
): void {
  for (let step = 0; step < steps; step++) {
    const factor = own[step]?.factor
    const to = (slot * steps + step) * scalesLength
    for (let scale = 0; scale < scalesLength - 1; scale++) {
      const severity = severities[slot * scalesLength + scale] ?? unassessed
      added[to + scale] = factor === undefined ? unassessed : decayed(severity, factor)
    }
  }
}

/** Which source covers which cells, kept while sources come, move and go. */
export class Covers {
  parts: CoverParts
  /** First node of each level. */
  readonly bases: readonly number[]
  readonly #sources: SourceTable
  readonly #footprint: Footprint

  constructor(cells: Cells, sources: SourceTable, parts: CoverParts) {
    this.parts = parts
    this.bases = levelsOf(cells.count)
    this.#sources = sources
    this.#footprint = new Footprint(cells, sources)
  }

  /** Takes a source's parts off the cells that they cover. */
  remove(slot: number): void {
    const { steps, nodesOf, partsOver } = this.parts
    for (let part = slot * steps; part < (slot + 1) * steps; part++) {
      const start = startOf(nodesOf, part)
      const end = start + lengthOf(nodesOf, part)
      for (let at = start; at < end; at++) removeItem(partsOver, (nodesOf.items[at] ?? 0) >>> 8, part)
      empty(nodesOf, part)
    }
  }

  /** Lays a source's parts, removed before if there were any, over the cells that its record says. */
  add(slot: number, own: readonly DecayStep[]): void {
    const { steps, nodesOf, partsOver } = this.parts
    this.#widen(slot)
    this.#footprint.trace(slot, own)
    const { items, starts } = this.#footprint
    for (let step = 0; step < own.length; step++) {
      const part = slot * steps + step
      for (let i = starts[step] ?? 0; i < (starts[step + 1] ?? 0); i++) {
        const item = items[i] ?? 0
        append(nodesOf, part, item)
        append(partsOver, item >>> 8, (part << 8) | (item & 255))
      }
    }
  }

  /** Writes what a source adds; nothing for one that is gone. */
  judge(slot: number, own: readonly DecayStep[]): void {
    this.#widen(slot)
    addUp(this.parts, this.#sources, slot, own)
  }

  #widen(slot: number): void {
    const { steps, added, nodesOf } = this.parts
    if (slot * steps * scalesLength < added.length) return
    const slots = Math.max(slot + 1, this.#sources.ids.length)
    if (slots * steps > mostParts) throw new Error('too many sources for one field')
    this.parts.added = shared(Int16Array, slots * steps * scalesLength).fill(unassessed)
    this.parts.added.set(added)
    addLists(nodesOf, slots * steps)
  }

  /** How many sources of a map add so much or more to a cell. */
  count(cell: number, index: ChannelIndex, least: Severity): number {
    const { added, steps } = this.parts
    const { domains } = this.#sources
    let count = 0
    this.eachOver(cell, part => {
      if ((added[part * scalesLength + index.scale] ?? unassessed) < least) return
      if (isIn(domains[Math.floor(part / steps)] ?? 0, index)) count += 1
    })
    return count
  }

  /** Calls with each part that covers a cell. */
  eachOver(cell: number, work: (part: number) => void): void {
    const { items, heads } = this.parts.partsOver
    let bit = cell
    for (let level = 0; level + 1 < this.bases.length; level++) {
      const node = bit >> nodeBits
      const head = ((this.bases[level] ?? 0) + node) * 4
      const start = heads[head] ?? 0
      for (let at = start; at < start + (heads[head + 1] ?? 0); at++) {
        const item = items[at] ?? 0
        if ((item & (1 << (bit & 7))) !== 0) work(item >>> 8)
      }
      bit = node
    }
  }
}
