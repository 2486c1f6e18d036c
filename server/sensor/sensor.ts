import { z } from 'zod'
import { Id, LngLat, Version } from '../region/place.ts'

/** How far a sensor is over: 一级报警 is the first threshold, 二级报警 the second and graver one. */
export const SensorGrade = z.enum(['none', 'first', 'second'])
export type SensorGrade = z.infer<typeof SensorGrade>

/** Over at or past `over`; back only beyond `back`, so that a value on the edge does not flicker. */
export const Threshold = z.strictObject({
  grade: z.enum(['first', 'second']),
  direction: z.enum(['above', 'below']),
  over: z.number(),
  back: z.number(),
})
export type Threshold = z.infer<typeof Threshold>

export const Sensor = z.strictObject({
  id: Id,
  townId: Id,
  hazardId: Id.nullable(),
  hazardName: z.string(),
  hazardNameEn: z.string(),
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  /** What is measured, e.g. 氨浓度. */
  quantity: z.string(),
  unit: z.string(),
  lngLat: LngLat.nullable(),
  thresholds: z.array(Threshold),
  grade: SensorGrade,
  overSince: z.iso.datetime().nullable(),
  lastValue: z.number().nullable(),
  lastAt: z.iso.datetime().nullable(),
  version: Version,
})
export type Sensor = z.infer<typeof Sensor>

export const SensorInput = z.strictObject({
  townId: Id,
  hazardId: Id.nullable().default(null),
  code: z.string().trim().min(1).max(60),
  name: z.string().trim().min(1).max(120),
  nameEn: z.string().trim().max(160).default(''),
  quantity: z.string().trim().min(1).max(60),
  unit: z.string().trim().max(20).default(''),
  lngLat: LngLat.nullable().default(null),
  thresholds: z.array(Threshold).min(1).max(2),
})
export type SensorInput = z.infer<typeof SensorInput>

/** One line of a batch as it came; whether it can be taken is said line by line. */
export const ReadingRow = z.strictObject({
  sensor: z.string().max(80),
  at: z.string().max(40),
  value: z.union([z.number(), z.string().max(40), z.null()]),
})
export type ReadingRow = z.infer<typeof ReadingRow>

export const ReadingBatch = z.strictObject({
  townId: Id,
  rows: z.array(ReadingRow).min(1).max(1000),
  /** Takes the good lines although some are refused; without it one bad line refuses the batch. */
  keepGood: z.boolean().default(false),
})
export type ReadingBatch = z.infer<typeof ReadingBatch>

export const Taken = z.strictObject({
  taken: z.int(),
  /** Lines whose sensor and moment were there already. */
  repeated: z.int(),
  /** Sensors that went over, came back or changed their grade. */
  crossed: z.array(Sensor),
  refused: z.array(
    z.strictObject({ row: z.int(), message: z.strictObject({ zh: z.string(), en: z.string() }) }),
  ),
})
export type Taken = z.infer<typeof Taken>

export const Reading = z.strictObject({ at: z.iso.datetime(), value: z.number() })
export type Reading = z.infer<typeof Reading>
