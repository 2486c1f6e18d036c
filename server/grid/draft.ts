import { z } from 'zod'
import { Both, Id, LngLat, Polygon, Version } from '../region/place.ts'
import { BoundaryEdit } from './boundary-edit.ts'
import { GridLevel, SeenGrids } from './grid.ts'

const Name = z.string().trim().min(1).max(80)
const Code = z.string().trim().min(1).max(40)
const Contact = z.string().trim().max(80)

/** A grid, or below zero a face that the edits made (-1, -2, ... in order). */
export const Face = z
  .int()
  .max(2_147_483_647)
  .refine(id => id !== 0)

/** What a grid is called and whose it is; only what is given changes. */
export const FaceAttributes = z.strictObject({
  face: Face,
  name: Name.optional(),
  code: Code.optional(),
  lead: Contact.optional(),
  phone: Contact.optional(),
  level: GridLevel.exclude(['thematic']).optional(),
  regionId: Id.optional(),
})
export type FaceAttributes = z.infer<typeof FaceAttributes>

/** A grid for one matter alone (长江专属 and the like): it lies over the others and may overlap them. */
export const ThematicEdit = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('draw'),
    name: Name,
    code: Code.optional(),
    polygon: Polygon,
    lead: Contact.default(''),
    phone: Contact.default(''),
  }),
  z.strictObject({
    kind: z.literal('redraw'),
    id: Id,
    /** Only what is given changes. */
    polygon: Polygon.optional(),
    name: Name.optional(),
    lead: Contact.optional(),
    phone: Contact.optional(),
  }),
  z.strictObject({ kind: z.literal('retire'), id: Id, reason: z.string().trim().max(500).optional() }),
])
export type ThematicEdit = z.infer<typeof ThematicEdit>

/** Boundaries as they were at an instant; no ids mean every grid of the town. */
export const Restoring = z.strictObject({ at: z.iso.datetime(), gridIds: z.array(Id).max(2000) })
export type Restoring = z.infer<typeof Restoring>

/** A clean file of boundaries that is laid over the grids. */
export const Importing = z.strictObject({ importId: Id, fileName: z.string() })
export type Importing = z.infer<typeof Importing>

export const GridDraftInput = z.strictObject({
  townId: Id,
  name: Name,
  edits: z.array(BoundaryEdit).max(5000),
  seen: SeenGrids,
  attributes: z.array(FaceAttributes).max(2000).default([]),
  thematic: z.array(ThematicEdit).max(200).default([]),
  reason: z.string().max(500).default(''),
  version: z.int().nonnegative(),
})
export type GridDraftInput = z.infer<typeof GridDraftInput>
/** As it is sent: lists that are empty may be left out. */
export type GridDraftSent = z.input<typeof GridDraftInput>

/** Edits that are put in force at once, with the versions of every touched grid as they were seen. */
export const GridEdits = z.strictObject({
  townId: Id,
  edits: z.array(BoundaryEdit).min(1).max(5000),
  seen: SeenGrids.min(1),
  attributes: z.array(FaceAttributes).max(2000).default([]),
  reason: z.string().max(500).default(''),
})
export type GridEdits = z.infer<typeof GridEdits>

export const DraftState = z.enum(['draft', 'proposed', 'approved', 'stalled', 'published', 'rejected'])
export type DraftState = z.infer<typeof DraftState>

export const GridDraft = z.strictObject({
  id: Id,
  townId: Id,
  name: z.string(),
  personId: Id,
  personName: z.string(),
  state: DraftState,
  edits: z.array(BoundaryEdit),
  seen: SeenGrids,
  attributes: z.array(FaceAttributes),
  thematic: z.array(ThematicEdit),
  restore: Restoring.nullable(),
  imported: Importing.nullable(),
  reason: z.string(),
  savedAt: z.iso.datetime(),
  proposedAt: z.iso.datetime().nullable(),
  reviewerName: z.string(),
  reviewedAt: z.iso.datetime().nullable(),
  reviewNote: z.string(),
  effectiveAt: z.iso.datetime().nullable(),
  publishedAt: z.iso.datetime().nullable(),
  /** Why it could not be put in force on its day. */
  stalled: Both.nullable(),
  /** Which grids the made faces became. */
  made: z.array(z.strictObject({ face: Face, id: Id })),
  version: Version,
})
export type GridDraft = z.infer<typeof GridDraft>

export const ApproveInput = z.strictObject({
  version: Version,
  /** Null: at once. */
  effectiveAt: z.iso.datetime().nullable().default(null),
  note: z.string().max(500).default(''),
})
export type ApproveInput = z.infer<typeof ApproveInput>

export const RejectInput = z.strictObject({ version: Version, note: z.string().trim().min(1).max(500) })
export type RejectInput = z.infer<typeof RejectInput>

export const RestoreInput = z.strictObject({
  townId: Id,
  at: z.iso.datetime(),
  gridIds: z.array(Id).max(2000).default([]),
  name: Name,
  reason: z.string().max(500).default(''),
})
export type RestoreInput = z.infer<typeof RestoreInput>

/** A grid's shape in one of the versions that a merge compares. */
export const FaceShape = z.strictObject({ face: Face, name: z.string(), polygon: Polygon })
export type FaceShape = z.infer<typeof FaceShape>

/** One edit of a draft, replayed on the grids as they are now. */
export const MergeStep = z.strictObject({
  index: z.int(),
  edit: BoundaryEdit,
  applies: z.boolean(),
  reason: Both.nullable(),
  at: LngLat.nullable(),
  faces: z.array(Face),
})
export type MergeStep = z.infer<typeof MergeStep>

export const GridMerge = z.strictObject({
  isStale: z.boolean(),
  /** The grids that changed since, as the draft saw them, and as they are now. */
  base: z.array(FaceShape),
  theirs: z.array(FaceShape),
  /** What the draft made of the grids it saw, and what is left of it on the present ones. */
  yours: z.array(FaceShape),
  merged: z.array(FaceShape),
  steps: z.array(MergeStep),
  changedBy: z.array(z.strictObject({ actor: z.string(), at: z.iso.datetime(), reason: z.string() })),
})
export type GridMerge = z.infer<typeof GridMerge>

export const RebaseInput = z.strictObject({
  version: Version,
  drop: z.array(z.int().nonnegative()).max(5000).default([]),
})
export type RebaseInput = z.infer<typeof RebaseInput>

/** One act that changed a town's grids. */
export const GridPublication = z.strictObject({
  id: Id,
  draftId: Id.nullable(),
  name: z.string(),
  reason: z.string(),
  effectiveAt: z.iso.datetime(),
  publishedAt: z.iso.datetime(),
  personName: z.string(),
  reviewerName: z.string(),
  changed: z.array(Id),
  made: z.array(Id),
  gone: z.array(Id),
})
export type GridPublication = z.infer<typeof GridPublication>
