import { Cover } from './cover.ts'
import { domains, scales } from './risk.ts'
import { decayed, noDecay, radiusOf } from './rules/decay.ts'
import { levelOfSeverity, unassessed } from './rules/severity.ts'
import { scalesLength } from './sources.ts'
import { type Channel, emptySums, replaceLevel, type Sums, severityFrom, type Terms, tally } from './sums.ts'

// With more of the sources raised, a sum from nothing costs less.
const mostRaised = { sources: 8, share: 0.05 }

export interface Summed {
  channel: Channel
  sums: Sums
}

/**
 * A channel from another one that is summed already, where it differs by a few raised sources only, as the live
 * scale does from the residual one; null where it has to be summed from nothing.
 */
export function sumRaised(terms: Terms, channel: Channel, base: Summed): Sums | null {
  if (terms.rules.upgrades.length > 0 || channel.domain !== base.channel.domain) return null
  const slots = raisedSlots(terms, channel, base.channel)
  if (!slots) return null
  const sums = emptySums(terms)
  for (const name of ['highest', 'severity', 'by', 'levels', 'counts', 'mark'] as const)
    sums[name].set(base.sums[name])
  const cover = new Cover(terms.cells, terms.sources)
  const scale = scales.indexOf(channel.scale)
  for (const slot of slots) raiseOver(terms, { cover, sums, slot, scale })
  tally(sums)
  return sums
}

/** Sources that are higher in a channel than in another; null when any is lower or too many are higher. */
function raisedSlots({ sources }: Terms, channel: Channel, base: Channel): number[] | null {
  const [own, other] = [scales.indexOf(channel.scale), scales.indexOf(base.scale)]
  const domain = channel.domain === null ? -1 : domains.indexOf(channel.domain)
  const most = mostRaised.sources + mostRaised.share * sources.length
  const slots: number[] = []
  for (let slot = 0; slot < sources.length; slot++) {
    const now = sources.severities[slot * scalesLength + own] ?? unassessed
    const was = sources.severities[slot * scalesLength + other] ?? unassessed
    if (now === was || sources.ids[slot] === 0) continue
    if (domain >= 0 && sources.domains[slot] !== domain) continue
    if (now < was || slots.push(slot) > most) return null
  }
  return slots
}

interface Raising {
  cover: Cover
  sums: Sums
  slot: number
  scale: number
}

function raiseOver({ cells, sources, rules }: Terms, { cover, sums, slot, scale }: Raising): void {
  const severity = sources.severities[slot * scalesLength + scale] ?? unassessed
  const { binStart, columns } = cells
  for (const step of rules.steps[sources.kindOf[slot] ?? 0] ?? noDecay) {
    const contribution = decayed(severity, step.factor)
    const radius = radiusOf(cover.aim(slot), step)
    cover.bound(radius)
    for (let j = cover.j0; j <= cover.j1; j++) {
      const end = binStart[j * columns + cover.i1 + 1] ?? 0
      for (let cell = binStart[j * columns + cover.i0] ?? 0; cell < end; cell++) {
        if ((sums.highest[cell] ?? unassessed) >= contribution || !cover.meets(cell, radius)) continue
        sums.highest[cell] = contribution
        sums.by[cell] = slot + 1
        settle({ cells, rules }, sums, cell)
      }
    }
  }
}

function settle({ cells, rules }: Pick<Terms, 'cells' | 'rules'>, sums: Sums, cell: number): void {
  const ordinal = cells.ordinalOf[cell] ?? 0
  const people = cells.people[ordinal] ?? 0
  const severity = severityFrom(sums.highest[cell] ?? unassessed, { people, counted: () => 0, rules })
  sums.severity[cell] = severity
  replaceLevel(sums, ordinal, levelOfSeverity(severity))
}
