import { z } from 'zod'
import { InstallationGrade } from '../installation/installation.ts'
import { Id, LngLat, Origin, Polygon, Standing, Version } from '../region/place.ts'
import { Domain, RiskLevel, RiskMethod } from '../risk/risk.ts'
import { TableFault } from '../sheet/table.ts'

export const HazardKind = z.enum([
  'tank-farm',
  'chemical-plant',
  'fuel-station',
  'gas-facility',
  'warehouse',
  'works',
  'port',
  'construction',
  'transport-route',
  'boiler',
  'waterlogging',
  'river-bank',
  'slope',
  'forest',
  'storm-exposed',
  'hospital-infection',
  'food',
  'water-supply',
  'market',
  'crowd',
  'school-gate',
  'venue',
  'residential-fire',
  'high-rise',
  'other',
])
export type HazardKind = z.infer<typeof HazardKind>

export const Stock = z.strictObject({
  name: z.string().max(120),
  cas: z.string().max(20).nullable(),
  tonnes: z.number().nonnegative().max(10_000_000),
})
export type Stock = z.infer<typeof Stock>

/**
 * Inputs are decimal strings out of the method's tables, e.g. `{ L: '6', E: '3', C: '15' }`; the method's edition and
 * clause are those it was made under. `severity` is in thousandths, 0..3999. `reason` says why the risk that remains
 * is graver than the inherent one.
 */
export const Assessment = z.strictObject({
  id: Id,
  hazardId: Id,
  scale: z.enum(['inherent', 'residual']),
  methodId: Id,
  ...RiskMethod.pick({
    method: true,
    edition: true,
    revision: true,
    title: true,
    titleEn: true,
    standard: true,
    clause: true,
    verified: true,
  }).shape,
  inputs: z.record(z.string(), z.string()),
  score: z.string(),
  level: RiskLevel,
  severity: z.int().min(0).max(3999),
  working: z.string(),
  note: z.string(),
  reason: z.string(),
  evidence: z.string(),
  assessedAt: z.iso.datetime(),
  assessedBy: z.string(),
  /** The grid that held the place when it was assessed, whatever was redrawn since; empty where there was none. */
  gridCode: z.string(),
  gridName: z.string(),
})
export type Assessment = z.infer<typeof Assessment>

export const Hazard = z.strictObject({
  id: Id,
  townId: Id,
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  domain: Domain,
  kind: HazardKind,
  lngLat: LngLat,
  area: Polygon.nullable(),
  reachMeters: z.number().min(0).max(50_000),
  major: z.boolean(),
  /** The worst grade of the source's installations (GB 18218-2018), 0 without one. */
  majorGrade: InstallationGrade,
  inventory: z.array(Stock),
  owner: z.string(),
  contact: z.string(),
  standing: Standing,
  origin: Origin.nullable(),
  inherentLevel: RiskLevel,
  residualLevel: RiskLevel,
  version: Version,
})
export type Hazard = z.infer<typeof Hazard>

/** What a person enters for a new source or a correction. */
export const HazardInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  nameEn: z.string().trim().max(160).default(''),
  domain: Domain,
  kind: HazardKind,
  lngLat: LngLat,
  area: Polygon.nullable().default(null),
  reachMeters: z.number().min(0).max(50_000),
  major: z.boolean().default(false),
  inventory: z.array(Stock).max(200).default([]),
  owner: z.string().max(120).default(''),
  contact: z.string().max(120).default(''),
})
export type HazardInput = z.infer<typeof HazardInput>

/** What a table of sources holds: rows that can be kept, how many of them say no reach, and cells that do not stand. */
export const HazardsRead = z.strictObject({
  rows: z.int(),
  good: z.int(),
  reachOpen: z.int(),
  faults: z.array(TableFault),
})
export type HazardsRead = z.infer<typeof HazardsRead>

const factorInputs = z.record(z.string().max(20), z.string().max(20))

/** `counterpart` is the other scale, assessed in the same act. */
export const AssessmentInput = z.strictObject({
  scale: z.enum(['inherent', 'residual']),
  methodId: Id,
  inputs: factorInputs,
  counterpart: z.strictObject({ methodId: Id, inputs: factorInputs }).optional(),
  note: z.string().max(2000).default(''),
  reason: z.string().trim().max(2000).optional(),
  evidence: z.string().trim().max(2000).optional(),
  version: Version,
})
export type AssessmentInput = z.infer<typeof AssessmentInput>
