import type { Cells } from './cells.ts'
import type { Cover } from './cover.ts'
import { type DecayStep, decayed, isWhole } from './rules/decay.ts'
import { highestSeverity, type Severity } from './rules/severity.ts'
import { floorBits, type Sums } from './sums.ts'

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

const noNumbers = new Int32Array(0)
const noSums: Sums = {
  highest: new Int16Array(0),
  severity: new Int16Array(0),
  by: noNumbers,
  made: noNumbers,
  floor: new Int16Array(0),
  levels: new Uint8Array(0),
  counts: noNumbers,
  mark: noNumbers,
}

// Bins on a side: most sources lie over one tile, and those of a wide one are looked at tile by tile.
const tileSide = 16

/** Looks through the cells under a source, of up to three maps at once, for those whose highest it makes or would raise. */
export class Touching {
  readonly #cells: Cells
  readonly #cover: Cover
  #into = new Touched()
  #steps: readonly DecayStep[] = []
  /** One more than the slot that is looked for as the maker of a highest; 0 where it is looked what would be raised. */
  #link = 0
  #left = 0
  #reachMeters = 0
  #count = 0
  #s0 = noSums
  #s1 = noSums
  #s2 = noSums
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
    this.#count = 0
  }

  /** Looks at one map more, for what the source asked about adds there at most. */
  lookAt(sums: Sums, severity: Severity): void {
    if (this.#count === 0) {
      this.#s0 = this.#s1 = this.#s2 = sums
      this.#v0 = severity
    } else if (this.#count === 1) {
      this.#s1 = sums
      this.#v1 = severity
    } else {
      this.#s2 = sums
      this.#v2 = severity
    }
    this.#count += 1
  }

  /** Finds the cells whose highest on one of the maps a source makes. */
  findMade(into: Touched, slot: number): void {
    into.clear()
    this.#left =
      (this.#v0 === never ? 0 : (this.#s0.made[slot] ?? 0)) +
      (this.#v1 === never ? 0 : (this.#s1.made[slot] ?? 0)) +
      (this.#v2 === never ? 0 : (this.#s2.made[slot] ?? 0))
    if (this.#left === 0) return
    this.#link = slot + 1
    this.#find(into, slot)
  }

  /** Finds the cells whose highest on one of the maps is less than what a source adds there. */
  findRaised(into: Touched, slot: number, steps: readonly DecayStep[]): void {
    into.clear()
    if (this.#v0 === never && this.#v1 === never && this.#v2 === never) return
    this.#steps = steps
    this.#link = 0
    this.#left = 1
    this.#find(into, slot)
  }

  #find(into: Touched, slot: number): void {
    const cover = this.#cover
    this.#into = into
    this.#reachMeters = cover.aim(slot)
    cover.bound(this.#reachMeters)
    const { i0, i1, j0, j1 } = cover
    for (let south = j0; south <= j1; south += tileSide) {
      for (let west = i0; west <= i1 && this.#left > 0; west += tileSide) {
        into.starts.push(into.length)
        const north = Math.min(j1, south + tileSide - 1)
        for (let j = south; j <= north && this.#left > 0; j++)
          this.#row(j, west, Math.min(i1, west + tileSide - 1))
      }
    }
    into.starts.push(into.length)
  }

  #row(j: number, west: number, east: number): void {
    const { binStart, columns } = this.#cells
    this.#cover.narrow(j)
    const from = Math.max(west, this.#cover.i0)
    const to = Math.min(east, this.#cover.i1)
    if (from > to) return
    // The bins of a row lie one after another.
    const begin = binStart[j * columns + from] ?? 0
    const end = binStart[j * columns + to + 1] ?? 0
    if (this.#link > 0) this.#made(begin, end)
    else if (isWhole(this.#steps)) this.#raised(begin, end)
    else this.#stepped(begin, end)
  }

  #made(begin: number, end: number): void {
    const b0 = this.#s0.by
    const b1 = this.#s1.by
    const b2 = this.#s2.by
    const l0 = this.#v0 === never ? -1 : this.#link
    const l1 = this.#v1 === never ? -1 : this.#link
    const l2 = this.#v2 === never ? -1 : this.#link
    for (let cell = begin; cell < end; cell++) {
      const maps = (b0[cell] === l0 ? 1 : 0) | (b1[cell] === l1 ? 2 : 0) | (b2[cell] === l2 ? 4 : 0)
      if (maps === 0) continue
      this.#into.add(cell, maps, 0)
      this.#left -= (maps & 1) + ((maps >> 1) & 1) + (maps >> 2)
      if (this.#left === 0) return
    }
  }

  // The floors of eight cells are looked at first, then the highest, and only the few that can count are measured.
  #raised(begin: number, end: number): void {
    const f0 = this.#s0.floor
    const f1 = this.#s1.floor
    const f2 = this.#s2.floor
    const v0 = this.#v0
    const v1 = this.#v1
    const v2 = this.#v2
    for (let cell = begin; cell < end; ) {
      const block = cell >> floorBits
      const stop = Math.min(end, (block + 1) << floorBits)
      if ((f0[block] ?? 0) < v0 || (f1[block] ?? 0) < v1 || (f2[block] ?? 0) < v2) this.#raisedIn(cell, stop)
      cell = stop
    }
  }

  #raisedIn(begin: number, end: number): void {
    const h0 = this.#s0.highest
    const h1 = this.#s1.highest
    const h2 = this.#s2.highest
    let least0 = highestSeverity
    let least1 = highestSeverity
    let least2 = highestSeverity
    for (let cell = begin; cell < end; cell++) {
      const a = h0[cell] ?? 0
      const b = h1[cell] ?? 0
      const c = h2[cell] ?? 0
      if (a < least0) least0 = a
      if (b < least1) least1 = b
      if (c < least2) least2 = c
      const maps = (a < this.#v0 ? 1 : 0) | (b < this.#v1 ? 2 : 0) | (c < this.#v2 ? 4 : 0)
      if (maps !== 0 && this.#cover.meets(cell, this.#reachMeters)) this.#into.add(cell, maps, 0)
    }
    if (end - begin !== 1 << floorBits) return
    // All eight were looked at: what sank under them earlier may have risen since.
    const block = begin >> floorBits
    this.#s0.floor[block] = least0
    this.#s1.floor[block] = least1
    this.#s2.floor[block] = least2
  }

  /** By a decay: what the source adds is known when the step is. */
  #stepped(begin: number, end: number): void {
    for (let cell = begin; cell < end; cell++) {
      const step = this.#cover.stepAt(cell, this.#steps, this.#reachMeters)
      if (step < 0) continue
      const factor = this.#steps[step]?.factor ?? 0
      const maps =
        (isRaised(this.#s0, cell, decayed(this.#v0, factor)) ? 1 : 0) |
        (isRaised(this.#s1, cell, decayed(this.#v1, factor)) ? 2 : 0) |
        (isRaised(this.#s2, cell, decayed(this.#v2, factor)) ? 4 : 0)
      if (maps !== 0) this.#into.add(cell, maps, step)
    }
  }
}

const isRaised = ({ highest }: Sums, cell: number, added: Severity): boolean => (highest[cell] ?? 0) < added
