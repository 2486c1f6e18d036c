import type { Covers } from './covers.ts'
import { nodeBits } from './footprint.ts'

/** The cells under a source, eight by eight, by the steps of its decay. */
export class Patches {
  length = 0
  /** Cells `group * 8` up to the seventh after it, by bits. */
  groups = new Int32Array(256)
  bits = new Uint8Array(256)
  /** Where each step begins, and at the end the length. */
  readonly starts: number[] = []

  /** Takes down what the parts of a source cover now; nothing for no source. */
  take(covers: Covers, slot: number | null): void {
    const { steps, nodesOf } = covers.parts
    this.length = 0
    this.starts.length = 0
    for (let step = 0; step < steps; step++) {
      this.starts.push(this.length)
      if (slot === null) continue
      const head = (slot * steps + step) * 4
      const start = nodesOf.heads[head] ?? 0
      const end = start + (nodesOf.heads[head + 1] ?? 0)
      for (let at = start; at < end; at++) this.#add(covers.bases, nodesOf.items[at] ?? 0)
    }
    this.starts.push(this.length)
  }

  #add(bases: readonly number[], item: number): void {
    const lowest = bases[1] ?? 0
    if (item >>> 8 < lowest) this.#put(item >>> 8, item & 255)
    else this.#addBelow(bases, item)
  }

  /** A node above the lowest: its groups are covered whole. */
  #addBelow(bases: readonly number[], item: number): void {
    let level = 1
    while (item >>> 8 >= (bases[level + 1] ?? 0)) level += 1
    const node = (item >>> 8) - (bases[level] ?? 0)
    const groups = 1 << (nodeBits * (level - 1))
    for (let place = 0; place < 8; place++) {
      if ((item & (1 << place)) === 0) continue
      const first = ((node << nodeBits) | place) * groups
      for (let i = 0; i < groups; i++) this.#put(first + i, 255)
    }
  }

  #put(group: number, bits: number): void {
    if (this.length === this.groups.length) this.#widen()
    this.groups[this.length] = group
    this.bits[this.length] = bits
    this.length += 1
  }

  #widen(): void {
    const { groups, bits, length } = this
    this.groups = new Int32Array(length * 2)
    this.bits = new Uint8Array(length * 2)
    this.groups.set(groups)
    this.bits.set(bits)
  }
}
