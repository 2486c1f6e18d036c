import { z } from 'zod'
import { LineString, type LngLat, Point, Polygon } from '../region/place.ts'

export const Vehicle = z.strictObject({
  profile: z.enum(['car', 'truck', 'foot']),
  heightMeters: z.number().positive().max(10).optional(),
  weightTons: z.number().positive().max(120).optional(),
  widthMeters: z.number().positive().max(6).optional(),
  /** May pass one-way streets and turn restrictions the wrong way; never a low or a weak bridge. */
  blueLight: z.boolean().optional(),
})
export type Vehicle = z.infer<typeof Vehicle>

export const Avoid = z.strictObject({
  closures: z.array(z.union([LineString, Polygon, Point])).max(1000),
  zones: z.array(Polygon).max(1000),
})
export type Avoid = z.infer<typeof Avoid>

export const NOTHING_TO_AVOID: Avoid = { closures: [], zones: [] }

export type StraightLineReason = 'off-network' | 'no-way-through' | 'no-roads'

/** Seconds and meters of one journey and how they were found; a straight line says why it had to do. */
export type Travel =
  | { seconds: number; meters: number; found: 'road' }
  | { seconds: number; meters: number; found: 'straight-line'; reason: StraightLineReason }

export const StepKind = z.enum([
  'depart',
  'arrive',
  'continue',
  'slight-right',
  'right',
  'sharp-right',
  'u-turn',
  'sharp-left',
  'left',
  'slight-left',
  'ramp',
  'merge',
  'roundabout',
  'ferry',
])
export type StepKind = z.infer<typeof StepKind>

export interface Step {
  kind: StepKind
  text: { zh: string; en: string }
  meters: number
  seconds: number
  street: string
  lngLat: LngLat
}

export type Engine = 'valhalla' | 'field'

export type Route = Travel & { line: LineString; steps: Step[]; engine: Engine }

export interface Travels {
  travels: Travel[]
  engine: Engine
  valhallaMs?: number
  fieldMs: number
}

export interface RoadState {
  field: 'ready' | 'absent'
  valhalla: 'ready' | 'starting' | 'absent' | 'failed'
  detail?: string
}

export interface Roads {
  /** Travel from each of many places to one; answers stand in the order of `from`. */
  travelTo(input: { to: LngLat; from: LngLat[]; vehicle: Vehicle; avoid: Avoid }): Promise<Travels>
  route(input: { from: LngLat; to: LngLat; vehicle: Vehicle; avoid: Avoid }): Promise<Route>
  state(): RoadState
  close(): Promise<void>
}
