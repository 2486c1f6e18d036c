import { z } from 'zod'
import { Both, Id, LngLat, MultiPolygon, Version } from '../region/place.ts'

export const Weather = z.strictObject({
  /** Where the wind comes from, compass degrees. */
  windFromDegrees: z.number().min(0).max(360),
  /** At 10 m height. */
  windMetersPerSecond: z.number().min(0).max(60),
  night: z.boolean(),
  sun: z.enum(['strong', 'moderate', 'slight']).default('moderate'),
  sky: z.enum(['overcast', 'cloudy', 'clear']).default('cloudy'),
})
export type Weather = z.infer<typeof Weather>

const SubstanceKey = z.string().max(40)
const MassKg = z.number().positive().max(1e9)
const Levels = z.array(z.number().positive().max(100_000)).min(1).max(6)

export const ErgInputs = z.strictObject({
  model: z.literal('erg'),
  substance: SubstanceKey,
  spill: z.enum(['small', 'large']),
  container: z
    .enum(['rail', 'truck', 'nurse-tank', 'small-cylinders', 'ton-cylinders', 'ton-cylinder'])
    .nullable(),
  fire: z.boolean().default(false),
})
export const BleveInputs = z.strictObject({
  model: z.literal('bleve'),
  substance: SubstanceKey,
  massKg: MassKg,
})
export const PlumeInputs = z.strictObject({
  model: z.literal('plume'),
  substance: SubstanceKey,
  release: z.enum(['vapour', 'cold-jet']),
  rateKgPerSecond: z.number().positive().max(10_000),
  heightMeters: z.number().min(0).max(300).default(0),
  surface: z.enum(['rural', 'urban']),
  thresholds: z.enum(['aegl', 'erpg', 'idlh']),
  /** For which exposure AEGL thresholds are taken. */
  minutes: z.union([z.literal(10), z.literal(30), z.literal(60), z.literal(240), z.literal(480)]).default(60),
})
export const ExplosionInputs = z.strictObject({
  model: z.literal('explosion'),
  substance: SubstanceKey,
  massKg: MassKg,
  /** Share of the energy that goes into the blast. */
  efficiency: z.number().positive().max(1),
  method: z.enum(['swisdak', 'kingery', 'crowl', 'epa', 'chinese']),
  levelsKpa: Levels,
})
export const PoolFireInputs = z.strictObject({
  model: z.literal('pool-fire'),
  substance: SubstanceKey,
  diameterMeters: z.number().positive().max(500),
  /** kg/(m² s). */
  burningRate: z.number().positive().max(1),
  levelsKw: Levels,
})
export const FireballInputs = z.strictObject({
  model: z.literal('fireball'),
  substance: SubstanceKey,
  massKg: MassKg,
  levelsKw: Levels,
})
export const FloodInputs = z.strictObject({
  model: z.literal('flood'),
  /** Height of the water above the datum of the terrain, metres. */
  waterLevelMeters: z.number().min(-500).max(9000),
})
export const ThreatInputs = z.discriminatedUnion('model', [
  ErgInputs,
  BleveInputs,
  PlumeInputs,
  ExplosionInputs,
  PoolFireInputs,
  FireballInputs,
  FloodInputs,
])
export type ThreatInputs = z.infer<typeof ThreatInputs>
export type ThreatModel = ThreatInputs['model']
export type InputsOf<Model extends ThreatModel> = Extract<ThreatInputs, { model: Model }>

/** One outline: everything where the threshold is reached or passed. Larger ones hold the smaller ones. */
export const ThreatRing = z.strictObject({
  key: z.string(),
  label: Both,
  /** What it means for people and buildings; empty where nothing is said. */
  says: Both,
  value: z.number().nullable(),
  unit: z.string(),
  reachMeters: z.number(),
  areaSquareMeters: z.number(),
  /** The table or the formula ends here: the true outline may be larger. */
  beyond: z.boolean(),
  polygon: MultiPolygon,
})
export type ThreatRing = z.infer<typeof ThreatRing>

/** What reads the same in both languages, or each of them. */
export const Said = z.union([z.string(), Both])

export const ThreatStep = z.strictObject({ label: Both, value: Said })

/** What a model says, with what it stands on. */
export const Reckoning = z.strictObject({
  model: z.enum(['erg', 'bleve', 'plume', 'explosion', 'pool-fire', 'fireball', 'flood']),
  /** Standard, edition and clause. */
  edition: Said,
  verified: z.boolean(),
  statement: Both,
  limits: z.array(Both),
  working: z.array(ThreatStep),
  /** Outermost first. */
  rings: z.array(ThreatRing),
})
export type Reckoning = z.infer<typeof Reckoning>

/** What is asked before anything is stored. */
export const ThreatQuestion = z.strictObject({
  townId: Id,
  hazardId: Id.nullable().default(null),
  incidentId: Id.nullable().default(null),
  lngLat: LngLat,
  weather: Weather,
  inputs: ThreatInputs,
})
export type ThreatQuestion = z.infer<typeof ThreatQuestion>

export const ThreatInput = z.strictObject({
  ...ThreatQuestion.shape,
  name: z.string().trim().min(1).max(120),
})
export type ThreatInput = z.infer<typeof ThreatInput>

export const ThreatAnswer = z.strictObject({
  ...Reckoning.shape,
  /** Height of the ground at the place; null without terrain. */
  groundMeters: z.number().nullable(),
})
export type ThreatAnswer = z.infer<typeof ThreatAnswer>

/** A consequence zone 后果影响区 as it was reckoned, kept with all it was reckoned from. */
export const Threat = z.strictObject({
  id: Id,
  ...ThreatInput.shape,
  result: Reckoning,
  madeAt: z.iso.datetime(),
  madeBy: z.string(),
  withdrawnAt: z.iso.datetime().nullable(),
  /** The danger zones it was turned into. */
  zoneIds: z.array(Id),
  version: Version,
})
export type Threat = z.infer<typeof Threat>

/** What becomes of danger zones that somebody changed after they were made of it. */
export const WithdrawInput = z.strictObject({
  version: Version,
  edited: z.enum(['ask', 'keep', 'lift']).default('ask'),
})
export type WithdrawInput = z.infer<typeof WithdrawInput>
export const TurnInput = z.strictObject({ version: Version, ring: z.string().max(40) })
export type TurnInput = z.infer<typeof TurnInput>

const Count = z.int().nonnegative()
const Named = z.strictObject({ id: Id, name: z.string(), nameEn: z.string(), kind: z.string() })

export const RoadLength = z.strictObject({ roadClass: z.string(), meters: z.number() })

/** What lies inside one ring, those of smaller rings included. */
export const RingImpact = z.strictObject({
  key: z.string(),
  peopleDay: Count,
  peopleNight: Count,
  cells: Count,
  /** By the share of each grid's people; null where no grid keeps households. */
  households: Count.nullable(),
  schools: Count,
  hospitals: Count,
  targets: Count,
  shelters: Count,
  hazards: Count,
  responders: Count,
  roads: z.array(RoadLength),
  roadMeters: z.number(),
})
export type RingImpact = z.infer<typeof RingImpact>

/** People of one area by ring, in the order of the rings. */
export const AreaImpact = z.strictObject({
  id: Id.nullable(),
  name: z.string(),
  nameEn: z.string(),
  peopleDay: z.array(Count),
  peopleNight: z.array(Count),
})
export type AreaImpact = z.infer<typeof AreaImpact>

export const CellImpact = z.strictObject({
  id: Id,
  code: z.string(),
  gridId: Id.nullable(),
  /** Share of its area inside each ring, 0 to 1. */
  shares: z.array(z.number()),
  peopleDay: Count,
  peopleNight: Count,
})
export type CellImpact = z.infer<typeof CellImpact>

export const Inside = z.strictObject({ ...Named.shape, lngLat: LngLat, ring: z.string(), people: Count })

export const Need = z.strictObject({
  key: z.enum(['water', 'food', 'shelter', 'toilets', 'blankets']),
  perPerson: z.number(),
  quantity: z.number(),
  unit: Both,
})
export type Need = z.infer<typeof Need>

/** Who and what lies inside, by ring, by village and grid and by cell. */
export const Impact = z.strictObject({
  rings: z.array(RingImpact),
  villages: z.array(AreaImpact),
  grids: z.array(AreaImpact),
  cells: z.array(CellImpact),
  /** There are more cells than are listed; totals hold them all. */
  moreCells: Count,
  targets: z.array(Inside),
  shelters: z.array(Inside),
  hazards: z.array(Inside),
  responders: z.array(Inside),
  needs: z.strictObject({ people: Count, night: z.boolean(), verified: z.boolean(), rows: z.array(Need) }),
})
export type Impact = z.infer<typeof Impact>
