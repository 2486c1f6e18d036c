import { z } from 'zod'

/** WGS 84 longitude and latitude in degrees, in this order everywhere. */
export const LngLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
export type LngLat = z.infer<typeof LngLat>

const Ring = z.array(LngLat).min(4).max(20_000)

export const Point = z.strictObject({ type: z.literal('Point'), coordinates: LngLat })
export type Point = z.infer<typeof Point>

export const LineString = z.strictObject({
  type: z.literal('LineString'),
  coordinates: z.array(LngLat).min(2).max(20_000),
})
export type LineString = z.infer<typeof LineString>

export const Polygon = z.strictObject({
  type: z.literal('Polygon'),
  coordinates: z.array(Ring).min(1).max(200),
})
export type Polygon = z.infer<typeof Polygon>

export const MultiPolygon = z.strictObject({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(Ring).min(1)).min(1).max(500),
})
export type MultiPolygon = z.infer<typeof MultiPolygon>

/** West, south, east, north in degrees. */
export const Bbox = z.tuple([z.number(), z.number(), z.number(), z.number()])
export type Bbox = z.infer<typeof Bbox>

export const Id = z.int().positive().max(2_147_483_647)
export const Version = z.int().positive()

/** A name in both languages; `en` may be empty for places that only have a Chinese name. */
export const Both = z.strictObject({ zh: z.string().max(2000), en: z.string().max(2000) })
export type Both = z.infer<typeof Both>

/** A draft row came from a map tag or an import and waits for a person to confirm or reject it. */
export const Standing = z.enum(['draft', 'confirmed', 'rejected'])
export type Standing = z.infer<typeof Standing>

/** Where a register row came from: the map tag of a first draft, e.g. `amenity=fuel`. */
export const Origin = z.strictObject({ source: z.string().max(80), tag: z.string().max(200) })
export type Origin = z.infer<typeof Origin>
