import type { Spot } from '../../region/rules/lattice.ts'

/** Numbers for lattice spots, in typed arrays: 16 bytes a spot and its share of the buckets. */
export class SpotTable {
  x: Int32Array
  y: Int32Array
  #next: Int32Array
  #buckets: Int32Array
  #free: number[] = []
  /** One more than the highest number given out. */
  top = 0
  count = 0

  constructor(capacity = 64) {
    this.x = new Int32Array(capacity)
    this.y = new Int32Array(capacity)
    this.#next = new Int32Array(capacity)
    this.#buckets = new Int32Array(2 ** Math.ceil(Math.log2(capacity + 1))).fill(-1)
  }

  get bytes(): number {
    return this.x.length * 12 + this.#buckets.length * 4
  }

  spot(v: number): Spot {
    return [this.x[v] ?? 0, this.y[v] ?? 0]
  }

  /** The number of a spot, or -1. */
  find([x, y]: Spot): number {
    let v = this.#buckets[this.#bucket(x, y)] ?? -1
    while (v >= 0 && (this.x[v] !== x || this.y[v] !== y)) v = this.#next[v] ?? -1
    return v
  }

  /** The number of a spot, a new one when it has none. */
  take(spot: Spot): number {
    const known = this.find(spot)
    if (known >= 0) return known
    const v = this.#free.pop() ?? this.top++
    if (v >= this.x.length) this.#grow()
    this.#link(v, spot)
    this.count += 1
    return v
  }

  drop(v: number): void {
    this.#unlink(v)
    this.#free.push(v)
    this.count -= 1
  }

  /** Gives a number to another spot, which must not have one. */
  move(v: number, spot: Spot): void {
    this.#unlink(v)
    this.#link(v, spot)
  }

  #bucket(x: number, y: number): number {
    let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)
    hash ^= hash >>> 15
    hash = Math.imul(hash, 0x2c1b3c6d)
    return ((hash ^ (hash >>> 13)) >>> 0) & (this.#buckets.length - 1)
  }

  #link(v: number, [x, y]: Spot): void {
    const bucket = this.#bucket(x, y)
    this.x[v] = x
    this.y[v] = y
    this.#next[v] = this.#buckets[bucket] ?? -1
    this.#buckets[bucket] = v
  }

  #unlink(v: number): void {
    const bucket = this.#bucket(this.x[v] ?? 0, this.y[v] ?? 0)
    const after = this.#next[v] ?? -1
    let before = this.#buckets[bucket] ?? -1
    if (before === v) {
      this.#buckets[bucket] = after
      return
    }
    while (before >= 0 && this.#next[before] !== v) before = this.#next[before] ?? -1
    if (before >= 0) this.#next[before] = after
  }

  #grow(): void {
    this.x = widened(this.x)
    this.y = widened(this.y)
    const free = new Set(this.#free)
    this.#next = widened(this.#next)
    this.#buckets = new Int32Array(this.#buckets.length * 2).fill(-1)
    for (let v = 0; v < this.top - 1; v++) if (!free.has(v)) this.#link(v, this.spot(v))
  }
}

/** The same numbers in twice the room. */
export function widened(array: Int32Array): Int32Array {
  const wider = new Int32Array(array.length * 2)
  wider.set(array)
  return wider
}
