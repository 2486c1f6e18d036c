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
  channel: z
    .enum(['hotline', 'enterprise', 'grid', 'sensor', 'video', 'public', 'superior', 'drill'])
    .default('hotline'),
  casualties: Casualties.default({ dead: 0, missing: 0, severe: 0, injured: 0, trapped: 0 }),
  affected: z.int().min(0).max(10_000_000).default(0),
  /** Direct loss in ten thousand yuan. */
  lossTenThousandYuan: z.number().min(0).max(100_000_000).default(0),
  /** Burnt woodland, for forest fires. */
  burntHectares: z.number().min(0).max(10_000_000).default(0),
})
export type IncidentInput = z.infer<typeof IncidentInput>

export const GradeReason = z.strictObject({ zh: z.string(), en: z.string() })
export type GradeReason = z.infer<typeof GradeReason>

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
  burntHectares: z.number(),
  /** Null where no table grades the type and nobody has graded it by hand. */
  grade: IncidentGrade.nullable(),
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

const given = IncidentInput.shape

/** A correction: only what is given changes (so nothing here has a default). */
export const IncidentPatch = z.strictObject({
  type: IncidentType.optional(),
  title: given.title.optional(),
  description: given.description.unwrap().optional(),
  lngLat: LngLat.optional(),
  address: given.address.unwrap().optional(),
  channel: given.channel.unwrap().optional(),
  casualties: Casualties.optional(),
  affected: given.affected.unwrap().optional(),
  lossTenThousandYuan: given.lossTenThousandYuan.unwrap().optional(),
  burntHectares: given.burntHectares.unwrap().optional(),
  version: Version,
})
export type IncidentPatch = z.infer<typeof IncidentPatch>

/** A commander's own grade, where no table applies. */
export const GradeInput = z.strictObject({
  grade: IncidentGrade,
  reason: z.string().trim().min(1).max(500),
  version: Version,
})
export type GradeInput = z.infer<typeof GradeInput>

export const IncidentClose = z.strictObject({
  version: Version,
  reason: z.string().trim().max(500).default(''),
})
export type IncidentClose = z.infer<typeof IncidentClose>

const near = {
  id: Id,
  name: z.string(),
  nameEn: z.string(),
  kind: z.string(),
  lngLat: LngLat,
  distanceMeters: z.number(),
}

/** What stands around an incident, nearest first, people counted over unit cells. */
export const Surroundings = z.strictObject({
  radiusMeters: z.number(),
  peopleDay: z.int(),
  peopleNight: z.int(),
  targets: z.array(z.strictObject({ ...near, people: z.int() })),
  hazards: z.array(z.strictObject({ ...near, major: z.boolean() })),
  shelters: z.array(
    z.strictObject({
      ...near,
      open: z.boolean(),
      capacityDay: z.int(),
      capacityNight: z.int(),
      occupied: z.int(),
    }),
  ),
})
export type Surroundings = z.infer<typeof Surroundings>

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
