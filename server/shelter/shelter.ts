import { z } from 'zod'
import { Id, LngLat, Origin, Standing, Version } from '../region/place.ts'

export const ShelterKind = z.enum(['school', 'stadium', 'park', 'square', 'hall', 'other'])
export type ShelterKind = z.infer<typeof ShelterKind>

/** Emergency shelter 应急避难场所 with what moves (open, occupied) in the asked world. */
export const Shelter = z.strictObject({
  id: Id,
  townId: Id,
  name: z.string(),
  nameEn: z.string(),
  kind: ShelterKind,
  lngLat: LngLat,
  areaSquareMeters: z.number().nonnegative(),
  capacityDay: z.int().nonnegative(),
  capacityNight: z.int().nonnegative(),
  contact: z.string(),
  standing: Standing,
  origin: Origin.nullable(),
  open: z.boolean(),
  occupied: z.int().nonnegative(),
  version: Version,
})
export type Shelter = z.infer<typeof Shelter>
