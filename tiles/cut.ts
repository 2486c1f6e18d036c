import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import { BASE_LAYERS, type BaseFeature, type BaseLayer } from './feature.ts'
import type { Tile } from './pmtiles-write.ts'

export const MIN_ZOOM = 8
export const MAX_ZOOM = 15
const EXTENT = 4096

interface Cutter {
  layer: BaseLayer
  minZoom: number
  index: GeoJSONVT
}

type TileFeatures = GeoJSONVTTile['features']

/** Cuts features into vector tiles (MVT 2) over a box: nearest zoom last, empty tiles left out. */
export function* cut(
  features: readonly BaseFeature[],
  box: [number, number, number, number],
): Generator<Tile & { share: number }> {
  const cutters = cuttersOf(features)
  const ranges = zooms().map(z => tileRange(box, z))
  const total = ranges.reduce((sum, { x0, x1, y0, y1 }) => sum + (x1 - x0 + 1) * (y1 - y0 + 1), 0)
  let done = 0
  for (const { z, x0, x1, y0, y1 } of ranges) {
    for (let x = x0; x <= x1; x++) {
      for (let y = y0; y <= y1; y++) {
        done++
        const data = tileAt(cutters, { z, x, y })
        if (data) yield { z, x, y, data, share: done / total }
      }
    }
  }
}

const zooms = () => Array.from({ length: MAX_ZOOM - MIN_ZOOM + 1 }, (_, i) => MIN_ZOOM + i)

/** One index a layer and first zoom: a tile then asks only those that are on. */
function cuttersOf(features: readonly BaseFeature[]): Cutter[] {
  const groups = new Map<string, BaseFeature[]>()
  for (const feature of features) {
    const key = `${feature.layer}/${feature.minZoom}`
    const group = groups.get(key)
    if (group) group.push(feature)
    else groups.set(key, [feature])
  }
  const options = {
    maxZoom: MAX_ZOOM,
    indexMaxZoom: 8,
    indexMaxPoints: 0,
    tolerance: 3,
    extent: EXTENT,
    buffer: 64,
  }
  return [...groups.values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const collection = {
      type: 'FeatureCollection' as const,
      features: group.map(({ properties, geometry }) => ({ type: 'Feature' as const, properties, geometry })),
    }
    return [{ layer: first.layer, minZoom: first.minZoom, index: new GeoJSONVT(collection, options) }]
  })
}

function tileAt(cutters: readonly Cutter[], at: { z: number; x: number; y: number }): Uint8Array | null {
  const layers = new Map<BaseLayer, TileFeatures>()
  for (const { layer, minZoom, index } of cutters) {
    if (at.z < minZoom) continue
    const found = index.getTile(at.z, at.x, at.y)?.features ?? []
    if (found.length > 0) layers.set(layer, [...(layers.get(layer) ?? []), ...found])
  }
  if (layers.size === 0) return null
  const ordered: Record<string, GeoJSONVTTile> = {}
  for (const name of BASE_LAYERS) {
    const found = layers.get(name)
    if (found) ordered[name] = asTile(found)
  }
  return fromGeojsonVt(ordered, { version: 2, extent: EXTENT })
}

/** The encoder reads only `features` of a tile; the rest describes how it was cut. */
const asTile = (features: TileFeatures) => ({ features }) as GeoJSONVTTile

function tileRange([w, s, e, n]: [number, number, number, number], z: number) {
  const across = 2 ** z
  const column = (lng: number) => clampTile(((lng + 180) / 360) * across, across)
  const row = (lat: number) => {
    const sine = Math.sin((lat * Math.PI) / 180)
    return clampTile((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * across, across)
  }
  return { z, x0: column(w), x1: column(e), y0: row(n), y1: row(s) }
}

const clampTile = (value: number, across: number) => Math.max(0, Math.min(across - 1, Math.floor(value)))
