import type { Cells } from './cells.ts'
import type { Cover } from './cover.ts'
import { type ChannelIndex, isIn } from './field-maps.ts'
import type { ReachingParts } from './reaching.ts'
import { type DecayStep, decayed } from './rules/decay.ts'
import { type Severity, unassessed } from './rules/severity.ts'
import type { SourceLists } from './source-lists.ts'
import { type SourceTable, scalesLength } from './sources.ts'
import type { Sums } from './sums.ts'
import type { Touched } from './touching.ts'

/** Some cells of one map that are asked anew. */
interface Asked {
  index: ChannelIndex
  sums: Sums
  cells: Int32Array
  length: number
  /** No source adds more to any of them, but the one whose slot is `changed`. */
  most: Severity
  changed: number
}

interface Left {
  sums: Sums
  cells: Int32Array
  left: number
}

// Fewer are looked through for the most severe each time; more are put in order first.
const fewSources = 128
const slotsAtMost = 2 ** 31

/** Finds what is highest at cells whose highest may have gone: all of them together, the most severe source first. */
export class Remaining {
  readonly #cells: Cells
  readonly #sources: SourceTable
  readonly #lists: SourceLists
  readonly #cover: Cover
  readonly #stepsOf: (slot: number) => readonly DecayStep[]
  readonly #near = { slots: new Int32Array(1024) }
  #length = 0
  /** Severity and slot of each source in one number, by which they are ordered. */
  #keys = new Float64Array(1024)

  constructor({ cells, sources, lists, cover, stepsOf }: ReachingParts) {
    this.#cells = cells
    this.#sources = sources
    this.#lists = lists
    this.#cover = cover
    this.#stepsOf = stepsOf
  }

  /** Turns to the sources that may reach some of the cells found. */
  turnTo({ cells }: Touched, from: number, end: number): void {
    const { x, y } = this.#cells
    const first = cells[from] ?? 0
    let west = x[first] ?? 0
    let south = y[first] ?? 0
    let [east, north] = [west, south]
    for (let i = from + 1; i < end; i++) {
      const cell = cells[i] ?? 0
      const cx = x[cell] ?? 0
      const cy = y[cell] ?? 0
      if (cx < west) west = cx
      else if (cx > east) east = cx
      if (cy < south) south = cy
      else if (cy > north) north = cy
    }
    this.#length = this.#lists.gather({ west, south, east, north }, this.#near)
    if (this.#keys.length < this.#length) this.#keys = new Float64Array(this.#length * 2)
  }

  /** Writes the highest of some cells of those turned to; their order changes. */
  fill({ index, sums, cells, length, most, changed }: Asked): void {
    let left = length
    for (let i = 0; i < left; i++) {
      sums.highest[cells[i] ?? 0] = unassessed
      sums.by[cells[i] ?? 0] = 0
    }
    for (let count = this.#rank({ index, most, changed }); count > 0 && left > 0; count--) {
      const key = this.#takeWorst(count)
      const severity = Math.floor(key / slotsAtMost)
      const slot = key - severity * slotsAtMost
      left = this.#setBy(slot, severity, { sums, cells, left })
    }
  }

  /** Sets what one source reaches. What none of the less severe can raise goes behind. @returns how many are left before */
  #setBy(slot: number, severity: Severity, { sums: { highest, by }, cells, left }: Left): number {
    const steps = this.#stepsOf(slot)
    const reachMeters = this.#cover.aim(slot)
    let rest = left
    for (let i = left - 1; i >= 0; i--) {
      const cell = cells[i] ?? 0
      const present = highest[cell] ?? unassessed
      if (severity > present) {
        const step = this.#cover.stepAt(cell, steps, reachMeters)
        if (step < 0) continue
        const added = decayed(severity, steps[step]?.factor ?? 0)
        if (added > present) {
          highest[cell] = added
          by[cell] = slot + 1
        }
        // What comes later may still add more where a decay left less of this one.
        if (added < severity) continue
      }
      rest -= 1
      cells[i] = cells[rest] ?? 0
      cells[rest] = cell
    }
    return rest
  }

  /** Writes the keys of the sources that a map counts. @returns how many */
  #rank({ index, most, changed }: Pick<Asked, 'index' | 'most' | 'changed'>): number {
    const { severities, domains } = this.#sources
    const { slots } = this.#near
    let count = 0
    for (let i = 0; i < this.#length; i++) {
      const slot = slots[i] ?? 0
      const severity = severities[slot * scalesLength + index.scale] ?? unassessed
      if (severity < 0 || (severity > most && slot !== changed)) continue
      if (isIn(domains[slot] ?? 0, index)) this.#keys[count++] = severity * slotsAtMost + slot
    }
    if (count > fewSources) this.#keys.subarray(0, count).sort()
    return count
  }

  /** Moves the most severe of the first keys to their end. */
  #takeWorst(count: number): number {
    const keys = this.#keys
    const last = keys[count - 1] ?? 0
    if (count > fewSources) return last
    let worst = count - 1
    let key = last
    for (let i = 0; i < count - 1; i++) {
      const each = keys[i] ?? 0
      if (each > key) {
        key = each
        worst = i
      }
    }
    keys[worst] = last
    keys[count - 1] = key
    return key
  }
}
