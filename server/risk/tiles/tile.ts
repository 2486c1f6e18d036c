import { binRange, type Cells } from '../cells.ts'
import { clipToSquare, emptyRun, type Run } from './clip.ts'
import { buffer, extent, type Frame, frameOf, type TileAddress } from './frame.ts'
import type { CellNames } from './names.ts'
import { denseRuns, type Overview, overviewRuns, overviewZoom, type Squares } from './overview.ts'
import { TileWriter } from './tile-writer.ts'

/** What tiles of the cells are made of: outlines that stay, levels (and severities) as they are now. */
export interface TileSource {
  cells: Cells
  overview: Overview
  names: CellNames
  /** 0 to 4 by ordinal. */
  levels: Uint8Array
  /** Thousandths, 0 to 3999; below 0 where not assessed. */
  severityOf(ordinal: number): number
}

/** More cells than these in a tile and it shows squares, the worst level of each. */
export const mostFeatures = 8000
const low = -buffer
const high = extent + buffer

const writer = new TileWriter()
const scratch: [Run, Run] = [emptyRun(), emptyRun()]

/** One tile of the cells as Mapbox Vector Tile bytes; empty where there are none. */
export function makeTile(source: TileSource, tile: TileAddress): Uint8Array<ArrayBuffer> {
  if (tile.z < overviewZoom)
    return squaresTile(overviewRuns(source.overview, { levels: source.levels, tile }))
  const frame = frameOf(tile)
  const slots = slotsIn(source.cells, frame)
  return slots
    ? cellTile(source, frame, slots)
    : squaresTile(denseRuns(source.cells, { levels: source.levels, tile }))
}

/** The slots of cells that may meet the tile, or null when they are too many. */
function slotsIn(cells: Cells, { box }: Frame): Int32Array | null {
  const perY = 0.011132
  const perX = perY * Math.cos(((box[1] + box[3]) / 2 / 1e7) * (Math.PI / 180))
  const [growX, growY] = [cells.maxOuter / Math.max(perX, 1e-6), cells.maxOuter / perY]
  const { i0, i1, j0, j1 } = binRange(cells, [box[0] - growX, box[1] - growY, box[2] + growX, box[3] + growY])
  const found = new Int32Array(mostFeatures)
  let count = 0
  for (let j = j0; j <= j1; j++) {
    const from = cells.binStart[j * cells.columns + i0] ?? 0
    const to = i1 < i0 ? from : (cells.binStart[j * cells.columns + i1 + 1] ?? 0)
    for (let slot = from; slot < to; slot++) {
      const outer = cells.outer[slot] ?? 0
      const x = cells.x[slot] ?? 0
      const y = cells.y[slot] ?? 0
      const [reachX, reachY] = [outer / perX, outer / perY]
      if (x + reachX < box[0] || x - reachX > box[2] || y + reachY < box[1] || y - reachY > box[3]) continue
      if (count === mostFeatures) return null
      found[count++] = slot
    }
  }
  return found.subarray(0, count)
}

function cellTile(source: TileSource, frame: Frame, slots: Int32Array): Uint8Array<ArrayBuffer> {
  const { cells, names, levels } = source
  writer.begin('cells', ['level', 'code', 'severity'])
  const levelValues = [0, 1, 2, 3, 4].map(level => writer.wholeValue(level))
  const severityValues = new Map<number, number>()
  for (const slot of slots) {
    const ordinal = cells.ordinalOf[slot] ?? 0
    const ring = ringIn(cells, ordinal, frame)
    if (!ring) continue
    const tags = [0, levelValues[levels[ordinal] ?? 0] ?? 0, 1, writer.textValue(names.codeOf(ordinal))]
    const severity = source.severityOf(ordinal)
    if (severity >= 0) {
      const value = severityValues.get(severity) ?? writer.wholeValue(severity)
      severityValues.set(severity, value)
      tags.push(2, value)
    }
    writer.feature(names.idOf(ordinal), tags, ring)
  }
  return writer.end()
}

/** A cell's ring in whole units of the tile, cut at its buffer, clockwise with y down; null when it lies beside it. */
function ringIn({ positions, ringStart }: Cells, ordinal: number, { across, down }: Frame): Run | null {
  const [ring, spare] = scratch
  const from = ringStart[ordinal] ?? 0
  // The ring is closed; a tile's is not.
  const count = (ringStart[ordinal + 1] ?? 0) - 1 - from
  if (ring.xy.length < count * 2) ring.xy = new Float64Array(count * 4)
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity]
  const { xy } = ring
  for (let i = 0; i < count; i++) {
    const x = across(positions[(from + i) * 2] ?? 0)
    const y = down(positions[(from + i) * 2 + 1] ?? 0)
    xy[i * 2] = x
    xy[i * 2 + 1] = y
    if (x < west) west = x
    if (x > east) east = x
    if (y < north) north = y
    if (y > south) south = y
  }
  ring.length = count * 2
  if (east <= low || west >= high || south <= low || north >= high) return null
  const isWithin = west >= low && east <= high && north >= low && south <= high
  if (isWithin) return wholeRing(ring) ?? square(ring)
  const cut = clipToSquare(ring, spare, [low, high])
  return cut.length >= 6 ? wholeRing(cut) : null
}

/** Rounds in place, leaves out repeats and turns the ring as tiles want it; null when nothing is left of it. */
function wholeRing(run: Run): Run | null {
  const { xy } = run
  let length = 0
  let area = 0
  for (let i = 0; i < run.length; i += 2) {
    const x = Math.round(xy[i] ?? 0)
    const y = Math.round(xy[i + 1] ?? 0)
    if (length > 0 && xy[length - 2] === x && xy[length - 1] === y) continue
    if (length > 0) area += (xy[length - 2] ?? 0) * y - x * (xy[length - 1] ?? 0)
    xy[length++] = x
    xy[length++] = y
  }
  const [x0 = 0, y0 = 0] = [xy[0], xy[1]]
  if (length > 2 && xy[length - 2] === x0 && xy[length - 1] === y0) length -= 2
  area += (xy[length - 2] ?? 0) * y0 - x0 * (xy[length - 1] ?? 0)
  run.length = length
  if (length < 6 || area === 0) return null
  if (area < 0) turnRound(run)
  return run
}

/** A cell too small for the tile still shows, as one unit. */
function square(run: Run): Run {
  const x = Math.min(run.xy[0] ?? 0, high - 1)
  const y = Math.min(run.xy[1] ?? 0, high - 1)
  run.xy.set([x, y, x + 1, y, x + 1, y + 1, x, y + 1])
  run.length = 8
  return run
}

function turnRound({ xy, length }: Run): void {
  for (let a = 0, b = length - 2; a < b; a += 2, b -= 2) {
    const [x, y] = [xy[a] ?? 0, xy[a + 1] ?? 0]
    xy[a] = xy[b] ?? 0
    xy[a + 1] = xy[b + 1] ?? 0
    xy[b] = x
    xy[b + 1] = y
  }
}

function squaresTile(squares: Iterable<Squares>): Uint8Array<ArrayBuffer> {
  writer.begin('cells', ['level'])
  const levelValues = [0, 1, 2, 3, 4].map(level => writer.wholeValue(level))
  let id = 0
  for (const { west, east, north, side, level } of squares) {
    const south = north + side
    const xy = [west, north, east, north, east, south, west, south]
    writer.feature(++id, [0, levelValues[level] ?? 0], { xy, length: 8 })
  }
  return writer.end()
}
