import { gunzipSync } from 'node:zlib'
import type { LngLat } from '../region/place.ts'
import { lngLatOf, type Spot } from '../region/rules/lattice.ts'
import type { BoundarySource, Crs } from './boundary.ts'
import type { RawBoundaries } from './formats/raw.ts'
import { placingOf } from './rules/crs.ts'
import { placeFaces } from './rules/place-faces.ts'

export interface DrawnJob {
  source: Uint8Array
  crs: Crs
  nameField: string | null
}

/** The rows of a file where they would lie in a coordinate system, with every defect they have. */
export function asDrawn({ source, crs, nameField }: DrawnJob): BoundarySource {
  const { features }: RawBoundaries = JSON.parse(gunzipSync(source).toString('utf8'))
  const placing = placingOf(crs)
  const faces = placing ? placeFaces(features, placing).faces : []
  const names = new Map(features.map(({ row, values }) => [row, nameField === null ? '' : values[nameField]]))
  return {
    crs,
    faces: faces.map(({ row, parts }) => ({
      row,
      name: String(names.get(row) ?? '').slice(0, 80),
      parts: parts.map(rings => rings.map(closed)),
    })),
  }
}

function closed(ring: readonly Spot[]): LngLat[] {
  const places = ring.map(lngLatOf)
  return places[0] ? [...places, places[0]] : places
}
