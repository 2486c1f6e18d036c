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

/** One line of a search answer: what it is, where it is, and how well it fits (0 exact, 1 prefix, 2 contains, 3 initials). */
export const SearchHit = z.strictObject({
  noun: z.enum([
    'coordinates',
    'place',
    'region',
    'grid',
    'hazard',
    'responder',
    'shelter',
    'supply',
    'target',
  ]),
  id: Id.nullable(),
  name: z.string(),
  nameEn: z.string(),
  kind: z.string(),
  lngLat: LngLat,
  bounds: Bbox.nullable(),
  rank: z.int(),
})
export type SearchHit = z.infer<typeof SearchHit>
