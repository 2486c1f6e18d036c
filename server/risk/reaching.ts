import type { Cover } from './cover.ts'
import { type ChannelIndex, isIn } from './field-maps.ts'
import type { RiskLevel } from './risk.ts'
import type { Found } from './rules/combine.ts'
import { type DecayStep, decayed } from './rules/decay.ts'
import { leastSeverity, type Severity, unassessed } from './rules/severity.ts'
import type { SourceLists } from './source-lists.ts'
import { type SourceTable, scalesLength } from './sources.ts'

interface Parts {
  sources: SourceTable
  lists: SourceLists
  cover: Cover
  /** By the rules in force, which change. */
  stepsOf: (slot: number) => readonly DecayStep[]
}

/** Sources by what they add to a map at most, over the cells of one bin; -1 for none. */
interface Ranked {
  index: ChannelIndex
  bin: number
  length: number
  slots: Int32Array
  severities: Int16Array
}

/** Asks which sources reach one cell, and how severely. Changes nothing. */
export class Reaching {
  readonly #sources: SourceTable
  readonly #lists: SourceLists
  readonly #cover: Cover
  readonly #stepsOf: (slot: number) => readonly DecayStep[]
  readonly #near = { slots: new Int32Array(256) }
  readonly #ranked: Ranked = {
    index: { scale: 0, domain: -1 },
    bin: -1,
    length: 0,
    slots: new Int32Array(256),
    severities: new Int16Array(256),
  }

  constructor({ sources, lists, cover, stepsOf }: Parts) {
    this.#sources = sources
    this.#lists = lists
    this.#cover = cover
    this.#stepsOf = stepsOf
  }

  /** Forgets what was put in order: sources have changed since, or another map is asked about. */
  turnTo(index: ChannelIndex): void {
    this.#ranked.index = index
    this.#ranked.bin = -1
  }

  /** The highest at a cell of the map turned to. Asks the most severe first: mostly the first or second decides. */
  highestAt(cell: number): Severity {
    const ranked = this.#ranked
    const bin = this.#lists.binOf(cell)
    // Cells of one bin are asked about one after another, and the same sources may reach them.
    if (bin !== ranked.bin) this.#rank(cell, bin)
    let highest = unassessed
    for (let i = 0; i < ranked.length; i++) {
      const severity = ranked.severities[i] ?? unassessed
      // No step adds more than the severity itself.
      if (severity <= highest) return highest
      const slot = ranked.slots[i] ?? 0
      if (!this.#cover.isNear(slot, cell)) continue
      const steps = this.#stepsOf(slot)
      const step = this.#cover.stepAt(cell, steps, this.#cover.aim(slot))
      if (step >= 0) highest = Math.max(highest, decayed(severity, steps[step]?.factor ?? 0))
    }
    return highest
  }

  /** Puts the assessed sources that may reach the cells of a bin in order, the most severe first. */
  #rank(cell: number, bin: number): void {
    const ranked = this.#ranked
    const { index } = ranked
    const { severities: severityOf, domains: domainOf } = this.#sources
    const count = this.#lists.gather(cell, this.#near)
    if (ranked.slots.length < count) {
      ranked.slots = new Int32Array(count * 2)
      ranked.severities = new Int16Array(count * 2)
    }
    const { slots, severities } = ranked
    let length = 0
    for (let i = 0; i < count; i++) {
      const slot = this.#near.slots[i] ?? 0
      const severity = severityOf[slot * scalesLength + index.scale] ?? unassessed
      if (severity < 0 || !isIn(domainOf[slot] ?? 0, index)) continue
      let place = length++
      for (; place > 0 && (severities[place - 1] ?? 0) < severity; place--) {
        slots[place] = slots[place - 1] ?? 0
        severities[place] = severities[place - 1] ?? 0
      }
      slots[place] = slot
      severities[place] = severity
    }
    ranked.length = length
    ranked.bin = bin
  }

  countAt(cell: number, index: ChannelIndex, from: RiskLevel): number {
    const least = leastSeverity(from)
    return this.foundAt(cell, index).filter(each => decayed(each.severity, each.factor) >= least).length
  }

  foundAt(cell: number, index: ChannelIndex): (Found & { slot: number })[] {
    const { severities, domains: domainOf, ids } = this.#sources
    const found: (Found & { slot: number })[] = []
    const count = this.#lists.gather(cell, this.#near)
    for (let i = 0; i < count; i++) {
      const slot = this.#near.slots[i] ?? 0
      if (!isIn(domainOf[slot] ?? 0, index) || !this.#cover.isNear(slot, cell)) continue
      const steps = this.#stepsOf(slot)
      const step = this.#cover.stepAt(cell, steps, this.#cover.aim(slot))
      if (step < 0) continue
      const severity = severities[slot * scalesLength + index.scale] ?? unassessed
      const factor = steps[step]?.factor ?? 0
      found.push({
        slot,
        sourceId: ids[slot] ?? 0,
        distanceMeters: this.#cover.distance(cell),
        factor,
        severity,
      })
    }
    return found
  }
}
