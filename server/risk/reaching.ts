import type { Cover } from './cover.ts'
import type { Covers } from './covers.ts'
import { type ChannelIndex, isIn } from './field-maps.ts'
import { nodeBits, placeOf } from './footprint.ts'
import type { Found } from './rules/combine.ts'
import type { DecayStep } from './rules/decay.ts'
import { type Severity, unassessed } from './rules/severity.ts'
import { type SourceTable, scalesLength } from './sources.ts'

interface ReachingParts {
  sources: SourceTable
  covers: Covers
  cover: Cover
  /** By the rules in force, which change. */
  stepsOf: (slot: number) => readonly DecayStep[]
}

/** Some cells of a group of eight, by their bits. */
export interface Wanted {
  group: number
  bits: number
  index: ChannelIndex
  /** No source adds more to any of them. */
  most: Severity
}

/** Asks which sources reach cells, and how severely. Changes nothing. */
export class Reaching {
  /** The highest contribution to each of the eight cells asked for last. */
  readonly highest = new Int16Array(8)
  readonly #sources: SourceTable
  readonly #covers: Covers
  readonly #cover: Cover
  readonly #stepsOf: (slot: number) => readonly DecayStep[]

  constructor({ sources, covers, cover, stepsOf }: ReachingParts) {
    this.#sources = sources
    this.#covers = covers
    this.#cover = cover
    this.#stepsOf = stepsOf
  }

  foundAt(cell: number, index: ChannelIndex): (Found & { slot: number })[] {
    const { severities, domains, ids } = this.#sources
    const { steps } = this.#covers.parts
    const found: (Found & { slot: number })[] = []
    this.#covers.eachOver(cell, part => {
      const slot = Math.floor(part / steps)
      if (!isIn(domains[slot] ?? 0, index)) return
      this.#cover.aim(slot)
      found.push({
        slot,
        sourceId: ids[slot] ?? 0,
        distanceMeters: this.#cover.distance(cell),
        factor: this.#stepsOf(slot)[part - slot * steps]?.factor ?? 0,
        severity: severities[slot * scalesLength + index.scale] ?? unassessed,
      })
    })
    return found
  }

  /** Finds the highest contribution to some cells of a group, into `highest`. */
  find({ group, bits, index, most }: Wanted): void {
    const { bases, parts } = this.#covers
    const { items, heads } = parts.partsOver
    const { added, steps } = parts
    const { highest } = this
    const { scale, domain } = index
    const { domains } = this.#sources
    highest.fill(unassessed)
    // None of the cells wanted has less than this.
    let least = unassessed
    let child = 0
    let node = group
    for (let level = 0; level + 1 < bases.length; level++) {
      const head = ((bases[level] ?? 0) + node) * 4
      const start = heads[head] ?? 0
      // From behind: what changed lately, and is the cause of asking, was put there.
      for (let at = start + (heads[head + 1] ?? 0) - 1; at >= start; at--) {
        const item = items[at] ?? 0
        let here = level === 0 ? item & bits : ((item >> (child & 7)) & 1) * bits
        const value = added[(item >>> 8) * scalesLength + scale] ?? unassessed
        if (here === 0 || value <= least) continue
        if (domain >= 0 && domains[Math.floor((item >>> 8) / steps)] !== domain) continue
        if (here === bits) least = value
        for (; here !== 0; here &= here - 1) {
          const place = placeOf(here)
          if (value > (highest[place] ?? 0)) highest[place] = value
        }
        if (least >= most) return
      }
      child = node
      node >>= nodeBits
    }
  }
}
