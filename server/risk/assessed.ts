import { setImmediate } from 'node:timers/promises'
import type { Cells } from './cells.ts'
import type { Cover } from './cover.ts'
import { type Covered, coverInto, nothingCovered } from './covered.ts'
import { type ChannelMap, isIn } from './field-maps.ts'
import type { Reaching } from './reaching.ts'
import { scales } from './risk.ts'
import { explain } from './rules/combine.ts'
import { type DecayStep, decayed } from './rules/decay.ts'
import { unassessed } from './rules/severity.ts'
import { type SourceTable, scalesLength } from './sources.ts'
import type { FieldRules } from './sums.ts'

interface Parts {
  cells: Cells
  sources: SourceTable
  cover: Cover
  reaching: Reaching
  stepsOf: (slot: number) => readonly DecayStep[]
  /** By the rules in force, which change. */
  rulesNow: () => FieldRules
}

interface Made {
  turn: number
  levels: Promise<Uint8Array>
}

const live = scales.indexOf('live')
const cellsAtOnce = 1000

/**
 * Levels of the live scale as they were if only assessed sources counted. There one that nobody assessed counts while
 * something raises it, and a map has to tell the two apart. Few sources are such: their cells are asked one by one.
 */
export class Assessed {
  readonly #parts: Parts
  readonly #made = new Map<string, Made>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Made in turns with whatever else there is to do, and kept until the field's `turn` is another. */
  levels(name: string, map: ChannelMap, turn: number): Promise<Uint8Array> {
    const known = this.#made.get(name)
    if (known?.turn === turn) return known.levels
    const levels = this.#make(map)
    this.#made.set(name, { turn, levels })
    return levels
  }

  async #make(map: ChannelMap): Promise<Uint8Array> {
    const levels = Uint8Array.from(map.sums.levels)
    const cells = this.#cellsOf(map)
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i] ?? 0
      levels[this.#parts.cells.ordinalOf[cell] ?? 0] = this.#levelAt(cell, map)
      if (i % cellsAtOnce === cellsAtOnce - 1) await setImmediate()
    }
    return levels
  }

  /** Cells that sources without any assessment reach and, unless many together lift a cell, are highest in. */
  #cellsOf({ index, sums }: ChannelMap): Int32Array {
    const { cells, sources, cover, stepsOf, rulesNow } = this.#parts
    const isCounted = rulesNow().upgrades.length > 0
    const found = new Set<number>()
    const into: Covered = nothingCovered()
    for (let slot = 0; slot < sources.length; slot++) {
      if (!this.#isRaisedOnly(slot) || !isIn(sources.domains[slot] ?? 0, index)) continue
      const steps = stepsOf(slot)
      const severity = sources.severities[slot * scalesLength + live] ?? unassessed
      coverInto(into, { cells, cover, slot, steps })
      for (let i = 0; i < into.length; i++) {
        const cell = into.cells[i] ?? 0
        const { factor = 0 } = steps[steps.length === 1 ? 0 : (into.steps[i] ?? 0)] ?? {}
        if (isCounted || sums.highest[cell] === decayed(severity, factor)) found.add(cell)
      }
    }
    return Int32Array.from(found)
  }

  #isRaisedOnly(slot: number): boolean {
    const { ids, severities } = this.#parts.sources
    if (slot < 0 || ids[slot] === 0) return false
    const severity = (scale: number) => severities[slot * scalesLength + scale] ?? unassessed
    return severity(live) >= 0 && scales.every((_, scale) => scale === live || severity(scale) < 0)
  }

  #levelAt(cell: number, { index }: ChannelMap) {
    const { cells, reaching, rulesNow } = this.#parts
    const found = reaching.foundAt(cell, index).filter(({ slot }) => !this.#isRaisedOnly(slot))
    return explain(found, cells.people[cells.ordinalOf[cell] ?? 0] ?? 0, rulesNow()).level
  }
}
