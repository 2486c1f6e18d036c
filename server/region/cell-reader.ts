import { createReadStream } from 'node:fs'
import type { Bbox, Both } from './place.ts'
import { type CellRow, readCellLine } from './rules/cell-line.ts'

export interface RowProblem {
  /** Line of the file, from 1. */
  row: number
  path: string
  message: Both
}

interface Reading {
  townId: number
  signal: AbortSignal
  progress(bytes: number): void
  /** So many wrong rows are enough to stop reading. */
  stopAt: number
}

/** A cell as it is written: with the ordinal and the code that it has or is given. */
export interface ReadCell extends CellRow {
  ordinal: number
  code: string
}

const newline = 10
const mostNamed = 50
const longestLine = 4 * 2 ** 20
const notBlank = /\S/

/** Reads cells from a file line by line; what is wrong is kept by row. It can be read once. */
export class CellReader {
  readonly #path: string
  readonly #reading: Reading
  readonly #taken = new Ordinals()
  readonly problems: RowProblem[] = []
  refused = 0
  count = 0
  /** Of the cells read so far, degrees. */
  readonly bounds: Bbox = [180, 90, -180, -90]
  #row = 0
  #hasOwn: boolean | undefined

  constructor(path: string, reading: Reading) {
    this.#path = path
    this.#reading = reading
  }

  get townId(): number {
    return this.#reading.townId
  }

  /** Cells in pieces of the file, about 2,000 at a time. A piece's list is written over by the next. */
  async *pieces(): AsyncGenerator<ReadCell[]> {
    let rest: Buffer = Buffer.alloc(0)
    let bytes = 0
    for await (const chunk of createReadStream(this.#path, { highWaterMark: 1 << 20 })) {
      this.#reading.signal.throwIfAborted()
      const data: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const end = data.lastIndexOf(newline) + 1
      if (end > 0) yield this.#lines(data, end)
      rest = data.subarray(end)
      bytes += chunk.length
      this.#reading.progress(bytes)
      if (this.refused >= this.#reading.stopAt) return
      if (rest.length > longestLine) {
        this.#refuse('(row)', { zh: '一行超过 4 MB', en: 'a line is longer than 4 MB' })
        return
      }
    }
    if (rest.length > 0) yield this.#lines(rest, rest.length)
  }

  #lines(data: Buffer, end: number): ReadCell[] {
    const cells: ReadCell[] = []
    for (let from = 0; from < end; ) {
      const found = data.indexOf(newline, from)
      const to = found < 0 || found > end ? end : found
      this.#row += 1
      const cell = this.#line(data, from, to)
      if (cell) cells.push(cell)
      from = to + 1
    }
    return cells
  }

  #line(data: Buffer, from: number, to: number): ReadCell | undefined {
    if (to - from < 40 && !notBlank.test(data.toString('latin1', from, to))) return undefined
    const read = readCellLine(data, from, to)
    if ('problem' in read) return this.#refuse(read.problem.path, read.problem.message)
    const { cell } = read
    this.#hasOwn ??= cell.ordinal !== null
    if (this.#hasOwn !== (cell.ordinal !== null)) {
      return this.#refuse('properties.ordinal', {
        zh: '有的行有 ordinal，有的没有；要么都有，要么都没有',
        en: 'some rows have an ordinal and some have none; all or none must',
      })
    }
    const ordinal = cell.ordinal ?? this.count
    if (!this.#taken.take(ordinal)) {
      return this.#refuse('properties.ordinal', {
        zh: `ordinal ${ordinal} 前面已经用过`,
        en: `the ordinal ${ordinal} came before`,
      })
    }
    this.count += 1
    this.#reach(cell.rings[0] ?? new Float64Array(0))
    const { code, peopleDay, peopleNight, rings } = cell
    // Each field by name: a spread of a million objects takes a second.
    return { ordinal, code: code ?? `U${String(ordinal).padStart(6, '0')}`, peopleDay, peopleNight, rings }
  }

  #reach(ring: Float64Array): void {
    const { bounds } = this
    for (let i = 0; i < ring.length; i += 2) {
      const x = ring[i] ?? 0
      const y = ring[i + 1] ?? 0
      if (x < bounds[0]) bounds[0] = x
      if (y < bounds[1]) bounds[1] = y
      if (x > bounds[2]) bounds[2] = x
      if (y > bounds[3]) bounds[3] = y
    }
  }

  #refuse(path: string, message: Both): undefined {
    this.refused += 1
    if (this.problems.length < mostNamed) this.problems.push({ row: this.#row, path, message })
    return undefined
  }
}

/** Which whole numbers were taken: a bit each. */
class Ordinals {
  #bits = new Uint32Array(1 << 15)

  /** @returns false when it was taken before */
  take(ordinal: number): boolean {
    const at = ordinal >>> 5
    if (at >= this.#bits.length) {
      const larger = new Uint32Array(Math.max(this.#bits.length * 2, at + 1))
      larger.set(this.#bits)
      this.#bits = larger
    }
    const bit = 1 << (ordinal & 31)
    if (((this.#bits[at] ?? 0) & bit) !== 0) return false
    this.#bits[at] = (this.#bits[at] ?? 0) | bit
    return true
  }
}
