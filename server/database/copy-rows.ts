/** The first bytes of a binary COPY: signature, no flags, no extension. PostgreSQL, "COPY", Binary Format */
export const copyHead = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex')
/** What ends it. */
export const copyTail = Buffer.from('ffff', 'hex')

const startBytes = 1 << 18
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Writes rows as binary COPY reads them. Take what has come together before it grows large. */
export class CopyRows {
  #bytes = Buffer.allocUnsafe(startBytes)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Begins a row; as many fields must follow. */
  row(fields: number): void {
    this.#room(2)
    this.#length = this.#bytes.writeInt16BE(fields, this.#length)
  }

  int(value: number | null): void {
    this.#room(8)
    if (value === null) {
      this.#length = this.#bytes.writeInt32BE(-1, this.#length)
      return
    }
    this.#length = this.#bytes.writeInt32BE(4, this.#length)
    this.#length = this.#bytes.writeInt32BE(value, this.#length)
  }

  double(value: number): void {
    this.#room(12)
    this.#length = this.#bytes.writeInt32BE(8, this.#length)
    this.#length = this.#bytes.writeDoubleBE(value, this.#length)
  }

  text(value: string): void {
    const size = Buffer.byteLength(value)
    this.#room(4 + size)
    this.#length = this.#bytes.writeInt32BE(size, this.#length)
    this.#length += this.#bytes.write(value, this.#length, 'utf8')
  }

  /** A WGS 84 polygon by its closed rings, each a run of longitude, latitude in degrees. */
  polygon(rings: readonly ArrayLike<number>[]): void {
    const numbers = rings.reduce((sum, ring) => sum + ring.length, 0)
    const size = 13 + rings.length * 4 + numbers * 8
    this.#room(4 + size)
    this.#length = this.#bytes.writeInt32BE(size, this.#length)
    this.#head(3, rings.length)
    for (const ring of rings) {
      this.#length = this.#bytes.writeUInt32LE(ring.length / 2, this.#length)
      this.#doubles(ring)
    }
  }

  #doubles(numbers: ArrayLike<number>): void {
    if (isLittleEndian && numbers instanceof Float64Array) {
      const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
      this.#bytes.set(bytes, this.#length)
      this.#length += bytes.length
      return
    }
    for (let i = 0; i < numbers.length; i++) {
      this.#length = this.#bytes.writeDoubleLE(numbers[i] ?? 0, this.#length)
    }
  }

  point(lng: number, lat: number): void {
    this.#room(29)
    this.#length = this.#bytes.writeInt32BE(25, this.#length)
    this.#bytes[this.#length] = 1
    this.#length = this.#bytes.writeUInt32LE(0x20000001, this.#length + 1)
    this.#length = this.#bytes.writeUInt32LE(4326, this.#length)
    this.#length = this.#bytes.writeDoubleLE(lng, this.#length)
    this.#length = this.#bytes.writeDoubleLE(lat, this.#length)
  }

  /** What was written since the last time, free to be written over afterwards. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length)
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length)
    this.#length = 0
    return taken
  }

  // EWKB: little endian, a polygon with a reference system, 4326.
  #head(type: number, parts: number): void {
    this.#bytes[this.#length] = 1
    this.#length = this.#bytes.writeUInt32LE(0x20000000 | type, this.#length + 1)
    this.#length = this.#bytes.writeUInt32LE(4326, this.#length)
    this.#length = this.#bytes.writeUInt32LE(parts, this.#length)
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + bytes))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
