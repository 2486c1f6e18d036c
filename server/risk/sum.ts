import { Cover } from './cover.ts'
import { eachStep, fillHighest } from './highest.ts'
import { type Summed, sumRaised } from './raised.ts'
import type { RiskLevel } from './risk.ts'
import { noDecay, radiusOf, wholeReach } from './rules/decay.ts'
import { leastSeverity, levelOfSeverity, unassessed } from './rules/severity.ts'
import { type Channel, emptySums, enter, type Sums, severityFrom, type Terms, tally } from './sums.ts'

/** Sums channels, a later one from an earlier one where they differ by little. */
export function sumChannels(terms: Terms, channels: readonly Channel[]): Sums[] {
  const done: Summed[] = []
  for (const channel of channels) {
    let sums: Sums | null = null
    for (let i = done.length - 1; i >= 0 && !sums; i--) {
      const base = done[i]
      if (base) sums = sumRaised(terms, channel, base)
    }
    done.push({ channel, sums: sums ?? sumChannel(terms, channel) })
  }
  return done.map(({ sums }) => sums)
}

/** Sums a channel from nothing. */
function sumChannel(terms: Terms, channel: Channel): Sums {
  const { cells, rules } = terms
  const sums = emptySums(terms)
  fillHighest(terms, channel, sums)
  tally(sums)
  const counted = new Map(
    [...new Set(rules.upgrades.map(rule => rule.from))].map(from => [from, countFrom(terms, channel, from)]),
  )
  const isPlain = rules.exposure.length === 0 && rules.upgrades.length === 0
  for (let cell = 0; cell < cells.count; cell++) {
    const highest = sums.highest[cell] ?? unassessed
    const ordinal = cells.ordinalOf[cell] ?? 0
    const severity = isPlain
      ? highest
      : severityFrom(highest, {
          people: cells.people[ordinal] ?? 0,
          counted: from => counted.get(from)?.[cell] ?? 0,
          rules,
        })
    sums.severity[cell] = severity
    enter(sums, ordinal, levelOfSeverity(severity))
  }
  return sums
}

/** How many sources add a level or a worse one to each cell. */
function countFrom({ cells, sources, rules }: Terms, channel: Channel, from: RiskLevel): Uint16Array {
  const counts = new Uint16Array(cells.count)
  const cover = new Cover(cells, sources)
  const { binStart, columns } = cells
  const least = leastSeverity(from)
  const farthest = new Map<number, number>()
  // Steps come nearest first and never grow, so the last one that is severe enough reaches farthest.
  eachStep(sources, rules, channel, (slot, step, contribution) => {
    if (contribution >= least) farthest.set(slot, step)
  })
  for (const [slot, step] of farthest) {
    const steps = rules.steps[sources.kindOf[slot] ?? 0] ?? noDecay
    const radius = radiusOf(cover.aim(slot), steps[step] ?? wholeReach)
    cover.bound(radius)
    for (let j = cover.j0; j <= cover.j1; j++) {
      const end = binStart[j * columns + cover.i1 + 1] ?? 0
      for (let cell = binStart[j * columns + cover.i0] ?? 0; cell < end; cell++) {
        if (cover.meets(cell, radius)) counts[cell] = Math.min(65_535, (counts[cell] ?? 0) + 1)
      }
    }
  }
  return counts
}
