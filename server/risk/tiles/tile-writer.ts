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

/** Bytes that grow. Whoever writes asks for room first and then writes at `length` with no further check. */
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
    this.length = put(this.bytes, this.length, value)
  }

  /** A field of bytes with its length. */
  field(tag: number, content: Uint8Array): void {
    this.room(content.length + 8)
    this.number(tag)
    this.number(content.length)
    this.bytes.set(content, this.length)
    this.length += content.length
  }
}

/** A whole number below 2 ** 32 in groups of seven bits. @returns where it ends */
function put(bytes: Uint8Array, from: number, value: number): number {
  let at = from
  let rest = value
  while (rest > 127) {
    bytes[at++] = (rest & 127) | 128
    rest >>>= 7
  }
  bytes[at++] = rest
  return at
}

/** Puts a length into the bytes kept free for it; groups of seven bits may be padded with zeros. */
function fill(bytes: Uint8Array, from: number, { size, wide }: { size: number; wide: number }): void {
  let rest = size
  for (let i = 0; i < wide - 1; i++) {
    bytes[from + i] = (rest & 127) | 128
    rest >>>= 7
  }
  bytes[from + wide - 1] = rest
}

/** Keys and values of a feature in turn, by index, of which `length` count. */
export interface Tags {
  indexes: Uint32Array
  length: number
}

/** An open ring of whole numbers, of which `length` count; told from its end where it runs the wrong way. */
export interface WholeRing {
  xy: Int32Array
  length: number
  isTurned: boolean
}

const encoder = new TextEncoder()

/**
 * Writes one layer of polygons as a vector tile. Values of a feature are told by index: a value before or between
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
    this.#body.field(NAME, encoder.encode(name))
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

  /** Bytes of UTF-8 as a value. @returns its index */
  textValue(text: Uint8Array, from: number, to: number): number {
    const values = this.#values
    const size = to - from
    values.room(size + 16)
    const { bytes } = values
    let at = put(bytes, values.length, VALUE)
    at = put(bytes, at, size + (size < 128 ? 2 : 3))
    bytes[at++] = 0x0a
    at = put(bytes, at, size)
    // A view of a few bytes costs more than the bytes.
    for (let i = from; i < to; i++) bytes[at++] = text[i] ?? 0
    values.length = at
    return this.#count++
  }

  /** @param ring clockwise as seen with y down, once it is turned where it says so */
  feature(id: number, tags: Tags, ring: WholeRing): void {
    const out = this.#body
    out.room(ring.length * 5 + tags.length * 5 + 64)
    // A number takes five bytes at most: below this many, two bytes hold the length.
    const wide = ring.length > 3000 ? 4 : 2
    const { bytes } = out
    let at = out.length
    bytes[at] = FEATURE
    const whole = at + 1
    at = whole + wide
    bytes[at++] = 0x08
    at = put(bytes, at, id)
    bytes[at++] = 0x12
    const tagsAt = at++
    for (let i = 0; i < tags.length; i++) at = put(bytes, at, tags.indexes[i] ?? 0)
    bytes[tagsAt] = at - tagsAt - 1
    bytes[at++] = 0x18
    bytes[at++] = 3
    bytes[at++] = 0x22
    const geometry = at
    at = putRing(bytes, geometry + wide, ring)
    fill(bytes, geometry, { size: at - geometry - wide, wide })
    fill(bytes, whole, { size: at - whole - wide, wide })
    out.length = at
    this.#features++
  }

  /** The tile; empty when it has no feature. A copy, so that the writer is free again. */
  end(): Uint8Array<ArrayBuffer> {
    if (this.#features === 0) return new Uint8Array(0)
    const out = this.#body
    for (const key of this.#keys) out.field(KEY, encoder.encode(key))
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

// 4.3.3: move to the first vertex, lines to the others, close. Numbers are steps from vertex to vertex.
function putRing(bytes: Uint8Array, from: number, { xy, length, isTurned }: WholeRing): number {
  let at = from
  let x = 0
  let y = 0
  const step = isTurned ? -2 : 2
  let next = isTurned ? length - 2 : 0
  bytes[at++] = 9
  for (let left = length; left > 0; left -= 2) {
    if (left === length - 2) at = put(bytes, at, ((length / 2 - 1) << 3) | 2)
    const toX = xy[next] ?? 0
    const toY = xy[next + 1] ?? 0
    const dx = toX - x
    const dy = toY - y
    const stepX = (dx << 1) ^ (dx >> 31)
    const stepY = (dy << 1) ^ (dy >> 31)
    // Most steps are short ones.
    if (((stepX | stepY) & ~127) === 0) {
      bytes[at] = stepX
      bytes[at + 1] = stepY
      at += 2
    } else {
      at = put(bytes, put(bytes, at, stepX >>> 0), stepY >>> 0)
    }
    x = toX
    y = toY
    next += step
  }
  bytes[at++] = 15
  return at
}
