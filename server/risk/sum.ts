import { buildCovers, type CoverParts, Covers } from './covers.ts'
import { type ChannelIndex, channelIndex } from './field-maps.ts'
import { nodeBits, placeOf } from './footprint.ts'
import { leastSeverity, levelOfSeverity, unassessed } from './rules/severity.ts'
import { scalesLength } from './sources.ts'
import { type Channel, emptySums, enter, isPlain, type Sums, severityFrom, type Terms } from './sums.ts'

export interface Summed {
  covers: CoverParts
  sums: Sums[]
}

/** Finds what every source covers, unless that is known, and from it the sums of some channels. */
export function sumTerms(
  terms: Terms,
  channels: readonly Channel[],
  known: CoverParts | null = null,
): Summed {
  const covers = known ?? buildCovers(terms)
  const kept = new Covers(terms.cells, terms.sources, covers)
  return { covers, sums: channels.map(channel => sumChannel(terms, channel, kept)) }
}

function sumChannel(terms: Terms, channel: Channel, covers: Covers): Sums {
  const index = channelIndex(channel)
  const sums = emptySums(terms)
  fillHighest(terms, { index, covers, highest: sums.highest })
  if (isPlain(terms.rules)) enterAll(terms, sums)
  else weighAll(terms, { index, covers, sums })
  return sums
}

interface Filling {
  index: ChannelIndex
  covers: Covers
  highest: Int16Array
}

/** The highest contribution to each cell: what is over a node goes down to the nodes and cells below it. */
function fillHighest({ sources }: Terms, { index, covers, highest }: Filling): void {
  const { bases, parts } = covers
  const { items, heads } = parts.partsOver
  const { added, steps } = parts
  const { scale, domain } = index
  const levels = bases.length - 1
  const from = new Int16Array(bases[levels] ?? 0).fill(unassessed)
  for (let level = levels - 1; level >= 0; level--) {
    const own = bases[level] ?? 0
    const below = level === 0 ? highest : from.subarray(bases[level - 1], own)
    for (let node = own; node < (bases[level + 1] ?? 0); node++) {
      const first = (node - own) << nodeBits
      // None of the eight has less than this.
      let least = from[node] ?? unassessed
      if (least >= 0) below.fill(least, first, first + 8)
      const start = heads[node * 4] ?? 0
      const end = start + (heads[node * 4 + 1] ?? 0)
      for (let at = start; at < end; at++) {
        const item = items[at] ?? 0
        const value = added[(item >>> 8) * scalesLength + scale] ?? unassessed
        if (value <= least) continue
        if (domain >= 0 && sources.domains[Math.floor((item >>> 8) / steps)] !== domain) continue
        let bits = item & 255
        if (bits === 255) least = value
        for (; bits !== 0; bits &= bits - 1) {
          const place = first + placeOf(bits)
          if (value > (below[place] ?? 0)) below[place] = value
        }
      }
    }
  }
}

function enterAll({ cells }: Terms, sums: Sums): void {
  const { highest } = sums
  for (let cell = 0; cell < cells.count; cell++)
    enter(sums, cells.ordinalOf[cell] ?? 0, levelOfSeverity(highest[cell] ?? unassessed))
}

/** Makes severities of the highest contributions by the people and by how many sources meet. */
function weighAll(
  { cells, rules }: Terms,
  { index, covers, sums }: { index: ChannelIndex; covers: Covers; sums: Sums },
): void {
  for (let cell = 0; cell < cells.count; cell++) {
    const ordinal = cells.ordinalOf[cell] ?? 0
    const severity = severityFrom(sums.highest[cell] ?? unassessed, {
      people: cells.people[ordinal] ?? 0,
      counted: from => covers.count(cell, index, leastSeverity(from)),
      rules,
    })
    sums.severity[cell] = severity
    enter(sums, ordinal, levelOfSeverity(severity))
  }
}
