import type { LngLat } from '../region/place.ts'
import { type CellOutlines, shared, unitsPerDegree } from './cells.ts'

export interface FieldCell {
  ordinal: number
  /** Closed outer ring. */
  ring: LngLat[]
  people?: number
}

/** Takes cells in the order of their ordinals and lays their outlines end to end. */
export class OutlineWriter {
  readonly outlines: CellOutlines
  #next = 0
  #vertex = 0

  /** @param vertices of all closed rings together */
  constructor({ size, vertices }: { size: number; vertices: number }) {
    this.outlines = {
      size,
      positions: shared(Int32Array, vertices * 2),
      ringStart: shared(Uint32Array, size + 1),
      people: shared(Int32Array, size),
    }
  }

  /** Begins a cell; its vertices follow. @throws RangeError when there is no room for it */
  begin(ordinal: number, people: number): void {
    const { size, ringStart } = this.outlines
    if (ordinal >= size || ordinal < this.#next)
      throw new RangeError('cells came in another order than counted')
    this.outlines.people[ordinal] = people
    for (; this.#next <= ordinal; this.#next++) ringStart[this.#next] = this.#vertex
  }

  put(lng: number, lat: number): void {
    const { positions } = this.outlines
    if (this.#vertex * 2 >= positions.length) throw new RangeError('cells have more vertices than counted')
    positions[this.#vertex * 2] = Math.round(lng * unitsPerDegree)
    positions[this.#vertex * 2 + 1] = Math.round(lat * unitsPerDegree)
    this.#vertex += 1
  }

  end(): CellOutlines {
    const { size, ringStart } = this.outlines
    for (; this.#next <= size; this.#next++) ringStart[this.#next] = this.#vertex
    return this.outlines
  }
}

/** Outlines by ordinal; an ordinal without a cell has an empty ring. */
export function outlinesOf(cells: readonly FieldCell[]): CellOutlines {
  const sorted = [...cells].sort((a, b) => a.ordinal - b.ordinal)
  const writer = new OutlineWriter({
    size: (sorted.at(-1)?.ordinal ?? -1) + 1,
    vertices: sorted.reduce((sum, { ring }) => sum + ring.length, 0),
  })
  for (const { ordinal, ring, people = 0 } of sorted) {
    writer.begin(ordinal, people)
    for (const [lng, lat] of ring) writer.put(lng, lat)
  }
  return writer.end()
}
