import { type Cells, shared, unitsPerDegree } from './cells.ts'
import { at, recordLength, type SourceTable } from './sources.ts'

/** Bins of one size with the sources that can meet a cell whose place is inside. */
interface Layer {
  columns: number
  rows: number
  binX: number
  binY: number
  /** Where the list of each bin begins in the pool, how long it is and how long it may grow there. */
  start: Uint32Array
  length: Uint32Array
  capacity: Uint32Array
  /** Whether any source was ever put here: most towns use one or two layers. */
  isUsed: boolean
}

interface Range {
  layer: Layer
  i0: number
  i1: number
  j0: number
  j1: number
}

const none = new Uint32Array()
const noLayer: Layer = {
  columns: 0,
  rows: 0,
  binX: 1,
  binY: 1,
  start: none,
  length: none,
  capacity: none,
  isUsed: false,
}

export interface SourceListParts {
  layers: Layer[]
  pool: Int32Array
  used: number
}

// Each layer's bins are four times as wide as those before: a source goes where it lies over some dozens of bins.
const widening = 4
const mostAcross = 8
const layersAtMost = 12

/** For each place the sources that may reach it, kept while sources come, move and go. */
export class SourceLists {
  readonly parts: SourceListParts
  readonly #cells: Cells
  readonly #sources: SourceTable

  constructor(cells: Cells, sources: SourceTable, parts?: SourceListParts) {
    this.#cells = cells
    this.#sources = sources
    this.parts = parts ?? this.#build()
  }

  /** Writes every source that may reach a cell, by slot; not all of them do. @returns how many */
  gather(cell: number, into: { slots: Int32Array }): number {
    const { layers, pool } = this.parts
    let count = 0
    for (const layer of layers) {
      if (!layer.isUsed) continue
      const bin = this.#binOf(layer, cell)
      const start = layer.start[bin] ?? 0
      const length = layer.length[bin] ?? 0
      if (count + length > into.slots.length) {
        const wider = new Int32Array((count + length) * 2)
        wider.set(into.slots)
        into.slots = wider
      }
      for (let i = 0; i < length; i++) into.slots[count + i] = pool[start + i] ?? 0
      count += length
    }
    return count
  }

  /** The finest bin that a cell is in: all cells of it have the same list. */
  binOf(cell: number): number {
    return this.#binOf(this.parts.layers[0] ?? noLayer, cell)
  }

  #binOf({ columns, binX, binY }: Layer, cell: number): number {
    const { x, y, west, south } = this.#cells
    const column = Math.floor(((x[cell] ?? 0) - west) / binX)
    return Math.floor(((y[cell] ?? 0) - south) / binY) * columns + column
  }

  add(slot: number): void {
    const { layer, i0, i1, j0, j1 } = this.#range(slot)
    layer.isUsed = true
    for (let j = j0; j <= j1; j++)
      for (let i = i0; i <= i1; i++) this.#push(layer, j * layer.columns + i, slot)
  }

  /** Must be called while the record of the source is still the one it was added with. */
  remove(slot: number): void {
    const { layer, i0, i1, j0, j1 } = this.#range(slot)
    for (let j = j0; j <= j1; j++)
      for (let i = i0; i <= i1; i++) this.#drop(layer, j * layer.columns + i, slot)
  }

  #drop(layer: Layer, bin: number, slot: number): void {
    const { pool } = this.parts
    const start = layer.start[bin] ?? 0
    const last = start + (layer.length[bin] ?? 0) - 1
    for (let i = start; i <= last; i++) {
      if (pool[i] !== slot) continue
      pool[i] = pool[last] ?? 0
      layer.length[bin] = last - start
      return
    }
  }

  #push(layer: Layer, bin: number, slot: number): void {
    const length = layer.length[bin] ?? 0
    if (length === (layer.capacity[bin] ?? 0)) this.#move(layer, bin)
    this.parts.pool[(layer.start[bin] ?? 0) + length] = slot
    layer.length[bin] = length + 1
  }

  /** Gives a full list twice the room at the pool's end; the room it leaves is lost until the next build. */
  #move(layer: Layer, bin: number): void {
    const { parts } = this
    const length = layer.length[bin] ?? 0
    const capacity = Math.max(4, length * 2)
    if (parts.used + capacity > parts.pool.length) {
      const larger = new Int32Array(Math.ceil((parts.used + capacity) * 1.3))
      larger.set(parts.pool.subarray(0, parts.used))
      parts.pool = larger
    }
    const start = layer.start[bin] ?? 0
    parts.pool.copyWithin(parts.used, start, start + length)
    layer.start[bin] = parts.used
    layer.capacity[bin] = capacity
    parts.used += capacity
  }

  /** Finds the layer of a source and the bins under all that it can meet there. */
  #range(slot: number, layers = this.parts.layers): Range {
    const { records } = this.#sources
    const { west, south, maxOuter } = this.#cells
    const from = slot * recordLength
    const outer = (records[from + at.outer] ?? 0) + maxOuter * (1 + (records[from + at.stretch] ?? 0))
    const far = (records[from + at.reach] ?? 0) + outer + 0.01
    const wide = (far / (records[from + at.perLng] ?? 1)) * unitsPerDegree
    const high = (far / (records[from + at.perLat] ?? 1)) * unitsPerDegree
    const x = (records[from + at.lng] ?? 0) * unitsPerDegree - west
    const y = (records[from + at.lat] ?? 0) * unitsPerDegree - south
    let index = 0
    for (; index + 1 < layers.length; index++) {
      const { binX, binY } = layers[index] ?? noLayer
      if (2 * wide <= mostAcross * binX && 2 * high <= mostAcross * binY) break
    }
    const { binX, binY, columns, rows } = layers[index] ?? noLayer
    return {
      layer: layers[index] ?? noLayer,
      i0: Math.max(0, Math.floor((x - wide) / binX)),
      i1: Math.min(columns - 1, Math.floor((x + wide) / binX)),
      j0: Math.max(0, Math.floor((y - high) / binY)),
      j1: Math.min(rows - 1, Math.floor((y + high) / binY)),
    }
  }

  /** Counts first, so that every list gets its room in one pool, with a quarter more to grow. */
  #build(): SourceListParts {
    const layers = this.#layers()
    const { ids, length } = this.#sources
    for (let slot = 0; slot < length; slot++) {
      if (ids[slot] === 0) continue
      const { layer, i0, i1, j0, j1 } = this.#range(slot, layers)
      const { capacity, columns } = layer
      layer.isUsed = true
      for (let j = j0; j <= j1; j++)
        for (let bin = j * columns + i0; bin <= j * columns + i1; bin++)
          capacity[bin] = (capacity[bin] ?? 0) + 1
    }
    let used = 0
    for (const { start, capacity } of layers) {
      for (let bin = 0; bin < start.length; bin++) {
        start[bin] = used
        capacity[bin] = Math.ceil((capacity[bin] ?? 0) * 1.25)
        used += capacity[bin] ?? 0
      }
    }
    const pool = shared(Int32Array, used)
    for (let slot = 0; slot < length; slot++) {
      if (ids[slot] === 0) continue
      const { layer, i0, i1, j0, j1 } = this.#range(slot, layers)
      for (let j = j0; j <= j1; j++) {
        for (let bin = j * layer.columns + i0; bin <= j * layer.columns + i1; bin++) {
          const count = layer.length[bin] ?? 0
          pool[(layer.start[bin] ?? 0) + count] = slot
          layer.length[bin] = count + 1
        }
      }
    }
    return { layers, pool, used }
  }

  #layers(): Layer[] {
    const layers: Layer[] = []
    let { columns, rows, binX, binY } = this.#cells
    for (let i = 0; i < layersAtMost && columns > 0; i++) {
      const bins = columns * rows
      const list = () => shared(Uint32Array, bins)
      layers.push({
        columns,
        rows,
        binX,
        binY,
        start: list(),
        length: list(),
        capacity: list(),
        isUsed: false,
      })
      if (bins === 1) break
      columns = Math.ceil(columns / widening)
      rows = Math.ceil(rows / widening)
      binX *= widening
      binY *= widening
    }
    return layers
  }
}
