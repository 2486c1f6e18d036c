import type { Cells } from './cells.ts'
import type { Cover } from './cover.ts'
import { type DecayStep, decayed, isWhole } from './rules/decay.ts'
import type { Severity } from './rules/severity.ts'

/** A severity that no cell has and that is above none. */
export const never = -2

/** So many maps are looked at in one pass over the cells, at most. */
export const atOnce = 3

/** Cells that were found, each with the maps where it was (a bit each) and the step of the source's decay there. */
export class Touched {
  length = 0
  cells = new Int32Array(1024)
  maps = new Uint8Array(1024)
  steps = new Uint8Array(1024)
  /** Where the cells of each tile of bins begin, and at the end their number. */
  readonly starts: number[] = []

  clear(): void {
    this.length = 0
    this.starts.length = 0
  }

  add(cell: number, maps: number, step: number): void {
    if (this.length === this.cells.length) this.#widen()
    this.cells[this.length] = cell
    this.maps[this.length] = maps
    this.steps[this.length] = step
    this.length += 1
  }

  #widen(): void {
    const { cells, maps, steps, length } = this
    this.cells = new Int32Array(length * 2)
    this.maps = new Uint8Array(length * 2)
    this.steps = new Uint8Array(length * 2)
    this.cells.set(cells)
    this.maps.set(maps)
    this.steps.set(steps)
  }
}

// Bins on a side: most sources lie over one tile, and those of a wide one are looked at tile by tile.
const tileSide = 16

/** Looks through the cells under a source for those whose highest it makes, or would raise. */
export class Touching {
  readonly #cells: Cells
  readonly #cover: Cover
  #into = new Touched()
  #steps: readonly DecayStep[] = []
  #isBelow = false
  #reachMeters = 0
  #h0: Int16Array = new Int16Array()
  #h1: Int16Array = new Int16Array()
  #h2: Int16Array = new Int16Array()
  #aims = 0
  #v0 = never
  #v1 = never
  #v2 = never

  constructor(cells: Cells, cover: Cover) {
    this.#cells = cells
    this.#cover = cover
  }

  /** Looks at other maps from now on. */
  clear(): void {
    this.#v0 = this.#v1 = this.#v2 = never
    this.#aims = 0
  }

  /** Looks at one map more, for what the source asked about adds there at most. */
  lookAt(highest: Int16Array, severity: Severity): void {
    if (this.#aims === 0) this.#h0 = this.#h1 = this.#h2 = highest
    if (this.#aims === 0) this.#v0 = severity
    else if (this.#aims === 1) {
      this.#h1 = highest
      this.#v1 = severity
    } else {
      this.#h2 = highest
      this.#v2 = severity
    }
    this.#aims += 1
  }

  /** Finds the cells whose highest on one of the maps is what the source adds there. */
  findMade(into: Touched, slot: number, steps: readonly DecayStep[]): void {
    this.#isBelow = false
    this.#find(into, slot, steps)
  }

  /** Finds the cells whose highest on one of the maps is less than what the source adds there. */
  findRaised(into: Touched, slot: number, steps: readonly DecayStep[]): void {
    this.#isBelow = true
    this.#find(into, slot, steps)
  }

  #find(into: Touched, slot: number, steps: readonly DecayStep[]): void {
    into.clear()
    if (this.#v0 === never && this.#v1 === never && this.#v2 === never) return
    this.#into = into
    this.#steps = steps
    this.#reachMeters = this.#cover.aim(slot)
    this.#cover.bound(this.#reachMeters)
    this.#tiles(isWhole(steps))
  }

  #tiles(isPlain: boolean): void {
    const cover = this.#cover
    const into = this.#into
    const { i0, i1, j0, j1 } = cover
    const { binStart, columns } = this.#cells
    for (let south = j0; south <= j1; south += tileSide) {
      for (let west = i0; west <= i1; west += tileSide) {
        into.starts.push(into.length)
        const north = Math.min(j1, south + tileSide - 1)
        for (let j = south; j <= north; j++) {
          cover.narrow(j)
          const from = Math.max(west, cover.i0)
          const to = Math.min(west + tileSide - 1, cover.i1)
          if (from > to) continue
          // The bins of a row lie one after another.
          const begin = binStart[j * columns + from] ?? 0
          const end = binStart[j * columns + to + 1] ?? 0
          if (!isPlain) this.#stepped(begin, end)
          else if (this.#isBelow) this.#raised(begin, end)
          else this.#made(begin, end)
        }
      }
    }
    into.starts.push(into.length)
  }

  // The highest is looked at first: only the few cells that can count are measured.
  #made(begin: number, end: number): void {
    const h0 = this.#h0
    const h1 = this.#h1
    const h2 = this.#h2
    const v0 = this.#v0
    const v1 = this.#v1
    const v2 = this.#v2
    const reach = this.#reachMeters
    for (let cell = begin; cell < end; cell++) {
      const maps = (h0[cell] === v0 ? 1 : 0) | (h1[cell] === v1 ? 2 : 0) | (h2[cell] === v2 ? 4 : 0)
      if (maps !== 0 && this.#cover.meets(cell, reach)) this.#into.add(cell, maps, 0)
    }
  }

  #raised(begin: number, end: number): void {
    const h0 = this.#h0
    const h1 = this.#h1
    const h2 = this.#h2
    const v0 = this.#v0
    const v1 = this.#v1
    const v2 = this.#v2
    const reach = this.#reachMeters
    for (let cell = begin; cell < end; cell++) {
      const maps =
        ((h0[cell] ?? 0) < v0 ? 1 : 0) | ((h1[cell] ?? 0) < v1 ? 2 : 0) | ((h2[cell] ?? 0) < v2 ? 4 : 0)
      if (maps !== 0 && this.#cover.meets(cell, reach)) this.#into.add(cell, maps, 0)
    }
  }

  /** By a decay: what the source adds is known when the step is. */
  #stepped(begin: number, end: number): void {
    for (let cell = begin; cell < end; cell++) {
      const step = this.#cover.stepAt(cell, this.#steps, this.#reachMeters)
      if (step < 0) continue
      const factor = this.#steps[step]?.factor ?? 0
      const maps =
        (this.#counts(this.#h0[cell] ?? 0, this.#v0, factor) ? 1 : 0) |
        (this.#counts(this.#h1[cell] ?? 0, this.#v1, factor) ? 2 : 0) |
        (this.#counts(this.#h2[cell] ?? 0, this.#v2, factor) ? 4 : 0)
      if (maps !== 0) this.#into.add(cell, maps, step)
    }
  }

  #counts(highest: Severity, severity: Severity, factor: number): boolean {
    if (severity < 0) return false
    const added = decayed(severity, factor)
    return this.#isBelow ? highest < added : highest === added
  }
}
