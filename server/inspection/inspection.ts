import { z } from 'zod'
import { DangerFound } from '../danger/danger.ts'
import { Id, LngLat, Version } from '../region/place.ts'
import { Domain, RiskLevel } from '../risk/risk.ts'

/** 管控层级: who answers for a source of a level; whatever a higher one controls, the lower ones control too. */
export const Controller = z.enum(['city', 'county', 'town', 'village', 'enterprise'])
export type Controller = z.infer<typeof Controller>

const days = z.int().min(1).max(3660)

/** One line of 分类管控: a risk level, who controls it, and every how many days it is looked at. */
export const ControlRule = z.strictObject({
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  controller: Controller,
  inspectDays: days,
  /** Answers for the sources of the level that name nobody of their own; empty for nobody. */
  responsible: z.string(),
  clause: z.string(),
  verified: z.boolean(),
})
export type ControlRule = z.infer<typeof ControlRule>

/** The rules that count in a town; `own` false are the shipped ones. */
export const ControlRules = z.strictObject({
  edition: z.int(),
  own: z.boolean(),
  rules: z.array(ControlRule),
})
export type ControlRules = z.infer<typeof ControlRules>

/** One edition of the rules of a town, or of the shipped ones, with who set it. */
export const ControlEdition = ControlRules.extend({
  setAt: z.iso.datetime().nullable(),
  setBy: z.string(),
})
export type ControlEdition = z.infer<typeof ControlEdition>

export const ControlRulesInput = z.strictObject({
  townId: Id,
  /** The edition that was seen. */
  edition: z.int().positive(),
  rules: z
    .array(
      z.strictObject({
        level: ControlRule.shape.level,
        controller: Controller,
        inspectDays: days,
        responsible: z.string().trim().max(80).default(''),
        clause: z.string().trim().max(300).default(''),
      }),
    )
    .length(4),
})
export type ControlRulesInput = z.infer<typeof ControlRulesInput>

/** How one source is controlled now. `level` is the residual one, the inherent one where there is no residual. */
export const Control = z.strictObject({
  hazardId: Id,
  townId: Id,
  name: z.string(),
  nameEn: z.string(),
  domain: Domain,
  lngLat: LngLat,
  level: RiskLevel,
  controller: Controller.nullable(),
  inspectDays: z.int().nullable(),
  /** Of the source itself, or whom the rule of its level names. */
  responsible: z.string(),
  unit: z.string(),
  /** Masked for who may not read contacts. */
  phone: z.string(),
  lastAt: z.iso.datetime().nullable(),
  /** Null where nothing is due: a source that nobody assessed. */
  dueAt: z.iso.datetime().nullable(),
  daysLate: z.int(),
  openDangers: z.int(),
  /** 0 while nobody was made responsible. */
  version: z.int().nonnegative(),
})
export type Control = z.infer<typeof Control>

export const ControlInput = z.strictObject({
  responsible: z.string().trim().min(1).max(80),
  unit: z.string().trim().max(120).default(''),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+() -]{0,30}$/)
    .default(''),
  version: z.int().nonnegative(),
})
export type ControlInput = z.infer<typeof ControlInput>

export const Inspection = z.strictObject({
  id: Id,
  townId: Id,
  hazardId: Id,
  result: z.enum(['clean', 'dangers']),
  note: z.string(),
  dangerIds: z.array(Id),
  doneAt: z.iso.datetime(),
  doneBy: z.string(),
  version: Version,
})
export type Inspection = z.infer<typeof Inspection>

export const InspectionInput = z.strictObject({
  hazardId: Id,
  /** When it was done; now where it is not given. */
  doneAt: z.iso.datetime().nullable().default(null),
  note: z.string().trim().max(2000).default(''),
  dangers: z.array(DangerFound).max(50).default([]),
})
export type InspectionInput = z.infer<typeof InspectionInput>

/** What must be done because an inspection is overdue: one for a source and the moment it was due. */
export const Task = z.strictObject({
  id: Id,
  townId: Id,
  hazardId: Id,
  kind: z.literal('inspection'),
  dueAt: z.iso.datetime(),
  state: z.enum(['open', 'done', 'void']),
  openedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  inspectionId: Id.nullable(),
  version: Version,
})
export type Task = z.infer<typeof Task>

/** A row of the table of live terms. */
export const LiveTerm = z.strictObject({
  cause: z.enum(['danger', 'warning', 'reading']),
  grade: z.string(),
  warningKind: z.string().nullable(),
  hazardKinds: z.array(z.string()).nullable(),
  raiseThousandths: z.int().positive(),
  clause: z.string(),
  verified: z.boolean(),
})
export type LiveTerm = z.infer<typeof LiveTerm>
