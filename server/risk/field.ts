import { createHash } from 'node:crypto'
import Flatbush from 'flatbush'
import type { LngLat, Polygon } from '../region/place.ts'
import type { RiskLevel, RiskScale } from './risk.ts'
import { boxOf, distanceWithin, inside, type Reach, reachOf } from './rules/reach.ts'

export interface FieldCell {
  ordinal: number
  /** Closed outer ring. */
  ring: LngLat[]
}

/** A hazard source that counts: a rejected one is not given to the field at all. */
export interface FieldSource {
  id: number
  lngLat: LngLat
  area: Polygon | null
  reachMeters: number
  levels: Record<RiskScale, RiskLevel>
}

export interface Covering {
  sourceId: number
  distanceMeters: number
  level: RiskLevel
}

/** Ordinals whose level is another one now, on each scale. */
export type Changed = Record<RiskScale, number[]>

interface Held {
  source: FieldSource
  reach: Reach
  covers: Int32Array
}

export const scales: readonly RiskScale[] = ['inherent', 'residual']

/**
 * The risk of every cell of one town, kept in memory. How many sources of each level cover a cell is
 * counted, so that one source can come or go without the others being asked again.
 */
export class RiskField {
  readonly townId: number
  /** One more than the highest ordinal: the length of the levels. */
  readonly size: number
  readonly #rings: Float64Array[] = []
  readonly #ordinals: Int32Array
  readonly #index: Flatbush | null
  readonly #held = new Map<number, Held>()
  readonly #counts: Record<RiskScale, Uint16Array>
  readonly #levels: Record<RiskScale, Uint8Array<ArrayBuffer>>
  readonly #hashes: Partial<Record<RiskScale, string>> = {}
  readonly #versions: Record<RiskScale, number> = { inherent: 0, residual: 0 }

  constructor(townId: number, { cells, sources }: { cells: FieldCell[]; sources: FieldSource[] }) {
    this.townId = townId
    this.size = cells.reduce((size, { ordinal }) => Math.max(size, ordinal + 1), 0)
    this.#ordinals = Int32Array.from(cells, cell => cell.ordinal)
    this.#index = cells.length === 0 ? null : new Flatbush(cells.length)
    for (const { ordinal, ring } of cells) {
      const flat = Float64Array.from(ring.flat())
      this.#rings[ordinal] = flat
      this.#index?.add(...boxOf(flat))
    }
    this.#index?.finish()
    this.#counts = { inherent: new Uint16Array(this.size * 5), residual: new Uint16Array(this.size * 5) }
    this.#levels = { inherent: new Uint8Array(this.size), residual: new Uint8Array(this.size) }
    for (const source of sources) this.#hold(source)
    this.#sum()
  }

  get sourceCount(): number {
    return this.#held.size
  }

  /** Sums everything anew: what a source covers, the counts and the levels. */
  recompute(): void {
    for (const { source } of [...this.#held.values()]) this.#hold(source)
    this.#sum()
  }

  #sum(): void {
    for (const scale of scales) this.#counts[scale].fill(0)
    for (const held of this.#held.values()) this.#count(held, 1)
    for (const scale of scales) {
      for (let ordinal = 0; ordinal < this.size; ordinal++) this.#settle(scale, ordinal)
      this.#touch(scale)
    }
  }

  /** Puts a source in, changes it, or takes it out (null). @returns the ordinals that changed level */
  changeSource(id: number, source: FieldSource | null): Changed {
    const before = this.#held.get(id)
    if (before) this.#count(before, -1)
    this.#held.delete(id)
    const after = source ? this.#hold(source) : undefined
    if (after) this.#count(after, 1)
    return {
      inherent: this.#settleAll('inherent', [before, after]),
      residual: this.#settleAll('residual', [before, after]),
    }
  }

  levels(scale: RiskScale): Uint8Array<ArrayBuffer> {
    return this.#levels[scale]
  }

  levelAt(scale: RiskScale, ordinal: number): RiskLevel {
    return levelOf(this.#levels[scale][ordinal] ?? 0)
  }

  /** Sources of each level over a cell; index 0 counts the ones without assessment. */
  composition(scale: RiskScale, ordinal: number): number[] {
    return [...this.#counts[scale].subarray(ordinal * 5, ordinal * 5 + 5)]
  }

  /** Rises with every change of a level. */
  version(scale: RiskScale): number {
    return this.#versions[scale]
  }

  hash(scale: RiskScale): string {
    this.#hashes[scale] ??= createHash('sha256').update(this.#levels[scale]).digest('base64url').slice(0, 22)
    return this.#hashes[scale]
  }

  /** Every source that covers a cell, the most severe first, unassessed ones last. */
  why(scale: RiskScale, ordinal: number): Covering[] {
    const ring = this.#rings[ordinal]
    if (!ring) return []
    const [west, south, east, north] = boxOf(ring)
    const found: Covering[] = []
    for (const { source, reach } of this.#held.values()) {
      const [w, s, e, n] = reach.box
      if (w > east || e < west || s > north || n < south) continue
      const distanceMeters = distanceWithin(reach, ring)
      if (distanceMeters < Infinity) {
        found.push({ sourceId: source.id, distanceMeters, level: source.levels[scale] })
      }
    }
    return found.sort((a, b) => (a.level || 5) - (b.level || 5) || a.distanceMeters - b.distanceMeters)
  }

  /** The cell at a position, or null outside. */
  ordinalAt([lng, lat]: LngLat): number | null {
    const near = this.#index?.search(lng, lat, lng, lat).map(slot => this.#ordinals[slot] ?? -1) ?? []
    return near.sort((a, b) => a - b).find(ordinal => inside(lng, lat, this.#rings[ordinal] ?? empty)) ?? null
  }

  /** Outer rings by ordinal, for packing. */
  cells(): FieldCell[] {
    return Array.from(this.#ordinals, ordinal => ({ ordinal, ring: pairs(this.#rings[ordinal] ?? empty) }))
  }

  #hold(source: FieldSource): Held {
    const reach = reachOf(source)
    const slots = this.#index?.search(...reach.box) ?? []
    const covers = slots
      .map(slot => this.#ordinals[slot] ?? -1)
      .filter(ordinal => distanceWithin(reach, this.#rings[ordinal] ?? empty) < Infinity)
    const held = { source, reach, covers: Int32Array.from(covers) }
    this.#held.set(source.id, held)
    return held
  }

  #count({ source, covers }: Held, by: 1 | -1): void {
    for (const scale of scales) {
      const counts = this.#counts[scale]
      const level = source.levels[scale]
      for (const ordinal of covers) counts[ordinal * 5 + level] = (counts[ordinal * 5 + level] ?? 0) + by
    }
  }

  // The highest level wins; nothing assessed leaves a cell at 0, never at blue.
  #settle(scale: RiskScale, ordinal: number): boolean {
    const counts = this.#counts[scale]
    let level = 0
    for (let each = 4; each >= 1; each--) if ((counts[ordinal * 5 + each] ?? 0) > 0) level = each
    const levels = this.#levels[scale]
    if (levels[ordinal] === level) return false
    levels[ordinal] = level
    return true
  }

  #settleAll(scale: RiskScale, helds: (Held | undefined)[]): number[] {
    const changed: number[] = []
    for (const held of helds) {
      for (const ordinal of held?.covers ?? []) if (this.#settle(scale, ordinal)) changed.push(ordinal)
    }
    if (changed.length > 0) this.#touch(scale)
    return changed.sort((a, b) => a - b)
  }

  #touch(scale: RiskScale): void {
    this.#versions[scale] += 1
    delete this.#hashes[scale]
  }
}

const empty = new Float64Array(0)

const levelOf = (value: number): RiskLevel =>
  value === 1 || value === 2 || value === 3 || value === 4 ? value : 0

function pairs(ring: Float64Array): LngLat[] {
  const list: LngLat[] = []
  for (let i = 0; i + 1 < ring.length; i += 2) list.push([ring[i] ?? 0, ring[i + 1] ?? 0])
  return list
}
