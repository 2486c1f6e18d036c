/** A binary heap of edges by key that can lower a key in place; it never allocates once made. */
export class EdgeHeap {
  readonly #edges: Int32Array
  readonly #place: Int32Array
  readonly #keys: Float64Array
  #size = 0

  /** `keys` is shared with the caller: `keys[edge]` is the key of an edge. */
  constructor(keys: Float64Array) {
    this.#keys = keys
    this.#edges = new Int32Array(keys.length)
    this.#place = new Int32Array(keys.length).fill(-1)
  }

  get size(): number {
    return this.#size
  }

  clear(): void {
    for (let i = 0; i < this.#size; i++) this.#place[this.#edges[i] ?? 0] = -1
    this.#size = 0
  }

  /** Puts an edge in, or moves it up after its key became lower. */
  lower(edge: number): void {
    const known = this.#place[edge] ?? -1
    this.#rise(known >= 0 ? known : this.#size++, edge)
  }

  pop(): number {
    const top = this.#edges[0] ?? -1
    this.#place[top] = -1
    const last = this.#edges[--this.#size] ?? -1
    if (this.#size > 0) this.#sink(last)
    return top
  }

  #rise(from: number, edge: number): void {
    const key = this.#keys[edge] ?? 0
    let i = from
    while (i > 0) {
      const parent = (i - 1) >> 1
      const other = this.#edges[parent] ?? 0
      if ((this.#keys[other] ?? 0) <= key) break
      this.#put(i, other)
      i = parent
    }
    this.#put(i, edge)
  }

  #sink(edge: number): void {
    const key = this.#keys[edge] ?? 0
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= this.#size) break
      if (child + 1 < this.#size && this.#keyAt(child + 1) < this.#keyAt(child)) child++
      if (this.#keyAt(child) >= key) break
      this.#put(i, this.#edges[child] ?? 0)
      i = child
    }
    this.#put(i, edge)
  }

  #put(i: number, edge: number): void {
    this.#edges[i] = edge
    this.#place[edge] = i
  }

  #keyAt(i: number): number {
    return this.#keys[this.#edges[i] ?? 0] ?? 0
  }
}
