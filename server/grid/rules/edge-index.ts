import { widened } from './spot-table.ts'

/** West, south, east, north in lattice units. */
export type Box = readonly [west: number, south: number, east: number, north: number]

/**
 * Finds edges by place, always current. An edge lies in one square of a grid whose squares are as wide as the
 * edge is long (never narrower than a usual edge), so putting one in or taking one out touches one list.
 */
export class EdgeIndex {
  #next: Int32Array
  #previous: Int32Array
  #buckets: Int32Array
  readonly #perLevel = new Int32Array(32)
  readonly #boxOf: (edge: number) => Box
  readonly #leastLevel: number
  #count = 0

  /** @param usualUnits how long a usual edge is */
  constructor(
    boxOf: (edge: number) => Box,
    { usualUnits, capacity }: { usualUnits: number; capacity: number },
  ) {
    this.#boxOf = boxOf
    this.#leastLevel = Math.min(24, Math.max(4, Math.ceil(Math.log2(usualUnits + 1))))
    this.#next = new Int32Array(capacity)
    this.#previous = new Int32Array(capacity)
    this.#buckets = new Int32Array(2 ** Math.ceil(Math.log2(capacity + 1))).fill(-1)
  }

  get bytes(): number {
    return this.#next.length * 8 + this.#buckets.length * 4
  }

  /** The side of the smallest squares, in units. */
  get squareUnits(): number {
    return 2 ** this.#leastLevel
  }

  add(edge: number): void {
    while (edge >= this.#next.length) {
      this.#next = widened(this.#next)
      this.#previous = widened(this.#previous)
    }
    if (this.#count >= 2 * this.#buckets.length) this.#spread()
    this.#count += 1
    const box = this.#boxOf(edge)
    const level = this.#levelOf(box)
    this.#perLevel[level] = (this.#perLevel[level] ?? 0) + 1
    this.#link(edge, this.#bucket(level, box[0] >> level, box[1] >> level))
  }

  /** Takes an edge out; its box must be the one it was put in with. */
  remove(edge: number): void {
    const box = this.#boxOf(edge)
    const level = this.#levelOf(box)
    this.#perLevel[level] = (this.#perLevel[level] ?? 0) - 1
    this.#count -= 1
    const [before, after] = [this.#previous[edge] ?? -1, this.#next[edge] ?? -1]
    if (before >= 0) this.#next[before] = after
    else this.#buckets[this.#bucket(level, box[0] >> level, box[1] >> level)] = after
    if (after >= 0) this.#previous[after] = before
  }

  /** Visits each edge whose box meets the box, once; stops when the visit returns true. */
  each(box: Box, visit: (edge: number) => boolean | undefined): boolean {
    for (let level = this.#leastLevel; level < 32; level++) {
      if ((this.#perLevel[level] ?? 0) > 0 && this.#eachOn(level, box, visit)) return true
    }
    return false
  }

  /** Visits every two edges whose boxes meet, once. */
  eachPair(visit: (one: number, two: number) => void): void {
    for (const first of this.#buckets) {
      for (let edge = first; edge >= 0; edge = this.#next[edge] ?? -1) {
        this.each(this.#boxOf(edge), other => {
          if (other > edge) visit(edge, other)
          return false
        })
      }
    }
  }

  #eachOn(level: number, box: Box, visit: (edge: number) => boolean | undefined): boolean {
    const side = 2 ** level
    const [west, south] = [Math.floor(box[0] / side) - 1, Math.floor(box[1] / side) - 1]
    const [east, north] = [Math.floor(box[2] / side), Math.floor(box[3] / side)]
    if ((east - west + 1) * (north - south + 1) > this.#buckets.length) return this.#scan(level, box, visit)
    for (let row = south; row <= north; row++) {
      for (let column = west; column <= east; column++) {
        let edge = this.#buckets[this.#bucket(level, column, row)] ?? -1
        while (edge >= 0) {
          const after = this.#next[edge] ?? -1
          const own = this.#boxOf(edge)
          const here = own[0] >> level === column && own[1] >> level === row && this.#levelOf(own) === level
          if (here && meets(own, box) && visit(edge)) return true
          edge = after
        }
      }
    }
    return false
  }

  #scan(level: number, box: Box, visit: (edge: number) => boolean | undefined): boolean {
    for (const first of this.#buckets) {
      for (let edge = first; edge >= 0; edge = this.#next[edge] ?? -1) {
        const own = this.#boxOf(edge)
        if (this.#levelOf(own) === level && meets(own, box) && visit(edge)) return true
      }
    }
    return false
  }

  #levelOf([west, south, east, north]: Box): number {
    return Math.min(31, Math.max(this.#leastLevel, 32 - Math.clz32(Math.max(east - west, north - south))))
  }

  #bucket(level: number, column: number, row: number): number {
    let hash = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b) ^ Math.imul(level, 0x27d4eb2f)
    hash ^= hash >>> 15
    hash = Math.imul(hash, 0x2c1b3c6d)
    return ((hash ^ (hash >>> 13)) >>> 0) & (this.#buckets.length - 1)
  }

  #link(edge: number, bucket: number): void {
    const first = this.#buckets[bucket] ?? -1
    this.#next[edge] = first
    this.#previous[edge] = -1
    if (first >= 0) this.#previous[first] = edge
    this.#buckets[bucket] = edge
  }

  #spread(): void {
    const edges: number[] = []
    for (const first of this.#buckets) {
      for (let edge = first; edge >= 0; edge = this.#next[edge] ?? -1) edges.push(edge)
    }
    this.#buckets = new Int32Array(this.#buckets.length * 4).fill(-1)
    for (const edge of edges) {
      const box = this.#boxOf(edge)
      const level = this.#levelOf(box)
      this.#link(edge, this.#bucket(level, box[0] >> level, box[1] >> level))
    }
  }
}

const meets = (own: Box, box: Box) =>
  own[0] <= box[2] && own[2] >= box[0] && own[1] <= box[3] && own[3] >= box[1]
