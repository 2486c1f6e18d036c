import type { Pair } from './raw.ts'

/** Reads polygons of well-known binary (OGC 06-103r4, 8.2) with Z or M, as ISO and as PostGIS write it. */
export class WkbReader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  /**
   * @returns the polygons, or null when the geometry is of another kind
   * @throws RangeError when bytes are missing
   */
  parts(depth = 0): Pair[][][] | null {
    const little = this.#take(1).readUInt8(0) === 1
    const code = this.#whole(little)
    const kind = (code & 0x0fffffff) % 1000
    const hasZ = Boolean(code & 0x80000000) || [1, 3].includes(Math.floor((code & 0x0fffffff) / 1000))
    const hasM = Boolean(code & 0x40000000) || [2, 3].includes(Math.floor((code & 0x0fffffff) / 1000))
    if (code & 0x20000000) this.#whole(little)
    const size = 2 + Number(hasZ) + Number(hasM)
    if (kind === 3) return [this.#rings(little, size)]
    if ((kind !== 6 && kind !== 7) || depth > 3) return null
    return this.#each(little, 9).flatMap(() => this.parts(depth + 1) ?? [])
  }

  #rings(little: boolean, size: number): Pair[][] {
    return this.#each(little, 4).map(() => this.#each(little, size * 8).map(() => this.#pair(little, size)))
  }

  /** As many slots as the next number says, if so much of the least size can still come. */
  #each(little: boolean, leastBytes: number): undefined[] {
    const count = this.#whole(little)
    if (count * leastBytes > this.#bytes.length - this.#at) throw new RangeError('count')
    return Array.from({ length: count })
  }

  #pair(little: boolean, size: number): Pair {
    const bytes = this.#take(size * 8)
    return little
      ? [bytes.readDoubleLE(0), bytes.readDoubleLE(8)]
      : [bytes.readDoubleBE(0), bytes.readDoubleBE(8)]
  }

  #whole(little: boolean): number {
    const bytes = this.#take(4)
    return little ? bytes.readUInt32LE(0) : bytes.readUInt32BE(0)
  }

  #take(count: number): Buffer {
    const end = this.#at + count
    if (end > this.#bytes.length) throw new RangeError('bytes')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }
}

/** One polygon as little-endian well-known binary. */
export function wkbOf(rings: readonly Pair[][]): Buffer {
  const points = rings.reduce((sum, ring) => sum + ring.length, 0)
  const bytes = Buffer.alloc(9 + rings.length * 4 + points * 16)
  bytes[0] = 1
  bytes.writeUInt32LE(3, 1)
  bytes.writeUInt32LE(rings.length, 5)
  let at = 9
  for (const ring of rings) {
    bytes.writeUInt32LE(ring.length, at)
    at += 4
    for (const [x, y] of ring) {
      bytes.writeDoubleLE(x, at)
      bytes.writeDoubleLE(y, at + 8)
      at += 16
    }
  }
  return bytes
}
