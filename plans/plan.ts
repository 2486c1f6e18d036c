import { z } from 'zod'
import { IncidentType } from '../server/incident/incident.ts'

export const depthLimit = 8
export const nodeLimit = 500
const minutesLimit = 90 * 24 * 60
const radiusMetersLimit = 20_000

// Control and text-direction characters can hide or reorder what a commander reads.
const oneLine = /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u
const manyLines = /^(?:[^\p{Cc}\u202a-\u202e\u2066-\u2069]|\n)*$/u

/** Only web addresses: no script, file or data links, nothing that could end an attribute. */
export const safeLink = /^(?:https?:)?\/\/[^\s\p{Cc}<>"'`\\]+$/iu

const line = (limit: number) => z.string().trim().min(1).max(limit).regex(oneLine)
const paragraph = (limit: number) => z.string().trim().min(1).max(limit).regex(manyLines)

/** Chinese first, English complete: every text people read has both. */
const Line = z.strictObject({ zh: line(100), en: line(240) })
const Paragraph = z.strictObject({ zh: paragraph(1000), en: paragraph(3000) })
export type Text = z.infer<typeof Line>

/** Response level 响应级别, I highest. Not the incident's grade, not the warning's level. */
export const ResponseLevel = z.enum(['I', 'II', 'III', 'IV'])
export type ResponseLevel = z.infer<typeof ResponseLevel>

export const NodeId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)

export const NodeKind = z.enum(['stage', 'task', 'role', 'resource', 'notice', 'map', 'check', 'decision'])
export type NodeKind = z.infer<typeof NodeKind>

/** `skill` is a skill of `responder.ts`; for supplies it is the item's Chinese name as stores list it. */
export const Need = z.strictObject({
  kind: z.enum(['team', 'expert', 'vehicle', 'supply']),
  skill: line(40),
  count: z.int().min(1).max(1_000_000),
  withinMinutes: z.int().min(1).max(minutesLimit).optional(),
})
export type Need = z.infer<typeof Need>

export const MapAct = z.enum(['danger-zone', 'closure', 'open-shelter', 'cordon'])
export type MapAct = z.infer<typeof MapAct>

const leafShape = {
  id: NodeId,
  kind: NodeKind,
  title: Line,
  note: Paragraph.optional(),
  clause: line(80).optional(),
  link: z.string().max(500).regex(safeLink).optional(),
  role: NodeId.optional(),
  level: ResponseLevel.optional(),
  minutes: z.int().min(1).max(minutesLimit).optional(),
  after: z.array(NodeId).max(30).optional(),
  need: z.array(Need).max(30).optional(),
  map: z
    .strictObject({ act: MapAct, radiusMeters: z.number().positive().max(radiusMetersLimit).optional() })
    .optional(),
  notice: z.strictObject({ to: Line, text: Paragraph }).optional(),
}
const Leaf = z.strictObject(leafShape)

/**
 * One node of a plan. `level`: joins from this level upward, absent = always. `minutes`: deadline counted
 * from when the node becomes ready. `after`: ids that must be done first.
 */
export type PlanNode = z.infer<typeof Leaf> & { children?: PlanNode[] | undefined }

// A schema for each depth instead of a recursive one: deeper input is refused, never recursed into.
function nodeAt(depth: number): z.ZodType<PlanNode> {
  if (depth >= depthLimit) return Leaf
  return z.strictObject({
    ...leafShape,
    children: z
      .array(nodeAt(depth + 1))
      .max(100)
      .optional(),
  })
}
export const PlanNode = nodeAt(1)

const Role = z.strictObject({ id: NodeId, title: Line })

/** An emergency plan as one document. Unknown keys are refused everywhere. */
export const Plan = z
  .strictObject({
    code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/),
    title: Line,
    incidentTypes: z.array(IncidentType).min(1).max(20),
    edition: line(40),
    basis: z.array(Line).max(30),
    /** Start criteria of each level. */
    levels: z.strictObject({ I: Paragraph, II: Paragraph, III: Paragraph, IV: Paragraph }),
    roles: z.array(Role).max(60),
    root: PlanNode,
  })
  .superRefine((plan, context) => {
    const seen = new Set<string>()
    let count = 0
    const visit = (node: PlanNode, path: (string | number)[]) => {
      count += 1
      if (seen.has(node.id)) {
        context.addIssue({ code: 'custom', message: `id ${node.id} is used twice`, path: [...path, 'id'] })
      }
      seen.add(node.id)
      node.children?.forEach((child, index) => {
        visit(child, [...path, 'children', index])
      })
    }
    visit(plan.root, ['root'])
    if (count > nodeLimit) {
      context.addIssue({ code: 'custom', message: `more than ${nodeLimit} nodes`, path: ['root'] })
    }
  })
export type Plan = z.infer<typeof Plan>
