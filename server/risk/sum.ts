import { buildCovers, type CoverParts, Covers } from './covers.ts'
import { type ChannelIndex, channelIndex } from './field-maps.ts'
import { fillHighest } from './highest.ts'
import { leastSeverity, levelOfSeverity, unassessed } from './rules/severity.ts'
import { type Channel, emptySums, enter, isPlain, type Sums, severityFrom, sink, type Terms } from './sums.ts'
import { atOnce } from './worst-first.ts'

export interface Summed {
  covers: CoverParts
  sums: Sums[]
}

/** Sums some channels from nothing; what every source covers is found too, unless it is known. */
export function sumTerms(
  terms: Terms,
  channels: readonly Channel[],
  known: CoverParts | null = null,
): Summed {
  const covers = known ?? buildCovers(terms)
  return { covers, sums: sumChannels(terms, channels, covers) }
}

/** The channels of a domain are summed together: what is severe on one scale mostly is on the others. */
export function sumChannels(
  terms: Terms,
  channels: readonly Channel[],
  covers: CoverParts | null = null,
): Sums[] {
  const all = channels.map(channel => ({ index: channelIndex(channel), sums: emptySums(terms) }))
  for (const domain of new Set(all.map(({ index }) => index.domain))) {
    const own = all.filter(({ index }) => index.domain === domain)
    for (let i = 0; i < own.length; i += atOnce) {
      const asked = own.slice(i, i + atOnce)
      fillHighest(
        terms,
        domain,
        asked.map(({ index, sums }) => ({ scale: index.scale, highest: sums.highest })),
      )
    }
  }
  for (const { sums } of all) for (let group = 0; group < sums.floors.length; group++) sink(sums, group)
  if (isPlain(terms.rules)) for (const { sums } of all) enterAll(terms, sums)
  else {
    const kept = new Covers(terms.cells, terms.sources, covers ?? buildCovers(terms))
    for (const { index, sums } of all) weighAll(terms, { index, covers: kept, sums })
  }
  return all.map(({ sums }) => sums)
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
