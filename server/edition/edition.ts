import { z } from 'zod'
import { Id, LngLat, Version } from '../region/place.ts'
import { RiskLevel, RiskMethod, RiskScale } from '../risk/risk.ts'

/** Cells of each level: not assessed, red, orange, yellow, blue. */
export const Counts = z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()])
export type Counts = z.infer<typeof Counts>

/** One map of an edition. `hash` names the levels as the map of today does; `sha256` is of the plain bytes. */
export const EditionMap = z.strictObject({ hash: z.string(), sha256: z.string(), counts: Counts })
export type EditionMap = z.infer<typeof EditionMap>

/**
 * A four-colour map that somebody signed. It shows the facts as of `asOf`, and of those written within that instant
 * the ones up to `sequence` of the journal; its levels are never written again.
 */
export const Edition = z.strictObject({
  id: Id,
  townId: Id,
  name: z.string(),
  note: z.string(),
  asOf: z.iso.datetime(),
  sequence: z.int().nullable(),
  signedAt: z.iso.datetime(),
  signedBy: z.string(),
  cellsHash: z.string(),
  cells: z.int(),
  sources: z.int(),
  settingsVersion: z.int(),
  methods: z.array(RiskMethod.pick({ id: true, method: true, edition: true, revision: true, title: true })),
  previousId: Id.nullable(),
  maps: z.strictObject({ inherent: EditionMap, residual: EditionMap, live: EditionMap }),
  withdrawnAt: z.iso.datetime().nullable(),
  withdrawnBy: z.string(),
  withdrawnReason: z.string(),
  version: Version,
})
export type Edition = z.infer<typeof Edition>

/** `evenUnchanged` signs a map that equals the one before; `evenUnassessed` one with many cells nobody assessed. */
export const EditionInput = z.strictObject({
  townId: Id,
  name: z.string().trim().min(1).max(80),
  note: z.string().trim().max(2000).default(''),
  evenUnchanged: z.boolean().default(false),
  evenUnassessed: z.boolean().default(false),
})
export type EditionInput = z.infer<typeof EditionInput>

export const Withdrawal = z.strictObject({
  version: Version,
  reason: z.string().trim().min(1).max(2000),
})
export type Withdrawal = z.infer<typeof Withdrawal>

/** A source as it stood at a moment. */
export const PastSource = z.strictObject({ hazardId: Id, lngLat: LngLat, level: RiskLevel })
export type PastSource = z.infer<typeof PastSource>

/** How a source differs between two moments. `raised`/`lowered`: by hidden dangers, warnings or readings. `redrawn`: no source, the cells. */
export const Aspect = z.enum([
  'appeared',
  'gone',
  'assessed',
  'moved',
  'area',
  'reach',
  'kind',
  'raised',
  'lowered',
  'redrawn',
])
export type Aspect = z.infer<typeof Aspect>

/** What a source counts for on a map: its level and its thousandths, -1 without assessment. */
const Weight = z.strictObject({ level: RiskLevel, severity: z.int() })

/**
 * One reason why a map changed; `hazardId` is null for the region's rules and for cells drawn anew. The reasons follow one another in time,
 * and `rose`, `fell` and so on are the cells that each of them moved when its turn came.
 */
export const Cause = z.strictObject({
  hazardId: Id.nullable(),
  name: z.string(),
  nameEn: z.string(),
  aspects: z.array(Aspect),
  before: Weight.nullable(),
  after: Weight.nullable(),
  at: z.iso.datetime().nullable(),
  by: z.string(),
  rose: z.int(),
  fell: z.int(),
  assessed: z.int(),
  unassessed: z.int(),
})
export type Cause = z.infer<typeof Cause>

/** One end of a comparison. `reproduced`: an edition's levels were computed anew and are the same, byte for byte. */
export const Side = z.strictObject({
  at: z.iso.datetime(),
  editionId: Id.nullable(),
  hash: z.string(),
  counts: Counts,
  reproduced: z.boolean().nullable(),
})
export type Side = z.infer<typeof Side>

const Moves = { rose: z.int(), fell: z.int(), assessed: z.int(), unassessed: z.int() }

/**
 * What was compared. `ordinal`: both maps have the same cells. `place`: the cells were drawn anew in between, so each
 * cell of `after` is compared with the one that lay where its middle is; `without` lie where none did and are left out.
 */
const Compared = z.strictObject({
  by: z.enum(['ordinal', 'place']),
  cellsBefore: z.int(),
  cellsAfter: z.int(),
  without: z.int(),
})

/** `matrix[from][to]` counts cells by level before and after; its sum is the cells that could be compared. */
export const Comparison = z.strictObject({
  townId: Id,
  scale: RiskScale,
  before: Side,
  after: Side,
  compared: Compared,
  matrix: z.tuple([Counts, Counts, Counts, Counts, Counts]),
  ...Moves,
  unchanged: z.int(),
  grids: z.array(z.strictObject({ gridId: Id.nullable(), name: z.string(), ...Moves })),
  causes: z.array(Cause),
  /** Sources that changed without moving any cell, and reasons left out of a long list. */
  quietCauses: z.int(),
})
export type Comparison = z.infer<typeof Comparison>
