import { z } from 'zod'
import { Id, LngLat, MultiPolygon, Polygon } from '../region/place.ts'
import { Face } from './draft.ts'

/** What lies on a piece of ground. Work counts what is open. */
export const Tally = z.strictObject({
  squareMeters: z.number(),
  people: z.int(),
  households: z.int(),
  hazards: z.int(),
  incidents: z.int(),
  tasks: z.int(),
  dangers: z.int(),
})
export type Tally = z.infer<typeof Tally>

/** What a proposal makes of one grid. */
export const GridConsequence = z.strictObject({
  face: Face,
  name: z.string(),
  regionId: z.int(),
  /** Divided ones have lower grids from then on, joined ones no longer. */
  fate: z.enum(['changed', 'made', 'gone', 'divided', 'joined']),
  /** Set for a grid above others, whose ground they have: what is on it is counted in them as well. */
  isOver: z.literal(true).optional(),
  before: Tally,
  after: Tally,
})
export type GridConsequence = z.infer<typeof GridConsequence>

/** Ground that goes from one grid to another, with what lies on it. */
export const Handover = z.strictObject({
  from: Face,
  to: Face,
  polygon: z.union([Polygon, MultiPolygon]),
  tally: Tally,
})
export type Handover = z.infer<typeof Handover>

/** A person whose grid is no longer theirs, or becomes theirs. */
export const MemberMove = z.strictObject({
  name: z.string(),
  role: z.string(),
  from: Face.nullable(),
  to: Face.nullable(),
})
export type MemberMove = z.infer<typeof MemberMove>

/** A thing of a register, by name. */
export const Lying = z.strictObject({
  noun: z.enum(['hazard', 'incident', 'target', 'shelter', 'supply', 'responder', 'sensor']),
  id: Id,
  name: z.string(),
  lngLat: LngLat,
})
export type Lying = z.infer<typeof Lying>

const Cells = z.strictObject({ cells: z.int(), people: z.int(), households: z.int() })

/** What becomes of the town when its outer boundary moves. */
export const OuterConsequence = z.strictObject({
  gainedSquareMeters: z.number(),
  lostSquareMeters: z.number(),
  ground: z.array(z.strictObject({ isGained: z.boolean(), polygon: z.union([Polygon, MultiPolygon]) })),
  /** Unit cells whose middle is outside from then on: no grid has them or their people. And those that come in. */
  cellsOut: Cells,
  cellsIn: Cells,
  /** What lies in no grid from then on, and what lay in none before. */
  out: z.array(Lying),
  in: z.array(Lying),
  /** Who bounds the town: the area above where its outline is known, and the towns beside. */
  above: z.string().nullable(),
  beside: z.array(z.string()),
})
export type OuterConsequence = z.infer<typeof OuterConsequence>

/** What proposed boundaries change, before anybody decides. */
export const Consequences = z.strictObject({
  grids: z.array(GridConsequence),
  handovers: z.array(Handover),
  members: z.array(MemberMove),
  /** Null while the town's outer boundary stays where it is. */
  outer: OuterConsequence.nullable(),
})
export type Consequences = z.infer<typeof Consequences>
