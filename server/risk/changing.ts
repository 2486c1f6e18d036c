import type { Cells } from './cells.ts'
import { Cover, type Covered, coverInto, nothingCovered } from './cover.ts'
import { type Change, type ChannelMap, gainedAt, lostAt, nextAt, oldAt } from './field-maps.ts'
import type { Reaching } from './reaching.ts'
import { Remaining } from './remaining.ts'
import { type DecayStep, decayed, isWhole } from './rules/decay.ts'
import { highestSeverity, levelOfSeverity, type Severity, unassessed } from './rules/severity.ts'
import type { SourceLists } from './source-lists.ts'
import type { SourceTable } from './sources.ts'
import { type FieldRules, floorBits, replaceLevel, severityFrom } from './sums.ts'
import { atOnce, never, Touched, Touching } from './touching.ts'

interface Parts {
  cells: Cells
  sources: SourceTable
  lists: SourceLists
  reaching: Reaching
  /** By the rules in force, which change. */
  stepsOf: (slot: number) => readonly DecayStep[]
  rulesNow: () => FieldRules
}

/** What a change does to one map: what its cells can lose and gain of the source, and whose level is another one then. */
export interface MapChange {
  map: ChannelMap
  lost: Severity
  gained: Severity
  /** Ordinals, in no order. */
  changed: number[]
}

/** Brings maps in step with a change of one source: asks only the cells that it decided, and those it decides now. */
export class Changing {
  readonly #parts: Parts
  readonly #cover: Cover
  readonly #touching: Touching
  readonly #remaining: Remaining
  /** What is lost, by as many maps as are looked at in one pass. */
  readonly #lost: Touched[] = []
  readonly #gained = new Touched()
  readonly #before: Covered = nothingCovered()
  readonly #after: Covered = nothingCovered()
  #some = new Int32Array(1024)
  #rules: FieldRules
  #isWhole = true
  #moved = 0

  constructor(parts: Parts) {
    const { cells, sources, lists, stepsOf } = parts
    this.#parts = parts
    this.#rules = parts.rulesNow()
    this.#cover = new Cover(cells, sources)
    this.#touching = new Touching(cells, this.#cover)
    this.#remaining = new Remaining({ cells, sources, lists, cover: this.#cover, stepsOf })
  }

  /** Finds what the maps can lose while the source is still what it was; `settle` comes when it is what it will be. */
  begin(maps: Iterable<ChannelMap>, change: Change): MapChange[] {
    const list: MapChange[] = []
    for (const map of maps) {
      const was = change.old ? oldAt(change.old, map.index) : unassessed
      const now = change.next ? nextAt(change.next, map.index) : unassessed
      if ((was < 0 && now < 0) || (!change.isMoved && was === now)) continue
      list.push({ map, lost: lostAt(change, was, now), gained: gainedAt(change, was, now), changed: [] })
    }
    const { slot, old } = change
    this.#rules = this.#parts.rulesNow()
    this.#coverAll(this.#before, old ? slot : -1)
    for (let i = 0; old && i < list.length; i += atOnce) {
      const touched = this.#lost[i / atOnce] ?? new Touched()
      this.#lost[i / atOnce] = touched
      this.#touching.clear()
      for (let k = i; k < Math.min(list.length, i + atOnce); k++) {
        const each = list[k]
        if (each) this.#touching.lookAt(each.map.sums, each.lost)
      }
      this.#touching.findMade(touched, slot)
    }
    return list
  }

  /** @returns how many severities are other ones now */
  settle(list: readonly MapChange[], { slot, old, next }: Change): number {
    this.#moved = 0
    this.#rules = this.#parts.rulesNow()
    this.#isWhole = this.#rules.steps.every(isWhole)
    for (let i = 0; i < list.length; i += atOnce) {
      const some = list.slice(i, i + atOnce)
      const touched = this.#lost[i / atOnce]
      if (old && touched) this.#settleLost(some, touched, slot)
      if (next) this.#settleGained(some, slot)
    }
    this.#coverAll(this.#after, next ? slot : -1)
    for (const each of list) {
      this.#placeAll(each, this.#before)
      this.#placeAll(each, this.#after)
    }
    return this.#moved
  }

  /** How many meet in a cell may change although its highest stays: where they are counted, all cells are looked at. */
  #coverAll(into: Covered, slot: number): void {
    into.length = 0
    if (slot < 0 || this.#rules.upgrades.length === 0) return
    const { cells, stepsOf } = this.#parts
    coverInto(into, { cells, cover: this.#cover, slot, steps: stepsOf(slot) })
  }

  #settleLost(list: readonly MapChange[], touched: Touched, slot: number): void {
    const { starts } = touched
    for (let tile = 0; tile + 1 < starts.length; tile++) {
      const [from, end] = [starts[tile] ?? 0, starts[tile + 1] ?? 0]
      if (from === end) continue
      this.#remaining.turnTo(touched, from, end)
      for (let i = 0; i < list.length; i++) {
        const each = list[i]
        if (each && each.lost !== never)
          this.#refill(each, slot, this.#take(touched, { from, end, map: 1 << i }))
      }
    }
  }

  /** Puts the cells of one map aside. @returns how many */
  #take({ cells, maps }: Touched, { from, end, map }: { from: number; end: number; map: number }): number {
    if (this.#some.length < end - from) this.#some = new Int32Array((end - from) * 2)
    let count = 0
    for (let i = from; i < end; i++) if (((maps[i] ?? 0) & map) !== 0) this.#some[count++] = cells[i] ?? 0
    return count
  }

  #refill(each: MapChange, changed: number, length: number): void {
    if (length === 0) return
    const { map, lost } = each
    const { sums } = map
    // No other source adds more to a cell that had its highest of this one.
    const most = this.#isWhole ? lost : highestSeverity
    sums.made[changed] = (sums.made[changed] ?? 0) - length
    this.#remaining.fill({ index: map.index, sums, cells: this.#some, length, most, changed })
    for (let i = 0; i < length; i++) {
      const cell = this.#some[i] ?? 0
      const link = sums.by[cell] ?? 0
      if (link > 0) sums.made[link - 1] = (sums.made[link - 1] ?? 0) + 1
      const highest = sums.highest[cell] ?? unassessed
      if (highest < (sums.floor[cell >> floorBits] ?? 0)) sums.floor[cell >> floorBits] = highest
      this.#place(each, cell)
    }
  }

  #settleGained(list: readonly MapChange[], slot: number): void {
    const steps = this.#parts.stepsOf(slot)
    this.#touching.clear()
    for (const each of list) this.#touching.lookAt(each.map.sums, each.gained)
    this.#touching.findRaised(this.#gained, slot, steps)
    const { cells, maps, steps: stepAt, length } = this.#gained
    for (let k = 0; k < list.length; k++) {
      const each = list[k]
      if (!each || each.gained === never) continue
      const { sums } = each.map
      if (slot >= sums.made.length) sums.made = longer(sums.made)
      for (let i = 0; i < length; i++) {
        if (((maps[i] ?? 0) & (1 << k)) === 0) continue
        const cell = cells[i] ?? 0
        sums.highest[cell] = decayed(each.gained, steps[stepAt[i] ?? 0]?.factor ?? 0)
        const link = sums.by[cell] ?? 0
        if (link > 0) sums.made[link - 1] = (sums.made[link - 1] ?? 0) - 1
        sums.by[cell] = slot + 1
        sums.made[slot] = (sums.made[slot] ?? 0) + 1
        this.#place(each, cell)
      }
    }
  }

  #placeAll(each: MapChange, { cells, length }: Covered): void {
    for (let i = 0; i < length; i++) this.#placeCounted(each, cells[i] ?? 0)
  }

  /** Brings severity, level and counts of a cell in step with its highest contribution. */
  #place(each: MapChange, cell: number): void {
    const { exposure, upgrades } = this.#rules
    if (upgrades.length > 0) return
    const highest = each.map.sums.highest[cell] ?? unassessed
    // Most regions have no such rules, and this runs for every cell that a change decides.
    this.#put(each, cell, exposure.length === 0 ? highest : this.#weighted(each, cell))
  }

  #placeCounted(each: MapChange, cell: number): void {
    this.#put(each, cell, this.#weighted(each, cell))
  }

  #weighted({ map: { sums, index } }: MapChange, cell: number): Severity {
    const { cells, reaching } = this.#parts
    return severityFrom(sums.highest[cell] ?? unassessed, {
      people: cells.people[cells.ordinalOf[cell] ?? 0] ?? 0,
      counted: from => reaching.countAt(cell, index, from),
      rules: this.#rules,
    })
  }

  #put({ map: { sums }, changed }: MapChange, cell: number, severity: Severity): void {
    const earlier = sums.severity[cell] ?? unassessed
    if (severity === earlier) return
    sums.severity[cell] = severity
    this.#moved += 1
    const level = levelOfSeverity(severity)
    if (level === levelOfSeverity(earlier)) return
    const ordinal = this.#parts.cells.ordinalOf[cell] ?? 0
    replaceLevel(sums, ordinal, level)
    changed.push(ordinal)
  }
}

function longer(list: Int32Array): Int32Array {
  const more = new Int32Array(list.length * 2 + 64)
  more.set(list)
  return more
}
