import { z } from 'zod'
import { Id, LngLat, Origin, Standing, Version } from '../region/place.ts'

export const TargetKind = z.enum([
  'school',
  'kindergarten',
  'hospital',
  'bridge',
  'venue',
  'care-home',
  'government',
  'station',
  'other',
])
export type TargetKind = z.infer<typeof TargetKind>

/** Key protection target 重点防护目标: what must be kept safe first. */
export const Target = z.strictObject({
  id: Id,
  townId: Id,
  name: z.string(),
  nameEn: z.string(),
  kind: TargetKind,
  lngLat: LngLat,
  people: z.int().nonnegative(),
  standing: Standing,
  origin: Origin.nullable(),
  version: Version,
})
export type Target = z.infer<typeof Target>
