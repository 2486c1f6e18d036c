import type { Bbox } from '../../server/region/place.ts'
import { type CellChunk, type CellGeometry, isBare } from '../../server/risk/rules/cell-pack.ts'

/** Place of a cell among all of a geometry, one more than it is; 0 where there is none. */
const placesKnown = new WeakMap<Uint32Array, Uint32Array>()

/** Where each ordinal is. The ordinals of a chunk stay the same array when its outlines come. */
function placesOf({ chunks }: CellGeometry): Uint32Array {
  const key = chunks[0]?.cellIndex
  const known = key && placesKnown.get(key)
  if (known) return known
  let most = -1
  for (const { cellIndex } of chunks) for (const ordinal of cellIndex) most = Math.max(most, ordinal)
  const places = new Uint32Array(most + 1)
  let place = 0
  for (const { cellIndex } of chunks) for (const ordinal of cellIndex) places[ordinal] = ++place
  if (key) placesKnown.set(key, places)
  return places
}

/** Degrees: what the cells cover, those without an outline by their middle. Undefined when none is there. */
export function boundsOfCells(geometry: CellGeometry, ordinals: Iterable<number>): Bbox | undefined {
  const places = placesOf(geometry)
  const bounds: Bbox = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ordinal of ordinals) {
    let cell = (places[ordinal] ?? 0) - 1
    if (cell < 0) continue
    for (const chunk of geometry.chunks) {
      if (cell < chunk.cells) {
        take(bounds, chunk, cell)
        break
      }
      cell -= chunk.cells
    }
  }
  return bounds[0] <= bounds[2] ? bounds : undefined
}

function take(bounds: Bbox, chunk: CellChunk, cell: number): void {
  const { origin, middles, positions, ringStart } = chunk
  const places = isBare(chunk) ? (middles ?? positions) : positions
  const from = isBare(chunk) ? cell : (ringStart[cell] ?? 0)
  const to = isBare(chunk) ? cell + 1 : (ringStart[cell + 1] ?? 0)
  for (let place = from; place < to; place++) {
    const lng = origin[0] + (places[place * 2] ?? 0)
    const lat = origin[1] + (places[place * 2 + 1] ?? 0)
    bounds[0] = Math.min(bounds[0], lng)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lng)
    bounds[3] = Math.max(bounds[3], lat)
  }
}

/** Bounds with some metres more on each side. */
export function widened([west, south, east, north]: Bbox, meters: number): Bbox {
  const up = meters / 111_320
  const across = up / Math.max(0.01, Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180))
  return [west - across, south - up, east + across, north + up]
}
