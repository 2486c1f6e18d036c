import { z } from 'zod'
import { Both, Id, Point, Polygon, Version } from '../region/place.ts'
import { TableFault } from '../sheet/table.ts'
import { classSymbols } from './rules/classes.ts'

export const InstallationKind = z.enum(['production-unit', 'tank-area', 'warehouse'])
export type InstallationKind = z.infer<typeof InstallationKind>

/** Where a unit is: its outline, or a point where that is not known. */
export const Place = z.discriminatedUnion('type', [Point, Polygon])
export type Place = z.infer<typeof Place>

/** Where the 500 metres begin: at the outline of the hazard source, or at that of the unit alone. */
export const RingFrom = z.enum(['source', 'unit'])
export type RingFrom = z.infer<typeof RingFrom>

/**
 * One line of a unit's inventory. `no` is the place in table 1; `classes` are of table 2, for what table 1 does not
 * name or what is held in a special state; `tonnes` is the design maximum, a decimal.
 */
export const InventoryLine = z.strictObject({
  no: z.int().positive().nullable().default(null),
  cas: z.string().max(40).nullable().default(null),
  classes: z.array(z.enum(classSymbols)).max(8).default([]),
  name: z.string().trim().max(160).default(''),
  tonnes: z.string().max(40),
  note: z.string().trim().max(400).default(''),
})
export type InventoryLine = z.infer<typeof InventoryLine>

/** A figure with the table it stands in; an unverified one is shown as such. */
export const Figure = z.strictObject({ value: z.string(), source: Both, verified: z.boolean() })
export type Figure = z.infer<typeof Figure>

/** `share` is q/Q, `product` is beta q/Q; both decimals. */
export const WorkedLine = z.strictObject({
  name: Both,
  note: z.string(),
  tonnes: z.string(),
  quantity: Figure,
  share: z.string(),
  beta: Figure,
  product: z.string(),
})
export type WorkedLine = z.infer<typeof WorkedLine>

/** 1 to 4, or 0 when the unit is no major hazard installation. */
export const InstallationGrade = z.union([
  z.literal(0),
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
])
export type InstallationGrade = z.infer<typeof InstallationGrade>

/**
 * The whole working: `weighted` is the sum of beta q/Q, `r` is null and the grade 0 where S is below 1, and
 * `decidingLine` is the place of the line with the largest product, null without lines.
 */
export const Appraisal = z.strictObject({
  lines: z.array(WorkedLine),
  s: z.string(),
  constitutes: z.boolean(),
  people: z.int(),
  alpha: z.string(),
  weighted: z.string(),
  r: z.string().nullable(),
  grade: InstallationGrade,
  decidingLine: z.int().nullable(),
  verified: z.boolean(),
})
export type Appraisal = z.infer<typeof Appraisal>

/** People within 500 m outside, counted from the map by day and night; `stated` is what a person says instead. */
export const Exposed = z.strictObject({
  day: z.int(),
  night: z.int(),
  countedAt: z.iso.datetime(),
  stated: z.int().nullable(),
  reason: z.string(),
})
export type Exposed = z.infer<typeof Exposed>

/** Dates as `2026-03-12`; the filing holds until the day before `expiresOn`. */
export const Filing = z.strictObject({
  number: z.string(),
  filedOn: z.iso.date(),
  years: z.int(),
  expiresOn: z.iso.date(),
})
export type Filing = z.infer<typeof Filing>

export const Installation = z.strictObject({
  id: Id,
  townId: Id,
  hazardId: Id,
  hazardName: z.string(),
  hazardNameEn: z.string(),
  owner: z.string(),
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  kind: InstallationKind,
  place: Place,
  ringFrom: RingFrom,
  lines: z.array(InventoryLine),
  /** Rows of an import that were refused for this unit. */
  leftOut: z.int(),
  people: Exposed,
  appraisal: Appraisal,
  grade: InstallationGrade,
  filing: Filing.nullable(),
  retiredAt: z.iso.datetime().nullable(),
  retiredReason: z.string(),
  version: Version,
})
export type Installation = z.infer<typeof Installation>

/** What a person enters for a unit; its inventory comes by a verb of its own. */
export const InstallationInput = z.strictObject({
  hazardId: Id,
  name: z.string().trim().min(1).max(120),
  nameEn: z.string().trim().max(160).default(''),
  kind: InstallationKind,
  place: Place,
  ringFrom: RingFrom.default('source'),
})
export type InstallationInput = z.infer<typeof InstallationInput>

export const Inventory = z.array(InventoryLine).max(500)

/** One cell of the ring: `share` of its area lies within it. */
export const ExposedCell = z.strictObject({
  ordinal: z.int(),
  code: z.string(),
  day: z.int(),
  night: z.int(),
  share: z.number(),
})
export type ExposedCell = z.infer<typeof ExposedCell>

/** The ring of 500 m, the cells it meets, and the people in it, parts of a person counted as one. */
export const Exposure = z.strictObject({
  ring: z.looseObject({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates: z.array(z.unknown()) }),
  cells: z.array(ExposedCell),
  day: z.int(),
  night: z.int(),
})
export type Exposure = z.infer<typeof Exposure>

/** An earlier state of a unit with the result it had. */
export const InstallationRecord = z.strictObject({
  id: Id,
  version: Version,
  lines: z.array(InventoryLine),
  people: z.int(),
  s: z.string(),
  r: z.string().nullable(),
  grade: InstallationGrade,
  at: z.iso.datetime(),
  by: z.string(),
})
export type InstallationRecord = z.infer<typeof InstallationRecord>

export const SubstanceFound = z.strictObject({
  no: z.int(),
  name: z.string(),
  nameEn: z.string(),
  cas: z.array(z.string()),
  un: z.array(z.string()),
  quantity: z.string(),
  classes: z.array(z.enum(classSymbols)),
  also: z.array(z.string()),
})
export type SubstanceFound = z.infer<typeof SubstanceFound>

/** `now` is null for a unit that is not there yet. */
export const Considered = z.strictObject({
  now: Appraisal.nullable(),
  whatIf: Appraisal,
  day: z.int(),
  night: z.int(),
  ring: z.looseObject({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates: z.array(z.unknown()) }),
  cells: z.array(ExposedCell),
})
export type Considered = z.infer<typeof Considered>

/** What an inventory table holds: rows that can be kept, units they are for, and rows that cannot. */
export const TableRead = z.strictObject({
  rows: z.int(),
  good: z.int(),
  units: z.int(),
  faults: z.array(TableFault),
})
export type TableRead = z.infer<typeof TableRead>
