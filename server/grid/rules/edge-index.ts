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
  /** West, south, east and north of each edge as it was put in. */
  #boxes: Int32Array
  readonly #perLevel = new Int32Array(32)
  readonly #leastLevel: number
  #count = 0

  /** @param usualUnits how long a usual edge is */
  constructor({ usualUnits, capacity }: { usualUnits: number; capacity: number }) {
    this.#leastLevel = Math.min(24, Math.max(4, Math.ceil(Math.log2(usualUnits + 1))))
    this.#next = new Int32Array(capacity)
    this.#previous = new Int32Array(capacity)
    this.#boxes = new Int32Array(capacity * 4)
    this.#buckets = new Int32Array(2 ** Math.ceil(Math.log2(capacity + 1))).fill(-1)
  }

  get bytes(): number {
    return this.#next.length * 24 + this.#buckets.length * 4
  }

  /** The side of the smallest squares, in units. */
  get squareUnits(): number {
    return 2 ** this.#leastLevel
  }

  boxOf(edge: number): Box {
    const [at, boxes] = [edge * 4, this.#boxes]
    return [boxes[at] ?? 0, boxes[at + 1] ?? 0, boxes[at + 2] ?? 0, boxes[at + 3] ?? 0]
  }

  add(edge: number, [west, south, east, north]: Box): void {
    while (edge >= this.#next.length) {
      this.#next = widened(this.#next)
      this.#previous = widened(this.#previous)
      this.#boxes = widened(this.#boxes)
    }
    if (this.#count >= 2 * this.#buckets.length) this.#spread()
    this.#count += 1
    const at = edge * 4
    this.#boxes[at] = west
    this.#boxes[at + 1] = south
    this.#boxes[at + 2] = east
    this.#boxes[at + 3] = north
    const level = this.#levelOf(edge)
    this.#perLevel[level] = (this.#perLevel[level] ?? 0) + 1
    this.#link(edge, this.#bucket(level, west >> level, south >> level))
  }

  remove(edge: number): void {
    const level = this.#levelOf(edge)
    this.#perLevel[level] = (this.#perLevel[level] ?? 0) - 1
    this.#count -= 1
    const [before, after] = [this.#previous[edge] ?? -1, this.#next[edge] ?? -1]
    if (before >= 0) this.#next[before] = after
    else this.#buckets[this.#bucketOf(edge, level)] = after
    if (after >= 0) this.#previous[after] = before
  }

  /** Visits each edge whose box meets the box, once; stops when the visit returns true. */
  each(box: Box, visit: (edge: number) => boolean | undefined): boolean {
    for (let level = this.#leastLevel; level < 32; level++) {
      if ((this.#perLevel[level] ?? 0) > 0 && this.#eachOn(level, box, visit)) return true
    }
    return false
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
          const isHere =
            (this.#boxes[edge * 4] ?? 0) >> level === column &&
            (this.#boxes[edge * 4 + 1] ?? 0) >> level === row &&
            this.#levelOf(edge) === level
          if (isHere && this.#meets(edge, box) && visit(edge)) return true
          edge = after
        }
      }
    }
    return false
  }

  #scan(level: number, box: Box, visit: (edge: number) => boolean | undefined): boolean {
    for (const first of this.#buckets) {
      for (let edge = first; edge >= 0; ) {
        const after = this.#next[edge] ?? -1
        if (this.#levelOf(edge) === level && this.#meets(edge, box) && visit(edge)) return true
        edge = after
      }
    }
    return false
  }

  #meets(edge: number, box: Box): boolean {
    const [at, boxes] = [edge * 4, this.#boxes]
    return (
      (boxes[at] ?? 0) <= box[2] &&
      (boxes[at + 2] ?? 0) >= box[0] &&
      (boxes[at + 1] ?? 0) <= box[3] &&
      (boxes[at + 3] ?? 0) >= box[1]
    )
  }

  #levelOf(edge: number): number {
    const [at, boxes] = [edge * 4, this.#boxes]
    const wide = (boxes[at + 2] ?? 0) - (boxes[at] ?? 0)
    const high = (boxes[at + 3] ?? 0) - (boxes[at + 1] ?? 0)
    return Math.min(31, Math.max(this.#leastLevel, 32 - Math.clz32(Math.max(wide, high))))
  }

  #bucketOf(edge: number, level: number): number {
    return this.#bucket(
      level,
      (this.#boxes[edge * 4] ?? 0) >> level,
      (this.#boxes[edge * 4 + 1] ?? 0) >> level,
    )
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
    for (const edge of edges) this.#link(edge, this.#bucketOf(edge, this.#levelOf(edge)))
  }
}
