import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Bbox } from '../region/place.ts'
import { type Cells, unitsPerDegree } from './cells.ts'
import type { RiskField } from './field.ts'
import type { Domain } from './risk.ts'
import { type IndexedChunk, packIndex, packOutlines } from './rules/cell-index.ts'
import { packCells } from './rules/cell-pack.ts'
import { BytesCache } from './tiles/cache.ts'

// Large enough for few draw calls, small enough to skip what is out of view.
const cellsInChunk = 2500
/** A town up to this size is sent whole; of a county the outlines are sent by chunks, as they are looked at. */
const mostWhole = 30_000
const cellsInCountyChunk = 4000
const squaresAcross = 8
const steps = 65_535
const squeeze = promisify(gzip)

/** Bytes for the map, gzipped, named by their content. */
export interface Packed {
  gzipped: Uint8Array<ArrayBuffer>
  hash: string
}

interface County {
  packed: Packed
  /** Slots in the order of the chunks, where each begins, and its bounds in units. */
  order: Uint32Array
  start: Uint32Array
  boxes: Bbox[]
}

const towns = new WeakMap<Cells, Promise<Packed>>()
const counties = new WeakMap<Cells, Promise<County>>()
// Chunks and levels of all towns together.
const cache = new BytesCache(96 * 2 ** 20)

/** The cells of a town as the map reads them: with their outlines, or of a county their middles. */
export async function packedCells(field: RiskField): Promise<Packed> {
  if (field.cellCount > mostWhole) return (await countyOf(field.cells)).packed
  return kept(towns, field.cells, () => packWhole(field))
}

/** The outlines of one chunk, or null when there is no such chunk. */
export async function packedChunk({ townId, cells }: RiskField, chunk: number): Promise<Packed | null> {
  if (cells.count <= mostWhole) return null
  const county = await countyOf(cells)
  if (chunk >= county.boxes.length) return null
  const { hash } = county.packed
  const name = `${townId}/${chunk}`
  const known = cache.get(name, hash)
  if (known) return { gzipped: known, hash }
  const gzipped = new Uint8Array(await squeeze(packOutlines(outlinesIn(cells, county, chunk))))
  cache.put(name, hash, gzipped)
  return { gzipped, hash }
}

/** Levels, one byte a cell, gzipped: equal neighbours make a tenth of a million bytes of a million cells. */
export async function packedLevels(name: string, levels: Uint8Array, hash: string): Promise<Packed> {
  const known = cache.get(name, hash)
  if (known) return { gzipped: known, hash }
  // The field may change while they are squeezed: what is sent is what was there when it was asked.
  const gzipped = new Uint8Array(await squeeze(Uint8Array.from(levels)))
  cache.put(name, hash, gzipped)
  return { gzipped, hash }
}

/** The live levels if only assessed sources counted. */
export async function packedAssessed(field: RiskField, domain: Domain | null): Promise<Packed> {
  const levels = await field.assessedLevels(domain)
  const hash = createHash('sha256').update(levels).digest('base64url').slice(0, 22)
  return packedLevels(`${field.townId}/assessed/${domain ?? ''}`, levels, hash)
}

function kept<T>(map: WeakMap<Cells, Promise<T>>, cells: Cells, make: () => Promise<T>): Promise<T> {
  const known = map.get(cells)
  if (known) return known
  const making = make()
  map.set(cells, making)
  making.catch(() => map.delete(cells))
  return making
}

async function packWhole(field: RiskField): Promise<Packed> {
  const cells = Array.from(field.cells.ordinalOf, ordinal => ({ ordinal, polygon: field.ringOf(ordinal) }))
  return squeezed(packCells(cells, Math.ceil(Math.sqrt(cells.length / cellsInChunk))))
}

async function squeezed(plain: Uint8Array): Promise<Packed> {
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  return { gzipped: new Uint8Array(await squeeze(plain)), hash }
}

const countyOf = (cells: Cells) => kept(counties, cells, () => packCounty(cells))
const pause = () => new Promise<void>(resolve => setImmediate(resolve))

async function packCounty(cells: Cells): Promise<County> {
  const { order, start } = sortIntoChunks(cells)
  const boxes: Bbox[] = []
  const chunks: IndexedChunk[] = []
  for (let chunk = 0; chunk + 1 < start.length; chunk++) {
    const slots = order.subarray(start[chunk], start[chunk + 1])
    const box = boxOf(cells, slots)
    slots.set(inSquares(cells, slots, box))
    boxes.push(box)
    chunks.push(indexed(cells, slots, box))
    // Other requests are answered in between.
    if (chunk % 8 === 7) await pause()
  }
  return { packed: await squeezed(packIndex(chunks)), order, start, boxes }
}

function sortIntoChunks(cells: Cells): { order: Uint32Array; start: Uint32Array } {
  const side = Math.ceil(Math.sqrt(cells.count / cellsInCountyChunk))
  const width = Math.max(1, cells.columns * cells.binX)
  const height = Math.max(1, cells.rows * cells.binY)
  const keys = new Uint32Array(cells.count)
  const sizes = new Uint32Array(side * side)
  for (let slot = 0; slot < cells.count; slot++) {
    const i = Math.min(side - 1, Math.floor((((cells.x[slot] ?? 0) - cells.west) / width) * side))
    const j = Math.min(side - 1, Math.floor((((cells.y[slot] ?? 0) - cells.south) / height) * side))
    const key = j * side + i
    keys[slot] = key
    sizes[key] = (sizes[key] ?? 0) + 1
  }
  const next = new Uint32Array(side * side)
  for (let key = 1; key < next.length; key++) next[key] = (next[key - 1] ?? 0) + (sizes[key - 1] ?? 0)
  const start = Uint32Array.of(...next.filter((_, key) => (sizes[key] ?? 0) > 0), cells.count)
  const order = new Uint32Array(cells.count)
  for (let slot = 0; slot < cells.count; slot++) {
    const key = keys[slot] ?? 0
    const at = next[key] ?? 0
    order[at] = slot
    next[key] = at + 1
  }
  return { order, start }
}

/** Cells of a chunk by the square of its box that they are in: screens draw of a chunk the squares that they see. */
function inSquares({ x, y }: Cells, slots: Uint32Array, [west, south, east, north]: Bbox): Uint32Array {
  const step = (at: number, from: number, to: number) =>
    Math.min(squaresAcross - 1, Math.floor(((at - from) / Math.max(1, to - from)) * squaresAcross))
  const squares = Uint8Array.from(
    slots,
    slot => step(y[slot] ?? 0, south, north) * squaresAcross + step(x[slot] ?? 0, west, east),
  )
  const places = Uint32Array.from(slots.keys()).sort((a, b) => (squares[a] ?? 0) - (squares[b] ?? 0) || a - b)
  return places.map(place => slots[place] ?? 0)
}

function boxOf({ positions, ringStart, ordinalOf }: Cells, slots: Uint32Array): Bbox {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const slot of slots) {
    const ordinal = ordinalOf[slot] ?? 0
    for (let vertex = ringStart[ordinal] ?? 0; vertex < (ringStart[ordinal + 1] ?? 0); vertex++) {
      const x = positions[vertex * 2] ?? 0
      const y = positions[vertex * 2 + 1] ?? 0
      if (x < west) west = x
      if (x > east) east = x
      if (y < south) south = y
      if (y > north) north = y
    }
  }
  return [west, south, east, north]
}

const degreesOf = ([west, south, east, north]: Bbox): Bbox => [
  west / unitsPerDegree,
  south / unitsPerDegree,
  east / unitsPerDegree,
  north / unitsPerDegree,
]

const stepOf = (at: number, from: number, to: number) =>
  Math.round(((at - from) / Math.max(1, to - from)) * steps)

function indexed(cells: Cells, slots: Uint32Array, box: Bbox): IndexedChunk {
  const ordinals = new Uint32Array(slots.length)
  const middles = new Uint16Array(slots.length * 2)
  let vertices = 0
  slots.forEach((slot, i) => {
    const ordinal = cells.ordinalOf[slot] ?? 0
    ordinals[i] = ordinal
    middles[i * 2] = stepOf(cells.x[slot] ?? 0, box[0], box[2])
    middles[i * 2 + 1] = stepOf(cells.y[slot] ?? 0, box[1], box[3])
    vertices += (cells.ringStart[ordinal + 1] ?? 0) - (cells.ringStart[ordinal] ?? 0)
  })
  return { bounds: degreesOf(box), vertices, ordinals, middles }
}

function outlinesIn(cells: Cells, { order, start, boxes }: County, chunk: number) {
  const slots = order.subarray(start[chunk], start[chunk + 1])
  const box = boxes[chunk] ?? [0, 0, 0, 0]
  const counts = Uint16Array.from(slots, slot => {
    const ordinal = cells.ordinalOf[slot] ?? 0
    return (cells.ringStart[ordinal + 1] ?? 0) - (cells.ringStart[ordinal] ?? 0)
  })
  const positions = new Uint16Array(counts.reduce((sum, count) => sum + count, 0) * 2)
  let at = 0
  for (const slot of slots) {
    const ordinal = cells.ordinalOf[slot] ?? 0
    for (let vertex = cells.ringStart[ordinal] ?? 0; vertex < (cells.ringStart[ordinal + 1] ?? 0); vertex++) {
      positions[at++] = stepOf(cells.positions[vertex * 2] ?? 0, box[0], box[2])
      positions[at++] = stepOf(cells.positions[vertex * 2 + 1] ?? 0, box[1], box[3])
    }
  }
  return { bounds: degreesOf(box), counts, positions }
}
