import type { Cells } from './cells.ts'
import type { Covers } from './covers.ts'
import { type Change, type ChannelMap, isIn } from './field-maps.ts'
import { placeOf } from './footprint.ts'
import { Patches } from './patches.ts'
import type { Reaching } from './reaching.ts'
import { type DecayStep, noDecay } from './rules/decay.ts'
import { leastSeverity, levelOfSeverity, type Severity, unassessed } from './rules/severity.ts'
import { type SourceTable, scalesLength } from './sources.ts'
import { type FieldRules, isPlain, replaceLevel, severityFrom, sink } from './sums.ts'

interface Parts {
  cells: Cells
  sources: SourceTable
  covers: Covers
  reaching: Reaching
  /** By the rules in force, which change. */
  stepsOf: (slot: number) => readonly DecayStep[]
  rulesNow: () => FieldRules
}

/** What a change does to one map: ordinals whose level is another one then, in no order. */
export interface MapChange {
  map: ChannelMap
  changed: number[]
}

/** Brings maps in step with a change of one source: asks only the cells that it decided, and those it decides now. */
export class Changing {
  readonly #parts: Parts
  readonly #before = new Patches()
  readonly #after = new Patches()
  /** What the parts of the source added before, by part and scale. */
  #was = new Int16Array(scalesLength)
  /** Of the map looked at, by step: what its cells can lose and gain; `unassessed` for nothing. */
  readonly #lost: Severity[] = []
  readonly #gained: Severity[] = []
  /** No part of the source adds more to the map, before or now. */
  #most: Severity = unassessed
  #rules: FieldRules
  #isPlain = true
  #moved = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#rules = parts.rulesNow()
  }

  /** Takes down what the source was; `settle` comes when its record is what it will be. */
  begin({ slot, old, isMoved }: Change): void {
    const { covers } = this.#parts
    const { steps, added } = covers.parts
    if (this.#was.length !== steps * scalesLength) this.#was = new Int16Array(steps * scalesLength)
    for (let i = 0; i < this.#was.length; i++)
      this.#was[i] = old ? (added[slot * this.#was.length + i] ?? unassessed) : unassessed
    this.#before.take(covers, old ? slot : null)
    if (old && isMoved) covers.remove(slot)
  }

  settle(maps: Iterable<ChannelMap>, change: Change): MapChange[] {
    const { covers, rulesNow, stepsOf } = this.#parts
    const { slot, next, isMoved } = change
    this.#rules = rulesNow()
    this.#isPlain = isPlain(this.#rules)
    this.#moved = 0
    covers.judge(slot, next ? stepsOf(slot) : noDecay)
    if (next && isMoved) covers.add(slot, stepsOf(slot))
    this.#after.take(covers, next ? slot : null)
    const list: MapChange[] = []
    for (const map of maps) {
      const each = { map, changed: [] }
      this.#settleMap(each, change)
      list.push(each)
    }
    return list
  }

  /** How many severities became other ones by the last change. */
  get moved(): number {
    return this.#moved
  }

  #settleMap(each: MapChange, { slot, old, isMoved }: Change): void {
    const { sources, covers } = this.#parts
    const { index } = each.map
    const { steps, added } = covers.parts
    const isNow = isIn(sources.domains[slot] ?? 0, index)
    const wasIn = old !== null && isIn(old.domain, index)
    this.#most = unassessed
    for (let step = 0; step < steps; step++) {
      const at = step * scalesLength + index.scale
      const was = wasIn ? (this.#was[at] ?? unassessed) : unassessed
      const now = isNow ? (added[slot * steps * scalesLength + at] ?? unassessed) : unassessed
      this.#lost[step] = isMoved || now < was ? was : unassessed
      this.#gained[step] = isMoved || now > was ? now : unassessed
      this.#most = Math.max(this.#most, was, now)
    }
    for (let step = 0; step < steps; step++) if ((this.#lost[step] ?? unassessed) >= 0) this.#lose(each, step)
    for (let step = 0; step < steps; step++)
      if ((this.#gained[step] ?? unassessed) >= 0) this.#gain(each, step)
    if (this.#most < 0 || this.#rules.upgrades.length === 0) return
    this.#countAll(each, this.#before)
    this.#countAll(each, this.#after)
  }

  /** Asks again the cells whose highest was what the source added. */
  #lose(each: MapChange, step: number): void {
    const was = this.#lost[step] ?? unassessed
    const most = this.#most
    const { groups, bits: bitsOf, starts } = this.#before
    const { reaching } = this.#parts
    const { index, sums } = each.map
    const { highest, floors } = sums
    const end = starts[step + 1] ?? 0
    for (let i = starts[step] ?? 0; i < end; i++) {
      const group = groups[i] ?? 0
      if ((floors[group] ?? 0) > was) continue
      let bits = 0
      for (let left = bitsOf[i] ?? 0; left !== 0; left &= left - 1) {
        const place = placeOf(left)
        if (highest[group * 8 + place] === was) bits |= 1 << place
      }
      if (bits === 0) continue
      reaching.find({ group, bits, index, most })
      for (; bits !== 0; bits &= bits - 1) {
        const place = placeOf(bits)
        const severity = reaching.highest[place] ?? unassessed
        if (severity !== was) this.#set(each, group * 8 + place, severity)
      }
      sink(sums, group)
    }
  }

  /** Raises the cells whose highest is less than what the source adds. */
  #gain(each: MapChange, step: number): void {
    const now = this.#gained[step] ?? unassessed
    const { groups, bits: bitsOf, starts } = this.#after
    const { sums } = each.map
    const { highest, floors } = sums
    const end = starts[step + 1] ?? 0
    for (let i = starts[step] ?? 0; i < end; i++) {
      const group = groups[i] ?? 0
      if ((floors[group] ?? 0) >= now) continue
      for (let left = bitsOf[i] ?? 0; left !== 0; left &= left - 1) {
        const cell = group * 8 + placeOf(left)
        if ((highest[cell] ?? 0) < now) this.#set(each, cell, now)
      }
      sink(sums, group)
    }
  }

  #set(each: MapChange, cell: number, highest: Severity): void {
    const { sums } = each.map
    const earlier = sums.highest[cell] ?? unassessed
    sums.highest[cell] = highest
    // Most regions have no rules that make another severity of it.
    if (this.#isPlain) this.#place(each, cell, levelOfSeverity(highest) !== levelOfSeverity(earlier))
    else if (this.#rules.upgrades.length === 0) this.#weigh(each, cell)
  }

  /** How many meet in a cell may change although its highest stays: where they are counted, all cells are looked at. */
  #countAll(each: MapChange, { groups, bits: bitsOf, length }: Patches): void {
    for (let i = 0; i < length; i++) {
      for (let left = bitsOf[i] ?? 0; left !== 0; left &= left - 1)
        this.#weigh(each, (groups[i] ?? 0) * 8 + placeOf(left))
    }
  }

  #weigh(each: MapChange, cell: number): void {
    const { cells, covers } = this.#parts
    const { sums, index } = each.map
    const severity = severityFrom(sums.highest[cell] ?? unassessed, {
      people: cells.people[cells.ordinalOf[cell] ?? 0] ?? 0,
      counted: from => covers.count(cell, index, leastSeverity(from)),
      rules: this.#rules,
    })
    const earlier = sums.severity[cell] ?? unassessed
    if (severity === earlier) return
    sums.severity[cell] = severity
    this.#place(each, cell, levelOfSeverity(severity) !== levelOfSeverity(earlier))
  }

  /** Brings level and counts of a cell in step with its severity, which is another one now. */
  #place({ map: { sums }, changed }: MapChange, cell: number, isOther: boolean): void {
    this.#moved += 1
    if (!isOther) return
    const ordinal = this.#parts.cells.ordinalOf[cell] ?? 0
    replaceLevel(sums, ordinal, levelOfSeverity(sums.severity[cell] ?? unassessed))
    changed.push(ordinal)
  }
}
