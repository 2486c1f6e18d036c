import { z } from 'zod'
import { HazardKind } from '../hazard/hazard.ts'
import { Both, Id, LngLat, Version } from '../region/place.ts'
import { Domain } from '../risk/risk.ts'

/** What looks for risk points; its parameters are data. */
export const IdentificationRule = z.strictObject({
  edition: z.int(),
  code: z.string(),
  title: z.string(),
  titleEn: z.string(),
  domain: Domain,
  kind: HazardKind,
  reachMeters: z.number(),
  parameters: z.record(z.string(), z.unknown()),
  clause: z.string(),
  verified: z.boolean(),
})
export type IdentificationRule = z.infer<typeof IdentificationRule>

export const ProposalState = z.enum(['open', 'confirmed', 'rejected', 'gone'])
export type ProposalState = z.infer<typeof ProposalState>

/** A fact that differs from what it was; of a list of ids its lengths, and how many came and went. */
export const ChangedFact = z.strictObject({
  fact: z.string(),
  before: z.string(),
  after: z.string(),
  plus: z.int(),
  minus: z.int(),
})
export type ChangedFact = z.infer<typeof ChangedFact>

/** Why a proposal was rejected once, and which of its facts are others now. */
const Rejection = z.strictObject({
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  changed: z.array(ChangedFact),
})

/** A risk point that a rule proposes, with the facts it was found by. */
export const Proposal = z.strictObject({
  id: Id,
  townId: Id,
  rule: z.string(),
  /** What it is about, the same from run to run: `target:12`. */
  key: z.string(),
  /** A new hazard source, or the mark of a major installation on one that is there. */
  act: z.enum(['add', 'mark-major']),
  /** The source it marks, or the one it became. */
  hazardId: Id.nullable(),
  name: z.string(),
  nameEn: z.string(),
  domain: Domain,
  kind: HazardKind,
  lngLat: LngLat,
  reachMeters: z.number(),
  reasons: z.array(Both),
  facts: z.record(z.string(), z.unknown()),
  factsHash: z.string(),
  state: ProposalState,
  /** What the last run said of it; `returned` was rejected once, but its facts are others now. */
  news: z.enum(['fresh', 'changed', 'returned', 'unchanged']),
  decidedAt: z.iso.datetime().nullable(),
  decidedBy: z.string(),
  reason: z.string(),
  /** Of an open proposal that was rejected before: it came back because these facts changed. */
  rejectedBefore: Rejection.nullable(),
  version: Version,
})
export type Proposal = z.infer<typeof Proposal>

export const IdentificationRun = z.strictObject({
  id: Id,
  townId: Id,
  edition: z.int(),
  state: z.enum(['running', 'done', 'failed']),
  rulesDone: z.int(),
  rulesTotal: z.int(),
  fresh: z.int(),
  changed: z.int(),
  returned: z.int(),
  gone: z.int(),
  unchanged: z.int(),
  /** Rules that could not look, because what they look at is not there. */
  blind: z.array(z.string()),
  startedAt: z.iso.datetime(),
  startedBy: z.string(),
  endedAt: z.iso.datetime().nullable(),
})
export type IdentificationRun = z.infer<typeof IdentificationRun>

export const RunInput = z.strictObject({ townId: Id })

/** A person may correct what they confirm. */
export const Confirming = z.strictObject({
  version: Version,
  name: z.string().trim().min(1).max(120).optional(),
  reachMeters: z.number().min(0).max(50_000).optional(),
})
export type Confirming = z.infer<typeof Confirming>

export const Rejecting = z.strictObject({ version: Version, reason: z.string().trim().min(1).max(300) })
export type Rejecting = z.infer<typeof Rejecting>

export const Undoing = z.strictObject({ version: Version })
export type Undoing = z.infer<typeof Undoing>
