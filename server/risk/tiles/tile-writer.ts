import { extent } from './frame.ts'

// Mapbox Vector Tile 2.1, 4.1-4.4: numbers of the fields of a layer and of a feature.
const LAYER = 0x1a
const VERSION = 0x78
const NAME = 0x0a
const FEATURE = 0x12
const KEY = 0x1a
const VALUE = 0x22
const EXTENT = 0x28
const headRoom = 16

/** Bytes that grow; lengths are filled in when what they count is written. */
class Bytes {
  bytes = new Uint8Array(1 << 18)
  length = 0

  room(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + bytes))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }

  number(value: number): void {
    let rest = value
    while (rest > 127) {
      this.bytes[this.length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[this.length++] = rest
  }

  /** Four bytes for a length that is not known yet. */
  hold(): number {
    this.length += 4
    return this.length
  }

  fill(from: number): void {
    const size = this.length - from
    this.bytes[from - 4] = (size & 127) | 128
    this.bytes[from - 3] = ((size >> 7) & 127) | 128
    this.bytes[from - 2] = ((size >> 14) & 127) | 128
    this.bytes[from - 1] = size >> 21
  }
}

const encoder = new TextEncoder()

/**
 * Writes one layer of polygons as a vector tile. Values of a feature are told by index: `value` before or between
 * features, then `feature` with pairs of key and value. Kept and used again, so that tiles leave no garbage.
 */
export class TileWriter {
  readonly #body = new Bytes()
  readonly #values = new Bytes()
  #count = 0
  #features = 0
  #keys: readonly string[] = []

  begin(name: string, keys: readonly string[]): void {
    this.#body.length = headRoom
    this.#values.length = 0
    this.#count = 0
    this.#features = 0
    this.#keys = keys
    this.#body.number(VERSION)
    this.#body.number(2)
    this.#text(this.#body, NAME, encoder.encode(name))
  }

  get features(): number {
    return this.#features
  }

  /** A whole number not below zero as a value. @returns its index */
  wholeValue(value: number): number {
    const values = this.#values
    values.room(16)
    values.number(VALUE)
    const digits = value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : value < 2 ** 28 ? 4 : 5
    values.number(1 + digits)
    values.number(0x28)
    values.number(value)
    return this.#count++
  }

  textValue(text: Uint8Array): number {
    const values = this.#values
    values.room(text.length + 16)
    values.number(VALUE)
    values.number(text.length + (text.length < 128 ? 2 : 3))
    this.#text(values, 0x0a, text)
    return this.#count++
  }

  /** @param ring open, whole numbers, clockwise as seen with y down; of which `length` numbers count */
  feature(
    id: number,
    tags: readonly number[],
    { xy, length }: { xy: ArrayLike<number>; length: number },
  ): void {
    const out = this.#body
    out.room(length * 5 + tags.length * 5 + 64)
    out.number(FEATURE)
    const whole = out.hold()
    out.number(0x08)
    out.number(id)
    out.number(0x12)
    const tagsAt = out.length++
    for (const tag of tags) out.number(tag)
    out.bytes[tagsAt] = out.length - tagsAt - 1
    out.number(0x18)
    out.number(3)
    out.number(0x22)
    const geometry = out.hold()
    this.#ring(xy, length)
    out.fill(geometry)
    out.fill(whole)
    this.#features++
  }

  // 4.3.3: move to the first vertex, lines to the others, close. Numbers are steps from vertex to vertex.
  #ring(xy: ArrayLike<number>, length: number): void {
    const out = this.#body
    let x = 0
    let y = 0
    for (let i = 0; i < length; i += 2) {
      if (i === 0) out.number(9)
      if (i === 2) out.number(((length / 2 - 1) << 3) | 2)
      const dx = (xy[i] ?? 0) - x
      const dy = (xy[i + 1] ?? 0) - y
      out.number(((dx << 1) ^ (dx >> 31)) >>> 0)
      out.number(((dy << 1) ^ (dy >> 31)) >>> 0)
      x += dx
      y += dy
    }
    out.number(15)
  }

  #text(out: Bytes, field: number, text: Uint8Array): void {
    out.room(text.length + 8)
    out.number(field)
    out.number(text.length)
    out.bytes.set(text, out.length)
    out.length += text.length
  }

  /** The tile; empty when it has no feature. A copy, so that the writer is free again. */
  end(): Uint8Array<ArrayBuffer> {
    if (this.#features === 0) return new Uint8Array(0)
    const out = this.#body
    for (const key of this.#keys) this.#text(out, KEY, encoder.encode(key))
    const values = this.#values.bytes.subarray(0, this.#values.length)
    out.room(values.length + 8)
    out.bytes.set(values, out.length)
    out.length += values.length
    out.number(EXTENT)
    out.number(extent)
    const size = out.length - headRoom
    const digits = size < 128 ? 1 : size < 16_384 ? 2 : size < 2_097_152 ? 3 : 4
    const end = out.length
    out.length = headRoom - 1 - digits
    const start = out.length
    out.number(LAYER)
    out.number(size)
    out.length = end
    return out.bytes.slice(start, end)
  }
}
