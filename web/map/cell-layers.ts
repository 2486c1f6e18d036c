import type { Layer } from '@deck.gl/core'
import type { Bbox } from '../../server/region/place.ts'
import { type CellChunk, type CellGeometry, isBare } from '../../server/risk/rules/cell-pack.ts'
import { blocksOf, type CellBlock } from './cell-blocks.ts'
import { digitLayers, type MarkLook, selectedLayers } from './cell-marks.ts'
import { boundsOfCells, widened } from './cell-places.ts'
import { CellPolygons } from './cell-polygons.ts'
import { type CellRaster, rasterOf } from './cell-raster.ts'
import { cellMeters } from './cell-size.ts'
import { patternMetersAt } from './level-paint.ts'
import type { LevelTexture } from './level-texture.ts'
import type { Palette } from './palette.ts'
import { rasterLayer } from './raster-layer.ts'
import { RiskTextureExtension, type RiskTextureProps } from './risk-texture.ts'

const METERS_PER_DEGREE = 111_320

/** `zoom` and `bounds` say what the map shows (`view.settled` will do): far chunks are left out by them. */
export interface CellLook extends MarkLook {
  isVisible: boolean
}

type Place = Pick<CellLook, 'zoom' | 'bounds'>

/** Cells made ready to draw. Chunks that were made ready before are not made again. */
export interface CellDrawing {
  geometry: CellGeometry
  chunks: ChunkDrawing[]
  /** Of a county: what is seen from afar, and where outlines are still to come. */
  raster: CellRaster | undefined
}
interface ChunkDrawing {
  chunk: CellChunk
  data: {
    length: number
    startIndices: Uint32Array
    attributes: Record<string, { value: Float32Array | Uint32Array; size: number }>
  }
  /** Degrees from the chunk's origin, two a cell. */
  centres: Float32Array
  blocks: readonly CellBlock[]
}

const drawings = new WeakMap<CellChunk, ChunkDrawing>()

export const drawCells = (geometry: CellGeometry): CellDrawing => ({
  geometry,
  chunks: geometry.chunks.filter(chunk => !isBare(chunk)).map(drawingOf),
  raster: rasterOf(geometry),
})

function drawingOf(chunk: CellChunk): ChunkDrawing {
  const drawing = drawings.get(chunk) ?? chunkDrawing(chunk)
  drawings.set(chunk, drawing)
  return drawing
}

function chunkDrawing(chunk: CellChunk): ChunkDrawing {
  const { positions, ringStart, cellIndex, cells, vertices } = chunk
  const centres = new Float32Array(cells * 2)
  const vertexCentres = new Float32Array(vertices * 2)
  const rows = new Uint32Array(vertices)
  for (let cell = 0; cell < cells; cell++) {
    const from = ringStart[cell] ?? 0
    const to = ringStart[cell + 1] ?? from
    const [x, y] = centreOf(positions, from, to - 1)
    centres.set([x, y], cell * 2)
    for (let vertex = from; vertex < to; vertex++) vertexCentres.set([x, y], vertex * 2)
    rows.fill(cellIndex[cell] ?? 0, from, to)
  }
  const attributes = {
    getPolygon: { value: positions, size: 2 },
    cellCentres: { value: vertexCentres, size: 2 },
    rowIndexes: { value: rows, size: 1 },
  }
  const data = { length: cells, startIndices: ringStart.subarray(0, cells), attributes }
  return { chunk, centres, data, blocks: blocksOf(chunk, centres) }
}

function centreOf(positions: Float32Array, from: number, to: number): [number, number] {
  let x = 0
  let y = 0
  for (let vertex = from; vertex < to; vertex++) {
    x += positions[vertex * 2] ?? 0
    y += positions[vertex * 2 + 1] ?? 0
  }
  const count = Math.max(1, to - from)
  return [x / count, y / count]
}

const extension = new RiskTextureExtension()

/** The layers of the risk cells: their colours, the double outline of the selected one, digits near by. */
export function cellLayers(drawing: CellDrawing, levels: LevelTexture, look: CellLook): Layer[] {
  const around = grown(look.bounds)
  const isNear = isDetailed(drawing, look)
  const near = isNear ? drawing.chunks.filter(({ chunk }) => overlaps(chunk.bounds, around)) : []
  const shown = new Set(near)
  const cells = drawing.chunks.map((each, i) => {
    const id = `risk-cells/${chunkName(drawing, each, i)}`
    return chunkLayer(drawing, each, { id, levels, look, isNear: shown.has(each) })
  })
  const far = drawing.raster && farLayer(drawing, drawing.raster, { levels, look, isShown: !isNear })
  const all = far ? [far, ...cells] : cells
  if (!look.isVisible) return all
  return [...all, ...digitLayers(near, levels, look), ...selectedLayers(drawing.geometry, look)]
}

/** A county's chunks come and go: each keeps its own name. */
const chunkName = ({ geometry, raster }: CellDrawing, { chunk }: ChunkDrawing, i: number) =>
  raster ? geometry.chunks.indexOf(chunk) : i

/** Outlines are drawn where a cell is some pixels wide and those of the whole view are there. */
function isDetailed({ geometry, raster }: CellDrawing, { zoom, bounds }: Place): boolean {
  if (!raster) return true
  if (!showsOutlines(geometry, zoom)) return false
  return !geometry.chunks.some(chunk => isBare(chunk) && overlaps(chunk.bounds, bounds))
}

/** More cells than these are not looked up one by one. */
const MOST_CHANGED = 20_000
/** From afar a cell may be seen this many cells beside its place. */
const FAR_FROM_PLACE = 3

/** Where the picture shows cells whose levels changed; undefined when that may be anywhere. */
export function changedBounds(
  drawing: CellDrawing,
  ordinals: readonly number[],
  look: Place,
): Bbox | undefined {
  const { geometry } = drawing
  const bounds = ordinals.length > MOST_CHANGED ? undefined : boundsOfCells(geometry, ordinals)
  if (!bounds || isDetailed(drawing, look)) return bounds
  return widened(bounds, cellMeters(geometry) * FAR_FROM_PLACE)
}

/** Pixels of a cell from which on its outline says more than a dot. */
const OUTLINE_PIXELS = 6

/** Whether a map of a county shows outlines at a zoom; a town's always does. */
export function showsOutlines(geometry: CellGeometry, zoom: number): boolean {
  const [first] = geometry.chunks
  if (!first?.middles) return true
  const metersPerPixel = (40_075_016.7 * Math.cos((first.origin[1] * Math.PI) / 180)) / (512 * 2 ** zoom)
  return cellMeters(geometry) / metersPerPixel >= OUTLINE_PIXELS
}

interface ChunkLook {
  id: string
  levels: LevelTexture
  look: CellLook
  isNear: boolean
}

interface Kept {
  key: string
  palette: Palette
  layer: Layer
}

// The same layer object again costs the map nothing. Kept by drawing: two maps must not share a layer.
const keptLayers = new WeakMap<CellDrawing, Map<string, Kept>>()

interface Asked {
  id: string
  key: string
  palette: Palette
}

/** The layer as it was, while what it is made of stays and the map has not thrown it away. */
function kept(drawing: CellDrawing, { id, key, palette }: Asked, make: () => Layer): Layer {
  const own = keptLayers.get(drawing) ?? new Map<string, Kept>()
  keptLayers.set(drawing, own)
  const known = own.get(id)
  const isThere = known && !known.layer.lifecycle.startsWith('Finalized')
  if (isThere && known.key === key && known.palette === palette) return known.layer
  const layer = make()
  own.set(id, { key, palette, layer })
  return layer
}

function farLayer(
  drawing: CellDrawing,
  raster: CellRaster,
  { levels, look, isShown }: { levels: LevelTexture; look: CellLook; isShown: boolean },
): Layer {
  const isVisible = look.isVisible && isShown
  const { palette } = look
  return kept(drawing, { id: 'far', key: `${levels.id} ${isVisible}`, palette }, () =>
    rasterLayer({ raster, levelTexture: levels, palette, isVisible }),
  )
}

function chunkLayer(drawing: CellDrawing, each: ChunkDrawing, chunkLook: ChunkLook): Layer {
  const { id, levels, look, isNear } = chunkLook
  const isVisible = look.isVisible && isNear
  // A chunk out of sight need not follow the zoom.
  const key = `${levels.id} ${isVisible} ${isVisible ? look.zoom : ''}`
  return kept(drawing, { id, key, palette: look.palette }, () => newChunkLayer(each, chunkLook))
}

function newChunkLayer({ chunk, data, blocks }: ChunkDrawing, asked: ChunkLook): Layer {
  const { id, levels, look, isNear } = asked
  const risk: RiskTextureProps = {
    levelTexture: levels,
    palette: look.palette,
    insetPixels: insetAt(look.zoom),
    patternMeters: patternMetersAt(look.zoom, chunk.origin[1]),
    metersPerDegree: [METERS_PER_DEGREE * Math.cos((chunk.origin[1] * Math.PI) / 180), METERS_PER_DEGREE],
  }
  return new CellPolygons({
    id,
    data,
    blocks,
    visible: look.isVisible && isNear,
    pickable: true,
    coordinateSystem: 'lnglat-offsets',
    coordinateOrigin: [chunk.origin[0], chunk.origin[1], 0],
    positionFormat: 'XY',
    _normalize: false,
    extensions: [extension],
    ...risk,
  })
}

/** Gaps are half a pixel where cells are some pixels wide, more where one reads them. */
const insetAt = (zoom: number) => Math.min(1.1, Math.max(0, (zoom - 12.6) * 0.4))

/** One screen more on each side, so that a pan meets no hole before it settles. */
function grown([w, s, e, n]: Bbox): Bbox {
  return [w - (e - w), s - (n - s), e + (e - w), n + (n - s)]
}

const overlaps = (a: Bbox, b: Bbox) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
