import { setImmediate as breathe } from 'node:timers/promises'
import { baseFeaturesOf } from './base-features.ts'
import { cut, MAX_ZOOM, MIN_ZOOM } from './cut.ts'
import { BASE_LAYERS } from './feature.ts'
import type { OsmExtract } from './osm-extract.ts'
import { PmtilesWriter } from './pmtiles-write.ts'

export interface BaseMapInput {
  extract: OsmExtract
  /** The `.pmtiles` file to write; it is replaced in one step. */
  outPath: string
  name: string
  /** Whose data it is, shown on the map. */
  attribution?: string
  /** Told how much is done, 0 to 1. */
  progress?: (share: number) => void
}

/** How much wider than the extract the tiles reach, as a share of its width and height. */
const MARGIN = 0.2

/** Makes a town's base map (vector tiles z8-15 in one PMTiles archive) from an OSM extract. */
export async function buildBaseMap(input: BaseMapInput): Promise<{ tiles: number; bytes: number }> {
  const { extract, outPath, name, attribution = '© OpenStreetMap contributors', progress } = input
  const [w, s, e, n] = extract.bbox
  const dx = (e - w) * MARGIN
  const dy = (n - s) * MARGIN
  const writer = new PmtilesWriter()
  let last = 0
  for (const tile of cut(baseFeaturesOf(extract), [w - dx, s - dy, e + dx, n + dy])) {
    await writer.add(tile)
    if (tile.share - last > 0.01) {
      last = tile.share
      progress?.(tile.share)
      await breathe()
    }
  }
  const written = await writer.write(outPath, {
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    bounds: [w - dx, s - dy, e + dx, n + dy],
    center: { lngLat: [(w + e) / 2, (s + n) / 2], zoom: 13 },
    metadata: {
      name,
      attribution,
      type: 'baselayer',
      vector_layers: BASE_LAYERS.map(id => ({ id, fields: {}, minzoom: MIN_ZOOM, maxzoom: MAX_ZOOM })),
    },
  })
  progress?.(1)
  return written
}
