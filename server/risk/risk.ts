import { z } from 'zod'
import { Both, Id } from '../region/place.ts'

/** Risk level: 1 red 重大, 2 orange 较大, 3 yellow 一般, 4 blue 低; 0 is not assessed (grey, never blue). */
export const RiskLevel = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type RiskLevel = z.infer<typeof RiskLevel>

/**
 * Inherent 固有: without controls; residual 剩余: with them; live 实时: residual (inherent where there is none),
 * raised by open hidden dangers, warnings in force and readings over their threshold.
 */
export const RiskScale = z.enum(['inherent', 'residual', 'live'])
export type RiskScale = z.infer<typeof RiskScale>
export const scales: readonly RiskScale[] = RiskScale.options

/** The four domains of public safety: 自然灾害, 安全生产, 公共卫生, 社会安全. */
export const Domain = z.enum(['natural', 'work-safety', 'public-health', 'social-security'])
export type Domain = z.infer<typeof Domain>
export const domains: readonly Domain[] = Domain.options

/** One legal value of a factor, as the method's table lists it. */
export const RiskChoice = z.strictObject({
  factor: z.string(),
  value: z.string(),
  meaning: z.string(),
  meaningEn: z.string(),
  verified: z.boolean(),
})
export type RiskChoice = z.infer<typeof RiskChoice>

/** Half-open band: the level holds from `from` (included) up to the next band, whichever way the scale runs. */
export const RiskBand = z.strictObject({
  level: RiskLevel,
  from: z.string(),
  name: z.string(),
  nameEn: z.string(),
  verified: z.boolean(),
})
export type RiskBand = z.infer<typeof RiskBand>

/** A finer step that a method prints beside its colour; it decides nothing. */
export const RiskGrade = z.strictObject({
  from: z.string(),
  name: z.string(),
  nameEn: z.string(),
  verified: z.boolean(),
})
export type RiskGrade = z.infer<typeof RiskGrade>

/**
 * What a method asks for. `choice`: a listed value; `measure`: any figure, brought to 0..1 between `least` and
 * `most`; `figure`: a figure from `least` to `most`; `veto`: 0 or 1, where 1 is directly red.
 * Factors of one `term` belong together: of a product the largest counts, of an index the weighted sum.
 */
export const RiskFactor = z.strictObject({
  factor: z.string(),
  term: z.string(),
  name: z.string(),
  nameEn: z.string(),
  kind: z.enum(['choice', 'measure', 'figure', 'veto']),
  weight: z.string().nullable(),
  least: z.string().nullable(),
  most: z.string().nullable(),
  unit: z.string(),
  unitEn: z.string(),
  verified: z.boolean(),
})
export type RiskFactor = z.infer<typeof RiskFactor>

/**
 * A method with one criteria set (`edition`) of its tables, e.g. LEC with consequence scale A; a table that
 * changes becomes the next `revision`. `places` are the decimals an index keeps at each step, half up.
 */
export const RiskMethod = z.strictObject({
  id: Id,
  method: z.enum(['LEC', 'LS', 'MES', 'HEV', 'DIAGNOSIS']),
  edition: z.string(),
  revision: z.int().positive(),
  inForce: z.boolean(),
  title: z.string(),
  titleEn: z.string(),
  standard: z.string(),
  clause: z.string(),
  verified: z.boolean(),
  form: z.enum(['product', 'index', 'score']),
  symbol: z.string(),
  places: z.int().nullable(),
  domains: z.array(Domain),
  reviewMonths: z.int().nullable(),
  note: z.string(),
  noteEn: z.string(),
  factors: z.array(RiskFactor),
  choices: z.array(RiskChoice),
  bands: z.array(RiskBand),
  grades: z.array(RiskGrade),
})
export type RiskMethod = z.infer<typeof RiskMethod>

export const RiskRaise = z.strictObject({
  cause: z.enum(['danger', 'warning', 'reading']),
  nounId: Id,
  thousandths: z.int(),
  text: Both,
  remedy: Both,
})
export type RiskRaise = z.infer<typeof RiskRaise>

/**
 * One cause that raises one source now. Levels of the source: `before` all raises, `now` with them, `cleared` when
 * this cause alone were gone. `since` is null where this world cannot say.
 */
export const SourceRaise = RiskRaise.extend({
  hazardId: Id,
  name: z.string(),
  nameEn: z.string(),
  lngLat: z.tuple([z.number(), z.number()]),
  since: z.iso.datetime().nullable(),
  before: RiskLevel,
  now: RiskLevel,
  cleared: RiskLevel,
})
export type SourceRaise = z.infer<typeof SourceRaise>

/** One thing that would change a cell's colour, with the level that would follow; null when only the act tells. */
export const RiskChange = z.strictObject({
  act: z.enum(['assess', 'remove', 'clear']),
  hazardId: Id,
  name: z.string(),
  nameEn: z.string(),
  raise: RiskRaise.nullable(),
  level: RiskLevel.nullable(),
})
export type RiskChange = z.infer<typeof RiskChange>

export const Contribution = z.strictObject({
  hazardId: Id,
  name: z.string(),
  nameEn: z.string(),
  domain: Domain,
  kind: z.string(),
  lngLat: z.tuple([z.number(), z.number()]),
  distanceMeters: z.number(),
  reachMeters: z.number(),
  level: RiskLevel,
  /** Null where nobody assessed it; a severity on the live scale is then the least that its raises leave. */
  score: z.string().nullable(),
  working: z.string(),
  method: z.string(),
  standard: z.string(),
  clause: z.string(),
  verified: z.boolean(),
  decides: z.boolean(),
  /** Of the source, in thousandths 0..3999; -1 without assessment. */
  severity: z.int(),
  /** Thousandths that its distance leaves. */
  factor: z.int(),
  /** What it adds to the cell: severity times factor. `level` is the level of this. */
  contributed: z.int(),
  /** What raises it on the live scale until cleared; within `severity` already. */
  raises: z.array(RiskRaise),
})
export type Contribution = z.infer<typeof Contribution>

export const RiskCell = z.strictObject({
  id: Id,
  townId: Id,
  ordinal: z.int().nonnegative(),
  code: z.string(),
  areaSquareMeters: z.number(),
  gridId: Id.nullable(),
  gridName: z.string(),
  peopleDay: z.int(),
  peopleNight: z.int(),
  scale: RiskScale,
  domain: Domain.nullable(),
  level: RiskLevel,
  /** Thousandths 0..3999, whose level is the cell's; -1 where nothing is assessed. */
  severity: z.int(),
  score: z.string().nullable(),
  /** The highest of the contributions 就高. */
  highest: z.int(),
  /** People, and the highest weighted by them 暴露加权; null when no row of the region holds. */
  exposure: z
    .strictObject({ people: z.int(), peopleFrom: z.int(), factor: z.int(), severity: z.int() })
    .nullable(),
  /** The upgrade that lifted it 累积升级; null when none did. */
  upgrade: z
    .strictObject({ from: RiskLevel, count: z.int(), to: RiskLevel, counted: z.int(), severity: z.int() })
    .nullable(),
  changes: z.array(RiskChange),
  polygon: z.array(z.tuple([z.number(), z.number()])),
  contributions: z.array(Contribution),
  unassessed: z.int(),
  targets: z.array(z.strictObject({ name: z.string(), kind: z.string(), distanceMeters: z.number() })),
})
export type RiskCell = z.infer<typeof RiskCell>

export const RiskSummary = z.strictObject({
  townId: Id,
  scale: RiskScale,
  domain: Domain.nullable(),
  levels: z.strictObject({ '0': z.int(), '1': z.int(), '2': z.int(), '3': z.int(), '4': z.int() }),
  hash: z.string(),
})
export type RiskSummary = z.infer<typeof RiskSummary>
