import { z } from 'zod'
import { Bbox, Id, LngLat, MultiPolygon, Polygon, Version } from './place.ts'

export const RegionLevel = z.enum(['county', 'town', 'community', 'village'])
export type RegionLevel = z.infer<typeof RegionLevel>

/** An administrative area. A region without parent is a `town`: the root that map, roads and registers hang on. */
export const Region = z.strictObject({
  id: Id,
  townId: Id,
  parentId: Id.nullable(),
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  level: RegionLevel,
  demo: z.boolean(),
  polygon: z.union([Polygon, MultiPolygon]).nullable(),
  bounds: Bbox,
  center: LngLat,
  version: Version,
})
export type Region = z.infer<typeof Region>

/** A root region with the counts shown in the frame. */
export const Town = z.strictObject({
  id: Id,
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  demo: z.boolean(),
  bounds: Bbox,
  center: LngLat,
  communities: z.int(),
  villages: z.int(),
  grids: z.int(),
  cells: z.int(),
  version: Version,
})
export type Town = z.infer<typeof Town>

/** A named thing of the base map that search finds. */
export const Place = z.strictObject({
  name: z.string(),
  nameEn: z.string(),
  kind: z.string(),
  lngLat: LngLat,
})
export type Place = z.infer<typeof Place>
