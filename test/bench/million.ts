import type { LngLat } from '../../server/region/place.ts'

/** Cells side by side without gaps, in whole units of 1e-7 degrees. */
export interface MillionCells {
  count: number
  columns: number
  rows: number
  /** First vertex of each cell, and at the end the number of vertices. */
  start: Uint32Array
  /** Open rings, counterclockwise: x, y of each vertex. */
  xy: Int32Array
}

export interface MillionSources {
  count: number
  lng: Float64Array
  lat: Float64Array
  reachMeters: Float64Array
  /** Levels 0 (not assessed) to 4 (blue). */
  inherent: Uint8Array
  residual: Uint8Array
}

const west = 120
const south = 30
const unit = 1e7
// A thousandth of a degree: about 96 by 111 m.
const side = 10_000
const jitter = 0.15
const bend = 0.035

/** An even, repeatable share of one for a place and a purpose: murmur3's last mixing step over the three. */
function share(x: number, y: number, purpose: number): number {
  let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(purpose, 0xc2b2ae3d)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32
}

const about = (x: number, y: number, purpose: number) => (share(x, y, purpose) - 0.5) * 2

/** One to four bends on each side of a cell: 8 to 20 vertices a cell, 14 on average. */
const bendsOn = (x: number, y: number, isUpright: 0 | 1) => 1 + Math.floor(share(x, y, 10 + isUpright) * 4)

const columnsOf = (count: number) => Math.max(1, Math.round(Math.sqrt(count)))

/** West, south, east, north of that many cells, their jitter left out; a million cells fill 120-121 E, 30-31 N. */
export function millionBounds(count: number): [number, number, number, number] {
  const columns = columnsOf(count)
  const rows = Math.ceil(count / columns)
  return [west, south, west + (columns * side) / unit, south + (rows * side) / unit]
}

/**
 * Irregular cells on a jittered grid, the same for the same count. Neighbours share every vertex of their border:
 * each side is made from its own place alone, whichever cell asks.
 */
export function makeCells(count: number): MillionCells {
  const columns = columnsOf(count)
  const rows = Math.ceil(count / columns)
  const start = new Uint32Array(count + 1)
  let vertices = 0
  for (let cell = 0; cell < count; cell++) {
    const [i, j] = [cell % columns, Math.floor(cell / columns)]
    start[cell] = vertices
    vertices += 4 + bendsOn(i, j, 0) + bendsOn(i + 1, j, 1) + bendsOn(i, j + 1, 0) + bendsOn(i, j, 1)
  }
  start[count] = vertices
  const xy = new Int32Array(vertices * 2)
  for (let cell = 0; cell < count; cell++) {
    drawCell(xy, (start[cell] ?? 0) * 2, [cell % columns, Math.floor(cell / columns)])
  }
  return { count, columns, rows, start, xy }
}

const cornerX = (i: number, j: number) => (i + about(i, j, 1) * jitter) * side + west * unit
const cornerY = (i: number, j: number) => (j + about(i, j, 2) * jitter) * side + south * unit

function drawCell(xy: Int32Array, from: number, [i, j]: [number, number]): void {
  let at = from
  const put = (x: number, y: number) => {
    xy[at++] = Math.round(x)
    xy[at++] = Math.round(y)
  }
  const edge = (x: number, y: number, isUpright: 0 | 1, isBack: boolean) => {
    const [ax, ay] = [cornerX(x, y), cornerY(x, y)]
    const [bx, by] = isUpright
      ? [cornerX(x, y + 1), cornerY(x, y + 1)]
      : [cornerX(x + 1, y), cornerY(x + 1, y)]
    if (isBack) put(bx, by)
    else put(ax, ay)
    const bends = bendsOn(x, y, isUpright)
    for (let k = 0; k < bends; k++) {
      const nth = isBack ? bends - 1 - k : k
      const along = (nth + 1) / (bends + 1)
      const aside = about(x, y, 20 + isUpright * 8 + nth) * bend
      put(ax + (bx - ax) * along - (by - ay) * aside, ay + (by - ay) * along + (bx - ax) * aside)
    }
  }
  edge(i, j, 0, false)
  edge(i + 1, j, 1, false)
  edge(i, j + 1, 0, true)
  edge(i, j, 1, true)
}

/** The closed ring of a cell in degrees. */
export function ringOf({ start, xy }: MillionCells, cell: number): LngLat[] {
  const ring: LngLat[] = []
  for (let vertex = start[cell] ?? 0; vertex < (start[cell + 1] ?? 0); vertex++) {
    ring.push([(xy[vertex * 2] ?? 0) / unit, (xy[vertex * 2 + 1] ?? 0) / unit])
  }
  return [...ring, ...ring.slice(0, 1)]
}

/** What one cell carries beside its ring. */
export const cellFacts = (cell: number) => ({
  ordinal: cell,
  code: `M${String(cell).padStart(7, '0')}`,
  peopleDay: Math.floor(share(cell, 7, 30) ** 3 * 400),
  peopleNight: Math.floor(share(cell, 7, 31) ** 3 * 400),
})

/** A cell as one line of GeoJSON, without the line's end. */
export function cellLine(cells: MillionCells, cell: number): string {
  const { ordinal, code, peopleDay, peopleNight } = cellFacts(cell)
  const ring = ringOf(cells, cell)
    .map(([lng, lat]) => `[${lng},${lat}]`)
    .join(',')
  return `{"type":"Feature","properties":{"ordinal":${ordinal},"code":"${code}","peopleDay":${peopleDay},"peopleNight":${peopleNight}},"geometry":{"type":"Polygon","coordinates":[[${ring}]]}}`
}

const levelShares = [0.07, 0.006, 0.02, 0.08]

/** Reaches from 200 to 1,000 m; a hundred thousand of them meet a million cells about twelve million times. */
export function makeSources(count: number, cells: number): MillionSources {
  const [w, s, e, n] = millionBounds(cells)
  const sources: MillionSources = {
    count,
    lng: new Float64Array(count),
    lat: new Float64Array(count),
    reachMeters: new Float64Array(count),
    inherent: new Uint8Array(count),
    residual: new Uint8Array(count),
  }
  for (let i = 0; i < count; i++) {
    sources.lng[i] = Math.round((w + (e - w) * share(i, 1, 40)) * unit) / unit
    sources.lat[i] = Math.round((s + (n - s) * share(i, 2, 41)) * unit) / unit
    sources.reachMeters[i] = Math.round(200 + 800 * share(i, 3, 42) ** 1.45)
    const inherent = levelAt(share(i, 4, 43))
    sources.inherent[i] = inherent
    sources.residual[i] = inherent === 0 ? 0 : Math.min(4, inherent + Math.floor(share(i, 5, 44) * 2))
  }
  return sources
}

/** Few red, more orange, more yellow, most blue, and some not assessed. */
function levelAt(at: number): number {
  let above = 0
  for (const [level, part] of levelShares.entries()) {
    above += part
    if (at < above) return level
  }
  return 4
}
