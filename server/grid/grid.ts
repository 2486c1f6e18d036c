import { z } from 'zod'
import { Bbox, Id, MultiPolygon, Polygon, Version } from '../region/place.ts'

/** 一级、二级、微网格, and 专属网格 for one matter alone, which lie over the others and may overlap them. */
export const GridLevel = z.enum(['first', 'second', 'micro', 'thematic'])
export type GridLevel = z.infer<typeof GridLevel>

export const Grid = z.strictObject({
  id: z.int(),
  townId: Id,
  regionId: Id,
  regionName: z.string(),
  /** The grid above, whose outline this one is a part of. */
  parentId: Id.nullable(),
  level: GridLevel,
  code: z.string(),
  name: z.string(),
  polygon: Polygon,
  areaSquareMeters: z.number(),
  households: z.int(),
  people: z.int(),
  lead: z.string(),
  phone: z.string(),
  /** Since when it has been as it is; null since before the record began. */
  validFrom: z.iso.datetime().nullable(),
  /** Until when it was in force. */
  retiredAt: z.iso.datetime().nullable(),
  /** Set for a day to come: what an approved draft will have made of it by then; one to be made has an id below zero. */
  planned: z.literal(true).optional(),
  version: Version,
})
export type Grid = z.infer<typeof Grid>

/** Grids that edits touch, each at the version that was seen. */
export const SeenGrids = z.array(z.strictObject({ id: Id, version: Version })).max(5000)
export type SeenGrids = z.infer<typeof SeenGrids>

/** One change of a grid's boundary, as the journal tells it. */
export const GridChange = z.strictObject({
  version: Version,
  at: z.iso.datetime(),
  actor: z.string(),
  reason: z.string(),
  beforeSquareMeters: z.number(),
  afterSquareMeters: z.number(),
})
export type GridChange = z.infer<typeof GridChange>

/** A grid in one of its states; `validTo` null is the one in force. */
export const GridState = Grid.extend({ validTo: z.iso.datetime().nullable() })
export type GridState = z.infer<typeof GridState>

const Neighbour = z.strictObject({
  id: Id,
  name: z.string(),
  nameEn: z.string(),
  polygon: z.union([Polygon, MultiPolygon]),
})
export type Neighbour = z.infer<typeof Neighbour>

/** What a town's outer boundary has to mind. */
export const Surroundings = z.strictObject({
  /** The area that the town belongs to; null where its outline is not known. */
  above: Neighbour.nullable(),
  /** The areas of the same rank that lie near. */
  beside: z.array(Neighbour),
  /** How far round the town they were looked for. */
  reach: Bbox,
})
export type Surroundings = z.infer<typeof Surroundings>
