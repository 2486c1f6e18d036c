import { binRange, type Cells } from '../cells.ts'
import { clipToSquare, emptyRun, type Run } from './clip.ts'
import { buffer, extent, type Frame, frameOf, layOut, type TileAddress } from './frame.ts'
import type { CellNames } from './names.ts'
import { denseRuns, type Overview, overviewRuns, overviewZoom, type Squares } from './overview.ts'
import { makeWhole } from './ring.ts'
import { type Tags, TileWriter, type WholeRing } from './tile-writer.ts'

/** What tiles of the cells are made of: outlines that stay, levels (and severities) as they are now. */
export interface TileSource {
  cells: Cells
  overview: Overview
  names: CellNames
  /** 0 to 4 by ordinal. */
  levels: Uint8Array
  /** The levels if only assessed sources counted; null where no other counts. */
  assessed: Uint8Array | null
  /** Thousandths, 0 to 3999; below 0 where not assessed. */
  severityOf(ordinal: number): number
}

/** More cells than these in a tile and it shows squares, the worst level of each. */
export const mostFeatures = 8000
const low = -buffer
const high = extent + buffer
const severities = 4000

// Written over by every tile: tiles are made one after another, and leave no garbage.
const writer = new TileWriter()
const cut: [Run, Run] = [emptyRun(), emptyRun()]
const ring: WholeRing = { xy: new Int32Array(256), length: 0, isTurned: false }
const tags: Tags = { indexes: new Uint32Array(8), length: 0 }
const slots = new Int32Array(mostFeatures)
/** Of the slots: 1 where all of the cell lies in the tile. */
const areWithin = new Uint8Array(mostFeatures)
/** One more than the index of each severity in the tile's values. */
const severityIndex = new Uint32Array(severities)

/** One tile of the cells as Mapbox Vector Tile bytes; empty where there are none. */
export function makeTile(source: TileSource, tile: TileAddress): Uint8Array<ArrayBuffer> {
  const { cells, overview, levels } = source
  if (tile.z < overviewZoom) return squaresTile(overviewRuns(overview, { levels, tile }))
  const frame = frameOf(tile)
  const found = findSlots(cells, frame)
  return found < 0 ? squaresTile(denseRuns(cells, { levels, tile })) : cellTile(source, frame, found)
}

/** Finds the cells that may meet the tile. @returns how many, or -1 when they are too many */
function findSlots(cells: Cells, { box: [west, south, east, north] }: Frame): number {
  // One in a hundred less than a degree has, so that the circle about a cell holds it for certain.
  const perY = 0.0110205
  const perX = Math.max(perY * Math.cos(((south + north) / 2e7) * (Math.PI / 180)), 1e-6)
  const [unitsX, unitsY] = [1 / perX, 1 / perY]
  const [growX, growY] = [cells.maxOuter * unitsX, cells.maxOuter * unitsY]
  const { i0, i1, j0, j1 } = binRange(cells, [west - growX, south - growY, east + growX, north + growY])
  let count = 0
  for (let j = j0; j <= j1 && i0 <= i1; j++) {
    const to = cells.binStart[j * cells.columns + i1 + 1] ?? 0
    for (let slot = cells.binStart[j * cells.columns + i0] ?? 0; slot < to; slot++) {
      const outer = cells.outer[slot] ?? 0
      const x = cells.x[slot] ?? 0
      const y = cells.y[slot] ?? 0
      const reachX = outer * unitsX
      const reachY = outer * unitsY
      if (x + reachX < west || x - reachX > east || y + reachY < south || y - reachY > north) continue
      if (count === mostFeatures) return -1
      areWithin[count] =
        x - reachX > west && x + reachX < east && y - reachY > south && y + reachY < north ? 1 : 0
      slots[count++] = slot
    }
  }
  return count
}

function cellTile(source: TileSource, frame: Frame, count: number): Uint8Array<ArrayBuffer> {
  const { cells, names, levels } = source
  const { ids, codes, codeStart } = names
  writer.begin('cells', ['level', 'code', 'severity', 'raised_only'])
  for (let level = 0; level <= 4; level++) writer.wholeValue(level)
  severityIndex.fill(0)
  for (let i = 0; i < count; i++) {
    const ordinal = cells.ordinalOf[slots[i] ?? 0] ?? 0
    if (!layCell(cells, ordinal, { frame, isWithin: areWithin[i] === 1 })) continue
    const severity = source.severityOf(ordinal)
    // Keys and values in turn; the first five values are the levels.
    tags.indexes[1] = levels[ordinal] ?? 0
    tags.indexes[2] = 1
    tags.indexes[3] = writer.textValue(codes, codeStart[ordinal] ?? 0, codeStart[ordinal + 1] ?? 0)
    tags.length = severity < 0 ? 4 : 6
    if (severity >= 0) {
      tags.indexes[4] = 2
      tags.indexes[5] = indexOf(severity)
    }
    if (isRaisedOnly(source, ordinal)) {
      // The value after that of level 0 is a one.
      tags.indexes[6] = 3
      tags.indexes[7] = 1
      tags.length = 8
    }
    writer.feature(ids[ordinal] ?? 0, tags, ring)
  }
  return writer.end()
}

/** Whether a cell would have another level if only assessed sources counted. */
const isRaisedOnly = ({ levels, assessed }: TileSource, ordinal: number): boolean =>
  assessed !== null && assessed[ordinal] !== levels[ordinal]

function indexOf(severity: number): number {
  const known = severityIndex[severity] ?? 0
  if (known > 0) return known - 1
  const index = writer.wholeValue(severity)
  severityIndex[severity] = index + 1
  return index
}

/** Lays what of a cell lies in the tile and its buffer; false when nothing does. */
function layCell({ positions, ringStart }: Cells, ordinal: number, { frame, isWithin }: Place): boolean {
  const [run] = cut
  const from = ringStart[ordinal] ?? 0
  // The ring is closed; a tile's is not.
  run.length = ((ringStart[ordinal + 1] ?? 0) - 1 - from) * 2
  if (run.xy.length < run.length) run.xy = new Float64Array(run.length * 2)
  layOut(frame, { positions, from: from * 2 }, run)
  return isWithin ? layWhole(run) : layCut(run)
}

interface Place {
  frame: Frame
  isWithin: boolean
}

function layWhole(run: Run): boolean {
  if (ring.xy.length < run.length) ring.xy = new Int32Array(run.length * 2)
  if (!makeWhole(run, ring)) square(run.xy[0] ?? 0, run.xy[1] ?? 0)
  return true
}

function layCut(run: Run): boolean {
  const box = boxOf(run)
  const [west, north, east, south] = box
  if (east <= low || west >= high || south <= low || north >= high) return false
  if (west >= low && east <= high && north >= low && south <= high) return layWhole(run)
  const rest = clipToSquare(cut, [low, high], box)
  if (ring.xy.length < rest.length) ring.xy = new Int32Array(rest.length * 2)
  return makeWhole(rest, ring)
}

/** Least x and y, most x and y. */
function boxOf({ xy, length }: Run): [number, number, number, number] {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < length; i += 2) {
    const x = xy[i] ?? 0
    const y = xy[i + 1] ?? 0
    if (x < west) west = x
    if (x > east) east = x
    if (y < north) north = y
    if (y > south) south = y
  }
  return [west, north, east, south]
}

/** A cell too small for the tile still shows, as one unit. */
function square(west: number, north: number): void {
  const x = Math.min(Math.round(west), high - 1)
  const y = Math.min(Math.round(north), high - 1)
  ring.xy.set([x, y, x + 1, y, x + 1, y + 1, x, y + 1])
  ring.length = 8
  ring.isTurned = false
}

function squaresTile(squares: Iterable<Squares>): Uint8Array<ArrayBuffer> {
  writer.begin('cells', ['level'])
  for (let level = 0; level <= 4; level++) writer.wholeValue(level)
  let id = 0
  tags.length = 2
  ring.length = 8
  ring.isTurned = false
  for (const { west, east, north, side, level } of squares) {
    const south = north + side
    ring.xy.set([west, north, east, north, east, south, west, south])
    tags.indexes[1] = level
    writer.feature(++id, tags, ring)
  }
  return writer.end()
}
