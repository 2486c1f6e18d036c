import type { Bbox, LngLat } from '../../region/place.ts'
import type { CellChunk, CellGeometry } from './cell-pack.ts'

/** Cells near one another, told by the middle of each; their outlines come apart. */
export interface IndexedChunk {
  bounds: Bbox
  vertices: number
  /** Ordinal of each cell. */
  ordinals: Uint32Array
  /** Where each middle is in the bounds, in 65,535ths from west and south: two a cell. */
  middles: Uint16Array
}

/** Outlines of one chunk's cells: closed rings in 65,535ths of its bounds. */
export interface OutlinedChunk {
  bounds: Bbox
  /** Vertices of each cell's closed ring. */
  counts: Uint16Array
  positions: Uint16Array
}

const INDEX = 0x53434931
const OUTLINES = 0x53434f31
const steps = 65_535

interface ChunkFacts {
  bounds: Bbox
  cells: number
  vertices: number
}
interface IndexHeader {
  version: 2
  count: number
  chunks: ChunkFacts[]
}

/** Whether packed cells begin with the magic number of an index. */
export const isIndex = (bytes: Uint8Array): boolean =>
  bytes.byteLength >= 8 && viewOf(bytes).getUint32(0, true) === INDEX

/** Magic, header length, header JSON padded to 4 bytes, then middles and steps from ordinal to ordinal of each chunk. */
export function packIndex(chunks: readonly IndexedChunk[]): Uint8Array<ArrayBuffer> {
  const count = chunks.reduce((sum, { ordinals }) => sum + ordinals.length, 0)
  const facts = chunks.map(({ bounds, ordinals, vertices }) => ({ bounds, cells: ordinals.length, vertices }))
  const header: IndexHeader = { version: 2, count, chunks: facts }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const start = 8 + Math.ceil(json.length / 4) * 4
  const bytes = new Uint8Array(start + count * 8)
  const view = viewOf(bytes)
  view.setUint32(0, INDEX, true)
  view.setUint32(4, start - 8, true)
  bytes.fill(0x20, 8, start)
  bytes.set(json, 8)
  const middles = new Uint16Array(bytes.buffer, start, count * 2)
  const jumps = new Int32Array(bytes.buffer, start + count * 4, count)
  let at = 0
  for (const chunk of chunks) {
    middles.set(chunk.middles, at * 2)
    // Steps are mostly one: they are squeezed to next to nothing, ordinals are not.
    let before = 0
    for (const ordinal of chunk.ordinals) {
      jumps[at++] = ordinal - before
      before = ordinal
    }
  }
  return bytes
}

/** Cells as their middles, for drawing a whole county from afar. @throws RangeError when the bytes are cut short */
export function unpackIndex(given: Uint8Array): CellGeometry {
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice()
  const start = 8 + viewOf(bytes).getUint32(4, true)
  if (start > bytes.byteLength) throw new RangeError('packed cells are cut short')
  const header = headerOf(bytes.subarray(8, start))
  if (bytes.byteLength < start + header.count * 8) throw new RangeError('packed cells are cut short')
  const middles = new Uint16Array(bytes.buffer, bytes.byteOffset + start, header.count * 2)
  const jumps = new Int32Array(bytes.buffer, bytes.byteOffset + start + header.count * 4, header.count)
  let from = 0
  const chunks = header.chunks.map(({ bounds, cells, vertices }): CellChunk => {
    const cellIndex = new Uint32Array(cells)
    let ordinal = 0
    for (let i = 0; i < cells; i++) {
      ordinal += jumps[from + i] ?? 0
      cellIndex[i] = ordinal
    }
    const own = middles.subarray(from * 2, (from + cells) * 2)
    from += cells
    return {
      ...{ bounds, cells, vertices, cellIndex },
      origin: middleOf(bounds),
      middles: offsetsOf(own, bounds),
      ringStart: new Uint32Array(0),
      positions: new Float32Array(0),
    }
  })
  return { count: header.count, chunks }
}

/** Magic, cells, vertices, bounds as four doubles, then the counts padded to 4 bytes, then positions. */
export function packOutlines({ bounds, counts, positions }: OutlinedChunk): Uint8Array<ArrayBuffer> {
  const positionsAt = 48 + Math.ceil(counts.length / 2) * 4
  const bytes = new Uint8Array(positionsAt + positions.length * 2)
  const view = viewOf(bytes)
  view.setUint32(0, OUTLINES, true)
  view.setUint32(4, counts.length, true)
  view.setUint32(8, positions.length / 2, true)
  bounds.forEach((degrees, i) => {
    view.setFloat64(16 + i * 8, degrees, true)
  })
  new Uint16Array(bytes.buffer, 48, counts.length).set(counts)
  new Uint16Array(bytes.buffer, positionsAt, positions.length).set(positions)
  return bytes
}

/** The chunk with its outlines. @throws RangeError when the bytes are not this chunk's */
export function unpackOutlines(chunk: CellChunk, given: Uint8Array): CellChunk {
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice()
  const view = viewOf(bytes)
  if (
    bytes.byteLength < 48 ||
    view.getUint32(0, true) !== OUTLINES ||
    view.getUint32(4, true) !== chunk.cells
  ) {
    throw new RangeError('these bytes are not the outlines of these cells')
  }
  const vertices = view.getUint32(8, true)
  const positionsAt = 48 + Math.ceil(chunk.cells / 2) * 4
  if (bytes.byteLength < positionsAt + vertices * 4) throw new RangeError('packed cells are cut short')
  const counts = new Uint16Array(bytes.buffer, bytes.byteOffset + 48, chunk.cells)
  const ringStart = new Uint32Array(chunk.cells + 1)
  for (let cell = 0; cell < chunk.cells; cell++) {
    ringStart[cell + 1] = (ringStart[cell] ?? 0) + (counts[cell] ?? 0)
  }
  const positions = new Uint16Array(bytes.buffer, bytes.byteOffset + positionsAt, vertices * 2)
  return { ...chunk, vertices, ringStart, positions: offsetsOf(positions, chunk.bounds) }
}

/** Degrees from the middle of the bounds. */
function offsetsOf(places: Uint16Array, [west, south, east, north]: Bbox): Float32Array {
  const offsets = new Float32Array(places.length)
  const scaleX = (east - west) / steps
  const scaleY = (north - south) / steps
  const halfX = (east - west) / 2
  const halfY = (north - south) / 2
  for (let i = 0; i < places.length; i += 2) {
    offsets[i] = (places[i] ?? 0) * scaleX - halfX
    offsets[i + 1] = (places[i + 1] ?? 0) * scaleY - halfY
  }
  return offsets
}

const middleOf = ([west, south, east, north]: Bbox): LngLat => [(west + east) / 2, (south + north) / 2]

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The magic number says that our own packer wrote the header, so its shape is known. */
const headerOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as IndexHeader
