import { z } from 'zod'
import { Plan as PlanDocument, ResponseLevel } from '../../plans/plan.ts'
import { Id, Version } from '../region/place.ts'

/** A plan in the register: the document is the playbook itself. */
export const PlanRecord = z.strictObject({
  id: Id,
  townId: Id,
  code: z.string(),
  title: z.string(),
  titleEn: z.string(),
  incidentTypes: z.array(z.string()),
  edition: z.string(),
  standing: z.enum(['draft', 'published']),
  nodes: z.int(),
  version: Version,
  document: PlanDocument,
})
export type PlanRecord = z.infer<typeof PlanRecord>

/** A plan in a list: everything but the document. */
export const PlanSummary = PlanRecord.omit({ document: true })
export type PlanSummary = z.infer<typeof PlanSummary>

export const PlanInput = z.strictObject({ townId: Id, document: PlanDocument })
export type PlanInput = z.infer<typeof PlanInput>

export const PlanSave = z.strictObject({ document: PlanDocument, version: Version })
export type PlanSave = z.infer<typeof PlanSave>

export const VersionInput = z.strictObject({ version: Version })
export type VersionInput = z.infer<typeof VersionInput>

const Words = z.strictObject({ zh: z.string(), en: z.string() })

/** What `plans/check.ts` found; a plan with an error is not published. */
export const PlanFinding = z.strictObject({
  nodeId: z.string().optional(),
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: Words,
})
export type PlanFinding = z.infer<typeof PlanFinding>

/** A published plan that fits an incident, best first; the level is for a person to confirm. */
export const PlanProposal = z.strictObject({
  planId: Id,
  code: z.string(),
  title: Words,
  level: ResponseLevel,
  score: z.number(),
  reasons: z.array(Words),
})
export type PlanProposal = z.infer<typeof PlanProposal>

export const NodeMark = z.enum(['waiting', 'running', 'done', 'skipped'])
export type NodeMark = z.infer<typeof NodeMark>

/** What people did to one node of a run. The derived state (ready, blocked, late) is computed by `plans/run.ts`. */
export const RunNode = z.strictObject({
  nodeId: z.string(),
  state: NodeMark,
  at: z.iso.datetime(),
  by: z.string(),
  note: z.string(),
  version: Version,
})
export type RunNode = z.infer<typeof RunNode>

export const Run = z.strictObject({
  id: Id,
  incidentId: Id,
  planId: Id,
  document: PlanDocument,
  level: ResponseLevel,
  startedAt: z.iso.datetime(),
  startedBy: z.string(),
  endedAt: z.iso.datetime().nullable(),
  /** Every level the run has had, the one it started at first. */
  escalations: z.array(z.strictObject({ level: ResponseLevel, at: z.iso.datetime(), by: z.string() })),
  nodes: z.array(RunNode),
  version: Version,
})
export type Run = z.infer<typeof Run>

export const RunStart = z.strictObject({ planId: Id, level: ResponseLevel })
export type RunStart = z.infer<typeof RunStart>

/** `version` is the version of the node's mark that was seen; 0 where nobody has marked it yet. */
export const NodeMarkInput = z.strictObject({
  state: NodeMark,
  note: z.string().max(500).default(''),
  version: z.int().nonnegative(),
})
export type NodeMarkInput = z.infer<typeof NodeMarkInput>

export const Escalation = z.strictObject({ level: ResponseLevel, version: Version })
export type Escalation = z.infer<typeof Escalation>
