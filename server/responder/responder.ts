import { z } from 'zod'
import { Id, LngLat, Origin, Standing, Version } from '../region/place.ts'

export const ResponderKind = z.enum(['team', 'expert', 'vehicle'])
export type ResponderKind = z.infer<typeof ResponderKind>

export const Skill = z.enum([
  'fire',
  'rescue',
  'medical',
  'police',
  'flood',
  'hazmat',
  'engineering',
  'power',
  'evacuation',
  'monitoring',
  'militia',
  'water-supply',
  'epidemic',
  'structure',
  'geology',
  'psychology',
  'chemical',
  'hydrology',
  'burns',
])
export type Skill = z.infer<typeof Skill>

export const ResponderState = z.enum([
  'available',
  'ordered',
  'acknowledged',
  'departed',
  'arrived',
  'off-duty',
])
export type ResponderState = z.infer<typeof ResponderState>

/** A team, an expert or a vehicle, with where it is and what it does in the asked world. */
export const Responder = z.strictObject({
  id: Id,
  townId: Id,
  kind: ResponderKind,
  name: z.string(),
  nameEn: z.string(),
  skills: z.array(Skill),
  people: z.int().nonnegative(),
  vehicles: z.int().nonnegative(),
  parentId: Id.nullable(),
  heightMeters: z.number().nullable(),
  weightTons: z.number().nullable(),
  phone: z.string(),
  home: LngLat,
  standing: Standing,
  origin: Origin.nullable(),
  state: ResponderState,
  lngLat: LngLat,
  positionAt: z.iso.datetime().nullable(),
  orderId: Id.nullable(),
  version: Version,
})
export type Responder = z.infer<typeof Responder>
