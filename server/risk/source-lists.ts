import { type Cells, shared, unitsPerDegree } from './cells.ts'
import { at, recordLength, type SourceTable } from './sources.ts'

/** Bins of one size with the sources that reach no farther than a bin is wide: each in the bin of its point. */
interface Layer {
  columns: number
  rows: number
  binX: number
  binY: number
  /** One more than the slot that the chain of each bin begins with; 0 for none. */
  first: Int32Array
  /** Whether any source was ever put here: most towns use two or three layers. */
  isUsed: boolean
}

export interface SourceListParts {
  layers: Layer[]
  /** One more than the slot that comes after each slot in its chain; 0 at the end. */
  next: Int32Array
  /** West, south, east and north of the cells' places that each source can meet, by slot, in units. */
  boxes: Int32Array
}

/** A box of cells' places in units. */
export interface Box {
  west: number
  south: number
  east: number
  north: number
}

// Each layer's bins are twice as wide as those before, until one holds everything.
const widening = 2

/** For each place the sources that may reach it, kept while sources come, move and go. */
export class SourceLists {
  readonly parts: SourceListParts
  readonly #cells: Cells
  readonly #sources: SourceTable
  #bin = 0

  constructor(cells: Cells, sources: SourceTable, parts?: SourceListParts) {
    this.#cells = cells
    this.#sources = sources
    const slots = sources.ids.length
    const empty = () => ({
      layers: layersOf(cells),
      next: shared(Int32Array, slots),
      boxes: shared(Int32Array, slots * 4),
    })
    this.parts = parts ?? empty()
    // From behind, so that the chains go through memory forwards.
    for (let slot = sources.length - 1; slot >= 0 && !parts; slot--)
      if (sources.ids[slot] !== 0) this.add(slot)
  }

  /** Writes every source that may reach a cell with its place in a box, by slot; not all of them do. @returns how many */
  gather({ west, south, east, north }: Box, into: { slots: Int32Array }): number {
    const { layers, next, boxes } = this.parts
    let { slots } = into
    let count = 0
    for (const { isUsed, columns, rows, binX, binY, first } of layers) {
      if (!isUsed) continue
      // No source of the layer reaches farther than into the next bin.
      const i0 = binAt(west - binX - this.#cells.west, binX, columns)
      const i1 = binAt(east + binX - this.#cells.west, binX, columns)
      const j1 = binAt(north + binY - this.#cells.south, binY, rows)
      for (let j = binAt(south - binY - this.#cells.south, binY, rows); j <= j1; j++) {
        for (let bin = j * columns + i0; bin <= j * columns + i1; bin++) {
          for (let link = first[bin] ?? 0; link > 0; link = next[link - 1] ?? 0) {
            const from = (link - 1) * 4
            if ((boxes[from] ?? 0) > east || (boxes[from + 1] ?? 0) > north) continue
            if ((boxes[from + 2] ?? 0) < west || (boxes[from + 3] ?? 0) < south) continue
            if (count === slots.length) slots = widened(slots)
            slots[count++] = link - 1
          }
        }
      }
    }
    into.slots = slots
    return count
  }

  add(slot: number): void {
    const { parts } = this
    if (slot >= parts.next.length) {
      parts.next = widened(parts.next)
      parts.boxes = widened(parts.boxes)
    }
    const layer = this.#find(slot)
    layer.isUsed = true
    parts.next[slot] = layer.first[this.#bin] ?? 0
    layer.first[this.#bin] = slot + 1
  }

  /** Must be called while the record of the source is still the one it was added with. */
  remove(slot: number): void {
    const { first } = this.#find(slot)
    const { next } = this.parts
    const after = next[slot] ?? 0
    let link = first[this.#bin] ?? 0
    if (link === slot + 1) first[this.#bin] = after
    else {
      while (link > 0 && next[link - 1] !== slot + 1) link = next[link - 1] ?? 0
      if (link > 0) next[link - 1] = after
    }
  }

  /** Finds the layer of a source, and its bin there. One beside the town is in the bin at the border. */
  #find(slot: number): Layer {
    const { records } = this.#sources
    const { west, south, maxOuter } = this.#cells
    const from = slot * recordLength
    const outer = (records[from + at.outer] ?? 0) + maxOuter * (1 + (records[from + at.stretch] ?? 0))
    const far = (records[from + at.reach] ?? 0) + outer + 0.01
    const wide = (far / (records[from + at.perLng] ?? 1)) * unitsPerDegree
    const high = (far / (records[from + at.perLat] ?? 1)) * unitsPerDegree
    const x = (records[from + at.lng] ?? 0) * unitsPerDegree - west
    const y = (records[from + at.lat] ?? 0) * unitsPerDegree - south
    const { boxes } = this.parts
    boxes[slot * 4] = unitOf(x + west - wide)
    boxes[slot * 4 + 1] = unitOf(y + south - high)
    boxes[slot * 4 + 2] = unitOf(x + west + wide + 1)
    boxes[slot * 4 + 3] = unitOf(y + south + high + 1)
    for (const layer of this.parts.layers) {
      const { binX, binY, columns, rows } = layer
      // What reaches over all of the town is in the one bin of the last.
      if ((wide > binX || high > binY) && layer.first.length > 1) continue
      this.#bin = binAt(y, binY, rows) * columns + binAt(x, binX, columns)
      return layer
    }
    throw new Error('these lists were never made: their field is only read')
  }
}

const binAt = (place: number, width: number, bins: number): number =>
  Math.max(0, Math.min(bins - 1, Math.floor(place / width)))

// Beyond the poles and the date line there are no cells.
const unitOf = (place: number): number => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.floor(place)))

function layersOf({ columns, rows, binX, binY }: Cells): Layer[] {
  const layers: Layer[] = []
  for (let scale = 1; ; scale *= widening) {
    const across = Math.max(1, Math.ceil(columns / scale))
    const up = Math.max(1, Math.ceil(rows / scale))
    const first = shared(Int32Array, across * up)
    layers.push({ columns: across, rows: up, binX: binX * scale, binY: binY * scale, first, isUsed: false })
    if (across * up === 1) return layers
  }
}

function widened(list: Int32Array): Int32Array {
  const wider = new Int32Array(list.length * 2 + 256)
  wider.set(list)
  return wider
}
