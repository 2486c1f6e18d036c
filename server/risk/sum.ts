import { type Cells, shared } from './cells.ts'
import { Cover } from './cover.ts'
import { type Domain, domains, type RiskLevel, type RiskScale, scales } from './risk.ts'
import { type CellRules, exposed, upgradeOf } from './rules/combine.ts'
import { type DecayStep, decayed, noDecay, radiusOf } from './rules/decay.ts'
import { highestSeverity, leastSeverity, levelOfSeverity, unassessed } from './rules/severity.ts'
import { type SourceTable, scalesLength } from './sources.ts'

/** One map: a scale, of all sources or of one domain. */
export interface Channel {
  scale: RiskScale
  domain: Domain | null
}

/** A region's rules made ready: steps of the decay by the index of the kind. */
export interface FieldRules extends CellRules {
  steps: (readonly DecayStep[])[]
}

export interface Sums {
  /** Highest contribution and severity of each cell, by slot. */
  highest: Int16Array
  severity: Int16Array
  /** Level of each ordinal; 0 where nothing is assessed or no cell is. */
  levels: Uint8Array
  /** Cells of each level. */
  counts: Int32Array
  /** Sum over the cells of a mix of ordinal and level, in two halves: names the levels by content. */
  mark: Int32Array
}

/** What the sums are made of; every array may lie in shared memory. */
export interface Terms {
  cells: Cells
  sources: SourceTable
  rules: FieldRules
}

/** Sums a channel from nothing. */
export function sumChannel(terms: Terms, channel: Channel): Sums {
  const { cells, rules } = terms
  const sums: Sums = {
    highest: shared(Int16Array, cells.count),
    severity: shared(Int16Array, cells.count),
    levels: shared(Uint8Array, cells.size),
    counts: shared(Int32Array, 5),
    mark: shared(Int32Array, 2),
  }
  sumHighest(terms, channel, sums.highest)
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

/** Exposure, then upgrade: the order in which an explanation tells them. */
export function severityFrom(
  highest: number,
  { people, counted, rules }: { people: number; counted(from: RiskLevel): number; rules: CellRules },
): number {
  if (rules.exposure.length === 0 && rules.upgrades.length === 0) return highest
  const severity = exposed(highest, people, rules.exposure)
  if (rules.upgrades.length === 0) return severity
  return upgradeOf(severity, counted, rules.upgrades)?.severity ?? severity
}

function enter(sums: Sums, ordinal: number, level: RiskLevel): void {
  sums.levels[ordinal] = level
  sums.counts[level] = (sums.counts[level] ?? 0) + 1
  remark(sums.mark, ordinal, level, 1)
}

/** Adds a cell's level to the mark of a map, or takes it out. */
export function remark(mark: Int32Array, ordinal: number, level: RiskLevel, by: 1 | -1): void {
  if (level === 0) return
  mark[0] = (mark[0] ?? 0) + by * mixed(ordinal * 5 + level, 0x9e3779b1)
  mark[1] = (mark[1] ?? 0) + by * mixed(ordinal * 5 + level, 0x85ebca6b)
}

function mixed(value: number, seed: number): number {
  let h = Math.imul(value ^ seed, 0xcc9e2d51)
  h = Math.imul(h ^ (h >>> 15), 0x1b873593)
  h = Math.imul(h ^ (h >>> 13), 0x85ebca6b)
  return (h ^ (h >>> 16)) | 0
}

/**
 * The highest contribution to each cell: the most severe first, so that each cell is set once and bins
 * whose cells are all set are passed over.
 */
function sumHighest({ cells, sources, rules }: Terms, channel: Channel, highest: Int16Array): void {
  highest.fill(unassessed)
  const order = worstFirst({ sources, rules }, channel)
  const cover = new Cover(cells, sources)
  const { binStart, columns, rows } = cells
  const open = new Int32Array(columns * rows)
  for (let bin = 0; bin < open.length; bin++) open[bin] = (binStart[bin + 1] ?? 0) - (binStart[bin] ?? 0)
  let left = cells.count
  for (let item = 0; item < order.length && left > 0; item++) {
    const slot = order.slots[item] ?? 0
    const contribution = order.contributions[item] ?? 0
    const step = rules.steps[sources.kindOf[slot] ?? 0]?.[order.steps[item] ?? 0] ?? wholeReach
    const radius = radiusOf(cover.aim(slot), step)
    cover.bound(radius)
    for (let j = cover.j0; j <= cover.j1; j++) {
      for (let bin = j * columns + cover.i0; bin <= j * columns + cover.i1; bin++) {
        if (open[bin] === 0) continue
        let set = 0
        const end = binStart[bin + 1] ?? 0
        for (let cell = binStart[bin] ?? 0; cell < end; cell++) {
          if (highest[cell] !== unassessed || !cover.meets(cell, radius)) continue
          highest[cell] = contribution
          set += 1
        }
        if (set === 0) continue
        open[bin] = (open[bin] ?? 0) - set
        left -= set
      }
    }
  }
}

const wholeReach: DecayStep = { upTo: 1000, factor: 1000 }

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

function eachStep(
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
