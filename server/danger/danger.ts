import { z } from 'zod'
import { Id, Version } from '../region/place.ts'

/** 一般隐患 or 重大隐患. */
export const DangerGrade = z.enum(['general', 'major'])
export type DangerGrade = z.infer<typeof DangerGrade>

/** The last step that was done: 登记, 评估, 挂牌督办 (major only), 整改, 验收, 销号. */
export const DangerState = z.enum(['reported', 'assessed', 'supervised', 'rectified', 'accepted', 'closed'])
export type DangerState = z.infer<typeof DangerState>

export const DangerVerb = z.enum(['assess', 'supervise', 'rectify', 'accept', 'close', 'reopen'])
export type DangerVerb = z.infer<typeof DangerVerb>

export const DangerStep = z.strictObject({
  verb: z.union([DangerVerb, z.literal('report')]),
  state: DangerState,
  at: z.iso.datetime(),
  by: z.string(),
  note: z.string(),
  /** What the step's form asked for, by its field names. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type DangerStep = z.infer<typeof DangerStep>

/** A hidden danger 隐患 at a hazard source, with every step it went through, the oldest first. */
export const Danger = z.strictObject({
  id: Id,
  townId: Id,
  hazardId: Id,
  hazardName: z.string(),
  hazardNameEn: z.string(),
  inspectionId: Id.nullable(),
  title: z.string(),
  detail: z.string(),
  grade: DangerGrade,
  state: DangerState,
  responsible: z.string(),
  supervisor: z.string(),
  dueAt: z.iso.datetime().nullable(),
  reportedAt: z.iso.datetime(),
  reportedBy: z.string(),
  closedAt: z.iso.datetime().nullable(),
  /** The grid that held the place when it was reported, whatever was redrawn since; empty where there was none. */
  gridCode: z.string(),
  gridName: z.string(),
  /** What may be done next, in the order in which it is usually done. */
  next: z.array(DangerVerb),
  steps: z.array(DangerStep),
  version: Version,
})
export type Danger = z.infer<typeof Danger>

const text = (most: number) => z.string().trim().max(most)
const needed = (most: number) => text(most).min(1)

export const DangerFound = z.strictObject({
  title: needed(120),
  detail: text(2000).default(''),
  grade: DangerGrade.default('general'),
  dueAt: z.iso.datetime().nullable().default(null),
})
export type DangerFound = z.infer<typeof DangerFound>

export const DangerInput = DangerFound.extend({ hazardId: Id })
export type DangerInput = z.infer<typeof DangerInput>

const step = { version: Version, note: text(500).default('') }

/** 评估: how grave it is, who answers for it, until when. */
export const Assessing = z.strictObject({
  ...step,
  grade: DangerGrade,
  responsible: needed(80),
  dueAt: z.iso.datetime(),
})
/** 挂牌督办: who watches over a major one. */
export const Supervising = z.strictObject({ ...step, supervisor: needed(80) })
/** 整改, by the five that must be settled 五落实: measures, funds and the contingency here, person and time before. */
export const Rectifying = z.strictObject({
  ...step,
  measures: needed(1000),
  fundsYuan: z.number().min(0).max(100_000_000_000).nullable().default(null),
  contingency: text(1000).default(''),
})
/** 验收; a failed one goes back to be rectified. `resumed` is 复产验收, asked for at major ones. */
export const Accepting = z.strictObject({ ...step, passed: z.boolean(), resumed: z.boolean().default(false) })
/** 销号. */
export const Closing = z.strictObject(step)
export const Reopening = z.strictObject({ ...step, note: needed(500), dueAt: z.iso.datetime() })

export type Assessing = z.infer<typeof Assessing>
export type Supervising = z.infer<typeof Supervising>
export type Rectifying = z.infer<typeof Rectifying>
export type Accepting = z.infer<typeof Accepting>
export type Closing = z.infer<typeof Closing>
export type Reopening = z.infer<typeof Reopening>
