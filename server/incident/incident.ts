import { z } from 'zod'
import { Id, LngLat, Version } from '../region/place.ts'

export const IncidentType = z.enum([
  'flood',
  'chemical',
  'fire',
  'mass-casualty',
  'explosion',
  'traffic',
  'gas',
  'epidemic',
  'food-poisoning',
  'typhoon',
  'earthquake',
  'landslide',
  'forest-fire',
  'crowd',
  'water-pollution',
])
export type IncidentType = z.infer<typeof IncidentType>

/** Incident grade 事件等级: 特别重大, 重大, 较大, 一般. Never to be mixed with risk, warning or response levels. */
export const IncidentGrade = z.enum(['extraordinary', 'major', 'serious', 'ordinary'])
export type IncidentGrade = z.infer<typeof IncidentGrade>

export const Casualties = z.strictObject({
  dead: z.int().min(0).max(1_000_000).default(0),
  missing: z.int().min(0).max(1_000_000).default(0),
  severe: z.int().min(0).max(1_000_000).default(0),
  injured: z.int().min(0).max(1_000_000).default(0),
  trapped: z.int().min(0).max(1_000_000).default(0),
})
export type Casualties = z.infer<typeof Casualties>

export const IncidentInput = z.strictObject({
  townId: Id,
  type: IncidentType,
  title: z.string().trim().min(1).max(120),
  description: z.string().trim().max(4000).default(''),
  lngLat: LngLat,
  address: z.string().trim().max(200).default(''),
  channel: z.enum(['hotline', 'enterprise', 'grid', 'sensor', 'video', 'public', 'superior', 'drill']).default('hotline'),
  casualties: Casualties.default({ dead: 0, missing: 0, severe: 0, injured: 0, trapped: 0 }),
  affected: z.int().min(0).max(10_000_000).default(0),
  /** Direct loss in ten thousand yuan. */
  lossTenThousandYuan: z.number().min(0).max(100_000_000).default(0),
})
export type IncidentInput = z.infer<typeof IncidentInput>

export const GradeReason = z.strictObject({ zh: z.string(), en: z.string() })

export const Incident = z.strictObject({
  id: Id,
  townId: Id,
  number: z.string(),
  type: IncidentType,
  title: z.string(),
  description: z.string(),
  lngLat: LngLat,
  address: z.string(),
  channel: z.string(),
  casualties: Casualties,
  affected: z.int(),
  lossTenThousandYuan: z.number(),
  grade: IncidentGrade,
  gradeReasons: z.array(GradeReason),
  state: z.enum(['reported', 'responding', 'closed']),
  regionName: z.string(),
  gridCode: z.string(),
  gridName: z.string(),
  gridLead: z.string(),
  gridPhone: z.string(),
  runId: Id.nullable(),
  reportedAt: z.iso.datetime(),
  reportedBy: z.string(),
  closedAt: z.iso.datetime().nullable(),
  version: Version,
})
export type Incident = z.infer<typeof Incident>

/** A correction: only what is given changes. */
export const IncidentPatch = IncidentInput.omit({ townId: true }).partial().extend({ version: Version })
export type IncidentPatch = z.infer<typeof IncidentPatch>

export const TimelineEntry = z.strictObject({
  sequence: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  verb: z.string(),
  noun: z.string(),
  nounId: z.int().nullable(),
  text: z.strictObject({ zh: z.string(), en: z.string() }),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>
