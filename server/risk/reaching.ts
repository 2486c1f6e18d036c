import type { Cells } from './cells.ts'
import type { Cover } from './cover.ts'
import { type ChannelIndex, isIn } from './field-maps.ts'
import type { RiskLevel } from './risk.ts'
import type { Found } from './rules/combine.ts'
import { type DecayStep, decayed } from './rules/decay.ts'
import { leastSeverity, unassessed } from './rules/severity.ts'
import type { SourceLists } from './source-lists.ts'
import { type SourceTable, scalesLength } from './sources.ts'

/** What finding the sources of cells is made of. */
export interface ReachingParts {
  cells: Cells
  sources: SourceTable
  lists: SourceLists
  cover: Cover
  /** By the rules in force, which change. */
  stepsOf: (slot: number) => readonly DecayStep[]
}

/** Asks which sources reach one cell, and how severely. Changes nothing. */
export class Reaching {
  readonly #cells: Cells
  readonly #sources: SourceTable
  readonly #lists: SourceLists
  readonly #cover: Cover
  readonly #stepsOf: (slot: number) => readonly DecayStep[]
  readonly #near = { slots: new Int32Array(256) }

  constructor({ cells, sources, lists, cover, stepsOf }: ReachingParts) {
    this.#cells = cells
    this.#sources = sources
    this.#lists = lists
    this.#cover = cover
    this.#stepsOf = stepsOf
  }

  countAt(cell: number, index: ChannelIndex, from: RiskLevel): number {
    const least = leastSeverity(from)
    return this.foundAt(cell, index).filter(each => decayed(each.severity, each.factor) >= least).length
  }

  #gather(cell: number): number {
    const [x, y] = [this.#cells.x[cell] ?? 0, this.#cells.y[cell] ?? 0]
    return this.#lists.gather({ west: x, south: y, east: x, north: y }, this.#near)
  }

  foundAt(cell: number, index: ChannelIndex): (Found & { slot: number })[] {
    const { severities, domains: domainOf, ids } = this.#sources
    const found: (Found & { slot: number })[] = []
    const count = this.#gather(cell)
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
