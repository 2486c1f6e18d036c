import { z } from 'zod'
import { Id, Polygon, Version } from '../region/place.ts'
import { BoundaryEdit } from './boundary-edit.ts'

export const Grid = z.strictObject({
  id: Id,
  townId: Id,
  regionId: Id,
  regionName: z.string(),
  code: z.string(),
  name: z.string(),
  polygon: Polygon,
  areaSquareMeters: z.number(),
  households: z.int(),
  people: z.int(),
  lead: z.string(),
  phone: z.string(),
  version: Version,
})
export type Grid = z.infer<typeof Grid>

/** Edits in order, with the versions of every touched grid as they were seen. */
export const GridEdits = z.strictObject({
  townId: Id,
  edits: z.array(BoundaryEdit).min(1).max(2000),
  seen: z
    .array(z.strictObject({ id: Id, version: Version }))
    .min(1)
    .max(2000),
  reason: z.string().max(500).default(''),
})
export type GridEdits = z.infer<typeof GridEdits>

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

export const GridDraftInput = z.strictObject({
  townId: Id,
  name: z.string().trim().min(1).max(80),
  edits: z.array(BoundaryEdit).max(2000),
  seen: z.array(z.strictObject({ id: Id, version: Version })).max(2000),
  version: z.int().nonnegative(),
})
export type GridDraftInput = z.infer<typeof GridDraftInput>

export const GridDraft = z.strictObject({
  id: Id,
  townId: Id,
  name: z.string(),
  personId: Id,
  personName: z.string(),
  edits: z.array(BoundaryEdit),
  seen: z.array(z.strictObject({ id: Id, version: Version })),
  savedAt: z.iso.datetime(),
  version: Version,
})
export type GridDraft = z.infer<typeof GridDraft>
