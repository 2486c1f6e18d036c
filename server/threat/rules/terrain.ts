import type { LngLat, MultiPolygon } from '../../region/place.ts'
import { type Flood, type HeightGrid, spread, voidHeight } from './flood.ts'
import { outlinesOf } from './flood-outline.ts'
import { areaOf, metersPerDegree, type Spot } from './plane.ts'

/** Heights over an area, in whole metres over the geoid; the middle of the first cell lies at `west`, `north`. */
export interface Terrain extends HeightGrid {
  west: number
  north: number
  /** Degrees between two middles, the same both ways. */
  step: number
  /** e.g. `SRTM 3″`. */
  edition: string
}

/** The cell a place lies in, or null outside. */
export function cellAt(terrain: Terrain, [lng, lat]: LngLat): number | null {
  const column = Math.round((lng - terrain.west) / terrain.step)
  const row = Math.round((terrain.north - lat) / terrain.step)
  const isInside = column >= 0 && row >= 0 && column < terrain.columns && row < terrain.rows
  return isInside ? row * terrain.columns + column : null
}

/** Height of the ground, or null outside and where nobody measured. */
export function heightAt(terrain: Terrain, lngLat: LngLat): number | null {
  const cell = cellAt(terrain, lngLat)
  const height = cell === null ? voidHeight : (terrain.heights[cell] ?? voidHeight)
  return height === voidHeight ? null : height
}

/** The ground one cell covers, at the middle latitude of the terrain. */
export const cellSquareMeters = ({ north, rows, step }: Terrain): number => {
  const scale = metersPerDegree(north - (rows / 2) * step)
  return scale.lng * scale.lat * step * step
}

/** More than this cannot be stored or drawn with ease. */
const mostVertices = 16_000

interface Area {
  polygon: MultiPolygon
  areaSquareMeters: number
  reachMeters: number
  /** Small waters that were left out so that the outline can be drawn. */
  dropped: number
}

/** The wet cells as polygons with islands, the largest first. */
export function wetArea(
  terrain: Terrain,
  { flood, level, from }: { flood: Pick<Flood, 'wet'>; level: number; from: LngLat },
): Area {
  const rings = outlinesOf(terrain, { wet: flood.wet, level }).map(ring => ({ ring, area: -areaOf(ring) }))
  const outers = rings.filter(({ area }) => area > 0).sort((a, b) => b.area - a.area)
  const islands = rings.filter(({ area }) => area < 0).sort((a, b) => a.area - b.area)
  const mayKeep = withinVertices(outers.map(({ ring }) => ring))
  const holes = islandsIn(terrain, {
    wet: flood.wet,
    waters: mayKeep,
    islands: islands.map(({ ring }) => ring),
  })
  let vertices = 0
  const kept: Spot[][][] = []
  for (const [i, outer] of mayKeep.entries()) {
    vertices += outer.length
    if (vertices > mostVertices) break
    const lakes: Spot[][] = []
    for (const hole of holes[i] ?? []) {
      vertices += hole.length
      if (vertices <= mostVertices) lakes.push([...hole])
    }
    kept.push([[...outer], ...lakes])
  }
  const square = cellSquareMeters(terrain)
  const place = placeOf(terrain)
  const area = kept.flat().reduce((sum, ring) => sum - areaOf(ring) * square, 0)
  const coordinates = kept.map(part => part.map(ring => ring.map(place)))
  return {
    polygon: { type: 'MultiPolygon', coordinates },
    areaSquareMeters: area,
    reachMeters: farthest(coordinates, from),
    dropped: outers.length - kept.length,
  }
}

/** The first rings that together have no more corners than can be drawn. */
function withinVertices(rings: readonly Ring[]): Ring[] {
  let vertices = 0
  return rings.filter(({ length }) => {
    vertices += length
    return vertices <= mostVertices
  })
}

type Ring = readonly Spot[]

/** The islands of each water: a water is what hangs together, and its cells say which of the shores are its own. */
function islandsIn(
  terrain: Terrain,
  { wet, waters, islands }: { wet: Uint8Array; waters: readonly Ring[]; islands: readonly Ring[] },
): Ring[][] {
  const water = new Int32Array(wet.length)
  for (const [i, ring] of waters.entries()) {
    spread(terrain, wetBeside(terrain, wet, ring), index => {
      if (wet[index] !== 1 || water[index] !== 0) return false
      water[index] = i + 1
      return true
    })
  }
  const found = waters.map((): Ring[] => [])
  for (const island of islands) found[(water[wetBeside(terrain, wet, island)] ?? 0) - 1]?.push(island)
  return found
}

/** The wet one of the two cells between which a shore begins. */
function wetBeside({ columns }: Terrain, wet: Uint8Array, [[x, y] = [0, 0]]: Ring): number {
  const lower = Math.floor(y) * columns + Math.floor(x)
  const isInside = x >= 0 && y >= 0
  return isInside && wet[lower] === 1 ? lower : Math.ceil(y) * columns + Math.ceil(x)
}

const placeOf =
  ({ west, north, step }: Terrain) =>
  ([x, y]: Spot): LngLat => [
    Math.round((west + x * step) * 1e7) / 1e7,
    Math.round((north - y * step) * 1e7) / 1e7,
  ]

function farthest(polygons: readonly LngLat[][][], [lng, lat]: LngLat): number {
  const scale = metersPerDegree(lat)
  let most = 0
  for (const [outer = []] of polygons) {
    for (const [x, y] of outer)
      most = Math.max(most, Math.hypot((x - lng) * scale.lng, (y - lat) * scale.lat))
  }
  return most
}
