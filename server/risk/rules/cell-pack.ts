import type { Bbox, LngLat } from '../../region/place.ts'
import { isIndex, unpackIndex } from './cell-index.ts'

/** A cell to pack: its place in the town's list of cells, and its outline (closed or not, no holes). */
export interface PackedCell {
  ordinal: number
  polygon: readonly LngLat[]
}
interface Span {
  offset: number
  length: number
}
interface ChunkHeader {
  origin: LngLat
  cells: number
  vertices: number
  ringStart: Span
  positions: Span
  cellIndex: Span
  bounds: Bbox
}
interface PackHeader {
  version: 1
  count: number
  chunks: ChunkHeader[]
}

/** Cells that lie near one another. Arrays look into the packed bytes and are not copied. */
export interface CellChunk {
  origin: LngLat
  bounds: Bbox
  cells: number
  vertices: number
  /** First vertex of each cell's closed ring, and at the end the number of vertices. */
  ringStart: Uint32Array
  /** Degrees east and north of the origin, two a vertex. */
  positions: Float32Array
  /** Ordinal of each cell. */
  cellIndex: Uint32Array
  /** Of a county's chunks: the middle of each cell, from the origin. Their outlines come when they are looked at. */
  middles?: Float32Array
}
export interface CellGeometry {
  count: number
  chunks: CellChunk[]
}

/** Whether a chunk's outlines are still to come. */
export const isBare = ({ cells, positions }: CellChunk): boolean => cells > 0 && positions.length === 0

const MAGIC = 0x53435a31
const PREAMBLE_BYTES = 8

/**
 * Packs cells for `cells.bin` (little endian): magic, header length, header JSON padded to 4 bytes, then a
 * chunk's positions, ring starts and ordinals. `chunkSide` chunks lie along each side of the town's bounds.
 */
export function packCells(cells: readonly PackedCell[], chunkSide: number): Uint8Array<ArrayBuffer> {
  const groups = groupCells(cells, Math.max(1, Math.floor(chunkSide)))
  const chunks: ChunkHeader[] = []
  const parts: (Float32Array | Uint32Array)[] = []
  let offset = 0
  const place = (part: Float32Array | Uint32Array): Span => {
    const span = { offset, length: part.byteLength }
    parts.push(part)
    offset += part.byteLength
    return span
  }
  for (const group of groups) {
    const { positions, ringStart, cellIndex, ...facts } = packChunk(group)
    const spans = { positions: place(positions), ringStart: place(ringStart), cellIndex: place(cellIndex) }
    chunks.push({ ...facts, ...spans })
  }
  const header: PackHeader = { version: 1, count: cells.length, chunks }
  return joinBytes(header, parts, offset)
}

function joinBytes(header: PackHeader, parts: (Float32Array | Uint32Array)[], payload: number) {
  const json = new TextEncoder().encode(JSON.stringify(header))
  const headerBytes = Math.ceil(json.length / 4) * 4
  const bytes = new Uint8Array(PREAMBLE_BYTES + headerBytes + payload)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, headerBytes, true)
  bytes.fill(0x20, PREAMBLE_BYTES, PREAMBLE_BYTES + headerBytes)
  bytes.set(json, PREAMBLE_BYTES)
  let at = PREAMBLE_BYTES + headerBytes
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += part.byteLength
  }
  return bytes
}

function groupCells(cells: readonly PackedCell[], side: number): PackedCell[][] {
  const [w, s, e, n] = boundsOf(cells.flatMap(cell => cell.polygon.slice(0, 1)))
  const groups = new Map<number, PackedCell[]>()
  const step = (value: number, from: number, to: number) =>
    to > from ? Math.min(side - 1, Math.floor(((value - from) / (to - from)) * side)) : 0
  for (const cell of cells) {
    const [lng, lat] = cell.polygon[0] ?? [w, s]
    const key = step(lat, s, n) * side + step(lng, w, e)
    const group = groups.get(key)
    if (group) group.push(cell)
    else groups.set(key, [cell])
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group)
}

function packChunk(cells: readonly PackedCell[]) {
  const rings = cells.map(cell => closed(cell.polygon))
  const vertices = rings.reduce((sum, ring) => sum + ring.length, 0)
  const bounds = boundsOf(rings.flat())
  const origin: LngLat = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]
  const positions = new Float32Array(vertices * 2)
  const ringStart = new Uint32Array(cells.length + 1)
  let vertex = 0
  rings.forEach((ring, i) => {
    ringStart[i] = vertex
    for (const [lng, lat] of ring) {
      positions[vertex * 2] = lng - origin[0]
      positions[vertex * 2 + 1] = lat - origin[1]
      vertex++
    }
  })
  ringStart[cells.length] = vertex
  const cellIndex = Uint32Array.from(cells, cell => cell.ordinal)
  return { origin, bounds, cells: cells.length, vertices, positions, ringStart, cellIndex }
}

function closed(polygon: readonly LngLat[]): readonly LngLat[] {
  const [first] = polygon
  const last = polygon.at(-1)
  if (!first || !last || (first[0] === last[0] && first[1] === last[1])) return polygon
  return [...polygon, first]
}

function boundsOf(places: readonly LngLat[]): Bbox {
  const bounds: Bbox = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of places) {
    bounds[0] = Math.min(bounds[0], lng)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lng)
    bounds[3] = Math.max(bounds[3], lat)
  }
  return places.length > 0 ? bounds : [0, 0, 0, 0]
}

/** Reads packed cells. Throws RangeError when the bytes are not packed cells or are cut short. */
export function unpackCells(bytes: Uint8Array): CellGeometry {
  if (bytes.byteLength < PREAMBLE_BYTES) throw new RangeError('packed cells are cut short')
  if (isIndex(bytes)) return unpackIndex(bytes)
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength)
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('these bytes are not packed cells')
  const payload = PREAMBLE_BYTES + view.getUint32(4, true)
  if (payload > aligned.byteLength) throw new RangeError('packed cells are cut short')
  const header = readHeader(aligned.subarray(PREAMBLE_BYTES, payload))
  const start = aligned.byteOffset + payload
  const room = aligned.byteLength - payload
  const chunks = header.chunks.map(({ positions, ringStart, cellIndex, ...facts }) => {
    const at = ({ offset, length }: Span): [ArrayBufferLike, number, number] => {
      if (offset + length > room) throw new RangeError('packed cells are cut short')
      return [aligned.buffer, start + offset, length / 4]
    }
    return {
      ...facts,
      positions: new Float32Array(...at(positions)),
      ringStart: new Uint32Array(...at(ringStart)),
      cellIndex: new Uint32Array(...at(cellIndex)),
    }
  })
  return { count: header.count, chunks }
}

/** The magic number says that our own packer wrote the header, so its shape is known. */
const readHeader = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as PackHeader
