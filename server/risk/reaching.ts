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

/** Asks which sources reach one cell, and how severely. Changes nothing. */
export class Reaching {
  readonly #sources: SourceTable
  readonly #lists: SourceLists
  readonly #cover: Cover
  readonly #stepsOf: (slot: number) => readonly DecayStep[]
  readonly #near = { slots: new Int32Array(256) }

  constructor({ sources, lists, cover, stepsOf }: Parts) {
    this.#sources = sources
    this.#lists = lists
    this.#cover = cover
    this.#stepsOf = stepsOf
  }

  /** Asks the most severe candidates first: nearly always the first or second decides. */
  highestAt(cell: number, index: ChannelIndex): Severity {
    const { severities } = this.#sources
    let count = this.#keepAssessed(this.#lists.gather(cell, this.#near), index)
    // Gathering may have widened it.
    const near = this.#near.slots
    let highest = unassessed
    while (count > 0) {
      let place = -1
      let most = highest
      for (let i = 0; i < count; i++) {
        const severity = severities[(near[i] ?? 0) * scalesLength + index.scale] ?? unassessed
        if (severity <= most) continue
        most = severity
        place = i
      }
      // No step adds more than the severity itself.
      if (place < 0) return highest
      const slot = near[place] ?? 0
      near[place] = near[--count] ?? 0
      if (!this.#cover.isNear(slot, cell)) continue
      const steps = this.#stepsOf(slot)
      const step = this.#cover.stepAt(cell, steps, this.#cover.aim(slot))
      if (step >= 0) highest = Math.max(highest, decayed(most, steps[step]?.factor ?? 0))
    }
    return highest
  }

  #keepAssessed(count: number, index: ChannelIndex): number {
    const { severities, domains: domainOf } = this.#sources
    const near = this.#near.slots
    let kept = 0
    for (let i = 0; i < count; i++) {
      const slot = near[i] ?? 0
      if ((severities[slot * scalesLength + index.scale] ?? unassessed) < 0) continue
      if (isIn(domainOf[slot] ?? 0, index)) near[kept++] = slot
    }
    return kept
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
