interface Kept {
  mark: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Bytes by name, each good for the mark it was made under; the longest unused go first when it grows too large. */
export class BytesCache {
  readonly #most: number
  readonly #kept = new Map<string, Kept>()
  #size = 0

  /** @param most bytes to keep, names and bookkeeping counted roughly */
  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#size
  }

  get(name: string, mark: string): Uint8Array<ArrayBuffer> | undefined {
    const found = this.#kept.get(name)
    if (!found) return undefined
    this.#kept.delete(name)
    if (found.mark !== mark) {
      this.#size -= weight(name, found.bytes)
      return undefined
    }
    // Put back at the end: a Map keeps the order of insertion.
    this.#kept.set(name, found)
    return found.bytes
  }

  put(name: string, mark: string, bytes: Uint8Array<ArrayBuffer>): void {
    const before = this.#kept.get(name)
    if (before) this.#size -= weight(name, before.bytes)
    this.#kept.delete(name)
    if (weight(name, bytes) > this.#most) return
    this.#kept.set(name, { mark, bytes })
    this.#size += weight(name, bytes)
    for (const [oldest, { bytes: old }] of this.#kept) {
      if (this.#size <= this.#most) break
      this.#kept.delete(oldest)
      this.#size -= weight(oldest, old)
    }
  }
}

const weight = (name: string, bytes: Uint8Array) => bytes.byteLength + name.length * 2 + 100
