import { z } from 'zod'
import { Incident } from '../incident/incident.ts'
import { Id, LineString, LngLat, Polygon, Version } from '../region/place.ts'
import { Responder, Skill } from '../responder/responder.ts'

export const Need = z.strictObject({
  kind: z.enum(['team', 'expert', 'vehicle', 'supply']),
  skill: z.string().min(1).max(60),
  count: z.int().min(1).max(1_000_000),
})
export type Need = z.infer<typeof Need>

export const RecommendationInput = z.strictObject({
  needs: z.array(Need).min(1).max(20),
  /** The plan node that asks, so that an order can tick it. */
  nodeId: z.string().max(64).nullable().default(null),
  routes: z.boolean().default(true),
})
export type RecommendationInput = z.infer<typeof RecommendationInput>

export const Found = z.enum(['road', 'straight-line'])

export const Candidate = z.strictObject({
  responderId: Id,
  name: z.string(),
  nameEn: z.string(),
  kind: z.string(),
  skills: z.array(Skill),
  people: z.int(),
  vehicles: z.int(),
  lngLat: LngLat,
  state: z.string(),
  available: z.boolean(),
  /** Why this one cannot be sent now, in words. */
  unavailable: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
  etaSeconds: z.number(),
  distanceMeters: z.number(),
  found: Found,
  reason: z.string().nullable(),
  /** Extra seconds against the way without closures and zones; 0 when nothing is avoided. */
  detourSeconds: z.number(),
  chosen: z.boolean(),
  route: LineString.nullable(),
})
export type Candidate = z.infer<typeof Candidate>

export const NeedAnswer = z.strictObject({
  need: Need,
  candidates: z.array(Candidate),
  chosen: z.array(Id),
  short: z.int().nonnegative(),
  shortReason: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
  /** For supplies: the stores that hold the item, nearest first. */
  stores: z.array(
    z.strictObject({
      supplyId: Id,
      name: z.string(),
      lngLat: LngLat,
      item: z.string(),
      unit: z.string(),
      free: z.int(),
      take: z.int(),
      etaSeconds: z.number(),
      found: Found,
    }),
  ),
})
export type NeedAnswer = z.infer<typeof NeedAnswer>

export const Recommendation = z.strictObject({
  incidentId: Id,
  at: z.iso.datetime(),
  engine: z.enum(['valhalla', 'field']),
  needs: z.array(NeedAnswer),
  avoided: z.strictObject({ closures: z.int(), zones: z.int() }),
  /** How much sooner the last chosen one arrives than if the nearest by air had been sent; null when equal or unknown. */
  soonerSeconds: z.number().nullable(),
  elapsed: z.strictObject({ totalMs: z.number(), valhallaMs: z.number(), fieldMs: z.number() }),
})
export type Recommendation = z.infer<typeof Recommendation>

export const OrderState = z.enum(['ordered', 'acknowledged', 'departed', 'arrived', 'released', 'declined'])
export type OrderState = z.infer<typeof OrderState>

export const OrderInput = z.strictObject({
  responderIds: z.array(Id).min(1).max(50),
  nodeId: z.string().max(64).nullable().default(null),
  instruction: z.string().max(500).default(''),
})
export type OrderInput = z.infer<typeof OrderInput>

export const Step = z.strictObject({
  kind: z.string(),
  text: z.strictObject({ zh: z.string(), en: z.string() }),
  meters: z.number(),
  seconds: z.number(),
  street: z.string(),
  lngLat: LngLat,
})

export const Order = z.strictObject({
  id: Id,
  incidentId: Id,
  townId: Id,
  responderId: Id,
  responderName: z.string(),
  responderKind: z.string(),
  nodeId: z.string().nullable(),
  state: OrderState,
  instruction: z.string(),
  etaSeconds: z.number(),
  distanceMeters: z.number(),
  found: Found,
  engine: z.enum(['valhalla', 'field']),
  route: LineString.nullable(),
  steps: z.array(Step),
  orderedAt: z.iso.datetime(),
  orderedBy: z.string(),
  acknowledgedAt: z.iso.datetime().nullable(),
  departedAt: z.iso.datetime().nullable(),
  arrivedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  reason: z.string(),
  version: Version,
})
export type Order = z.infer<typeof Order>

export const OrderStepInput = z.strictObject({ version: Version, reason: z.string().max(500).default('') })
export type OrderStepInput = z.infer<typeof OrderStepInput>

export const PositionInput = z.strictObject({
  responderId: Id,
  lngLat: LngLat,
  /** Device time; kept for the record, never used to order. */
  at: z.iso.datetime().optional(),
  speedKmh: z.number().min(0).max(400).optional(),
  headingDegrees: z.number().min(0).max(360).optional(),
})
export type PositionInput = z.infer<typeof PositionInput>

export const Position = z.strictObject({
  responderId: Id,
  townId: Id,
  lngLat: LngLat,
  at: z.iso.datetime(),
  speedKmh: z.number().nullable(),
  headingDegrees: z.number().nullable(),
})
export type Position = z.infer<typeof Position>

/** What a report answers: where it now is and, near the incident it is on its way to, that it may have arrived. */
export const PositionAnswer = Position.extend({
  arrival: z
    .strictObject({ orderId: Id, version: Version, incidentId: Id, distanceMeters: z.number() })
    .nullable(),
})
export type PositionAnswer = z.infer<typeof PositionAnswer>

export const ClosureInput = z.strictObject({
  townId: Id,
  incidentId: Id.nullable().default(null),
  line: LineString,
  reason: z.string().trim().min(1).max(200),
})
export type ClosureInput = z.infer<typeof ClosureInput>

/** A stretch of road that nobody may use; open-ended until lifted. */
export const Closure = z.strictObject({
  id: Id,
  townId: Id,
  incidentId: Id.nullable(),
  line: LineString,
  reason: z.string(),
  closedAt: z.iso.datetime(),
  closedBy: z.string(),
  liftedAt: z.iso.datetime().nullable(),
  version: Version,
})
export type Closure = z.infer<typeof Closure>

export const ZoneInput = z.strictObject({
  townId: Id,
  incidentId: Id.nullable().default(null),
  kind: z.enum(['danger', 'cordon']),
  polygon: Polygon,
  reason: z.string().trim().min(1).max(200),
})
export type ZoneInput = z.infer<typeof ZoneInput>

/** A danger zone (routes avoid it) or a cordon. */
export const Zone = z.strictObject({
  id: Id,
  townId: Id,
  incidentId: Id.nullable(),
  kind: z.enum(['danger', 'cordon']),
  polygon: Polygon,
  reason: z.string(),
  people: z.int(),
  drawnAt: z.iso.datetime(),
  drawnBy: z.string(),
  liftedAt: z.iso.datetime().nullable(),
  version: Version,
})
export type Zone = z.infer<typeof Zone>

export const LiftInput = z.strictObject({ version: Version })
export type LiftInput = z.infer<typeof LiftInput>

/** The page of one responder in the field: what it is told to do and what is closed around it. */
export const Field = z.strictObject({
  responder: Responder,
  order: Order.nullable(),
  incident: Incident.nullable(),
  closures: z.array(Closure),
  zones: z.array(Zone),
})
export type Field = z.infer<typeof Field>
