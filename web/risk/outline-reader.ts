import type { Bbox } from '../../server/region/place.ts'
import { unpackOutlines } from '../../server/risk/rules/cell-index.ts'
import { type CellChunk, type CellGeometry, isBare } from '../../server/risk/rules/cell-pack.ts'
import { showsOutlines } from '../map/cell-layers.ts'

/** Reads at once: more would only wait for one another. */
const MOST_READS = 4
/** About 70 MB; those longest out of view are let go. */
const MOST_CHUNKS = 60

type Read = (chunk: number, hash: string) => Promise<{ bytes: Uint8Array }>

/** Brings the outlines of a county's chunks as they come into view, and lets them go again. */
export class OutlineReader {
  readonly #read: Read
  readonly #tell: (geometry: CellGeometry) => void
  #geometry: CellGeometry | undefined
  #bare: readonly CellChunk[] = []
  #hash = ''
  #wanted: number[] = []
  readonly #reading = new Set<number>()
  /** Chunks with outlines, the longest unseen first. */
  #held: number[] = []

  constructor(read: Read, tell: (geometry: CellGeometry) => void) {
    this.#read = read
    this.#tell = tell
  }

  /** Takes new cells; `mark` is the entity tag they came with. */
  begin(geometry: CellGeometry, mark: string): void {
    this.#geometry = geometry
    this.#bare = geometry.chunks
    this.#hash = mark.replace(/^(W\/)?"|"$/g, '')
    this.#wanted = []
    this.#held = []
    this.#reading.clear()
  }

  see({ zoom, bounds }: { zoom: number; bounds: Bbox }): void {
    const geometry = this.#geometry
    if (!geometry?.chunks[0]?.middles || !showsOutlines(geometry, zoom)) return
    const inView = geometry.chunks.flatMap((chunk, i) => (overlaps(chunk.bounds, bounds) ? [i] : []))
    const [x, y] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]
    const far = (i: number) => {
      const [lng = 0, lat = 0] = geometry.chunks[i]?.origin ?? []
      return Math.hypot(lng - x, lat - y)
    }
    inView.sort((a, b) => far(a) - far(b))
    this.#held = [
      ...this.#held.filter(i => !inView.includes(i)),
      ...this.#held.filter(i => inView.includes(i)),
    ]
    this.#wanted = inView.filter(i => isBareAt(geometry, i))
    this.#next()
  }

  #next(): void {
    while (this.#reading.size < MOST_READS) {
      const chunk = this.#wanted.find(i => !this.#reading.has(i))
      if (chunk === undefined) return
      this.#wanted = this.#wanted.filter(i => i !== chunk)
      void this.#bring(chunk)
    }
  }

  async #bring(chunk: number): Promise<void> {
    const bare = this.#bare
    this.#reading.add(chunk)
    try {
      const { bytes } = await this.#read(chunk, this.#hash)
      const from = bare[chunk]
      // Other cells may have come meanwhile.
      if (this.#bare === bare && from) this.#take(chunk, unpackOutlines(from, bytes))
    } catch {
      // The far picture stays; the next look asks again.
    } finally {
      if (this.#bare === bare) this.#reading.delete(chunk)
    }
    if (this.#bare === bare) this.#next()
  }

  #take(chunk: number, outlined: CellChunk): void {
    if (!this.#geometry) return
    const chunks = this.#geometry.chunks.with(chunk, outlined)
    this.#held.push(chunk)
    for (const old of this.#held.splice(0, Math.max(0, this.#held.length - MOST_CHUNKS))) {
      const bare = this.#bare[old]
      if (bare) chunks[old] = bare
    }
    this.#geometry = { ...this.#geometry, chunks }
    this.#tell(this.#geometry)
  }
}

const isBareAt = ({ chunks }: CellGeometry, i: number): boolean => {
  const chunk = chunks[i]
  return chunk !== undefined && isBare(chunk)
}

const overlaps = (a: Bbox, b: Bbox) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
