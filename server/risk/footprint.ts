import type { Cells } from './cells.ts'
import { Cover } from './cover.ts'
import { coverInto, nothingCovered } from './covered.ts'
import type { DecayStep } from './rules/decay.ts'
import type { SourceTable } from './sources.ts'

/** Eight cells in a row of slots are a node, eight nodes are one of the next level, up to one for all. */
export const nodeBits = 3

/** The place of the lowest bit that is set. */
export const placeOf = (bits: number): number => 31 - Math.clz32(bits & -bits)

const all = 255

// A source over no more cells than these is told by the lowest nodes alone, whose lists are then all there is to read.
const fewCells = 1024

/** First node of each level, from the lowest, and at the end the number of nodes. */
export function levelsOf(cellCount: number): number[] {
  const bases = [0]
  for (let nodes = (cellCount >> nodeBits) + 1; ; nodes = (nodes >> nodeBits) + 1) {
    bases.push((bases.at(-1) ?? 0) + nodes)
    if (nodes === 1) return bases
  }
}

/** Writes down the nodes that a source covers, each as `node << 8` with a bit for each of its eight: all or part of it. */
export class Footprint {
  length = 0
  items = new Int32Array(1024)
  /** Where the items of each step of the decay begin, and at the end their number. */
  readonly starts: number[] = []
  readonly #cells: Cells
  readonly #cover: Cover
  readonly #covered = nothingCovered()
  readonly #bases: readonly number[]
  /** By level: the node under the pen, and its bits. */
  readonly #nodes: number[]
  readonly #masks: number[]
  #isWide = false

  constructor(cells: Cells, sources: SourceTable) {
    this.#cells = cells
    this.#cover = new Cover(cells, sources)
    this.#bases = levelsOf(cells.count)
    this.#nodes = this.#bases.map(() => -1)
    this.#masks = this.#bases.map(() => 0)
  }

  trace(slot: number, steps: readonly DecayStep[]): void {
    this.length = 0
    this.starts.length = 0
    coverInto(this.#covered, { cells: this.#cells, cover: this.#cover, slot, steps })
    this.#isWide = this.#covered.length > fewCells
    for (let step = 0; step < steps.length; step++) {
      this.starts.push(this.length)
      this.#traceStep(steps.length === 1 ? -1 : step)
    }
    this.starts.push(this.length)
  }

  /** @param step -1 for all that is covered */
  #traceStep(step: number): void {
    const { cells, steps, length } = this.#covered
    let node = -1
    let mask = 0
    for (let i = 0; i < length; i++) {
      if (step >= 0 && steps[i] !== step) continue
      const cell = cells[i] ?? 0
      if (cell >> nodeBits !== node) {
        if (mask > 0) this.#put(0, node, mask)
        node = cell >> nodeBits
        mask = 0
      }
      mask |= 1 << (cell & 7)
    }
    if (mask > 0) this.#put(0, node, mask)
    if (this.#isWide) this.#finish()
  }

  /** A node that is covered whole is one bit of the node above it; any other is written. */
  #put(level: number, node: number, mask: number): void {
    if (mask !== all || !this.#isWide || level + 2 >= this.#bases.length) {
      this.#write(level, node, mask)
      return
    }
    const above = level + 1
    if (this.#nodes[above] !== node >> nodeBits) {
      this.#close(above)
      this.#nodes[above] = node >> nodeBits
    }
    this.#masks[above] = (this.#masks[above] ?? 0) | (1 << (node & 7))
  }

  #close(level: number): void {
    const [node, mask] = [this.#nodes[level] ?? -1, this.#masks[level] ?? 0]
    this.#nodes[level] = -1
    this.#masks[level] = 0
    if (mask > 0) this.#put(level, node, mask)
  }

  #finish(): void {
    for (let level = 1; level + 1 < this.#bases.length; level++) this.#close(level)
  }

  #write(level: number, node: number, mask: number): void {
    if (this.length === this.items.length) {
      const wider = new Int32Array(this.length * 2)
      wider.set(this.items)
      this.items = wider
    }
    this.items[this.length] = (((this.#bases[level] ?? 0) + node) << 8) | mask
    this.length += 1
  }
}
