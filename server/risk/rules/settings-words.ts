import { z } from 'zod'
import { Id } from '../../region/place.ts'

const Decimal = z.string().max(12)
const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])

/** Where `count` sources of a level (or a worse one) reach a cell, it has at least level `to` 累积升级. */
export const UpgradeRow = z.strictObject({ from: Level, count: z.int().min(2).max(1000), to: Level })
export type UpgradeRow = z.infer<typeof UpgradeRow>

/** Cells with at least `peopleFrom` people have their severity times `factor` 暴露加权. */
export const ExposureRow = z.strictObject({
  peopleFrom: z.int().min(0).max(10_000_000),
  factor: Decimal,
})
export type ExposureRow = z.infer<typeof ExposureRow>

/** What is left of a source's severity out to a share of its reach 距离衰减; kind `*` stands for every other kind. */
export const DecayEntry = z.strictObject({ kind: z.string().max(40), upTo: Decimal, factor: Decimal })
export type DecayEntry = z.infer<typeof DecayEntry>

/** How a region turns sources into colours beyond 就高. Version 0 is what ships: all of it off. */
export const RiskSettings = z.strictObject({
  townId: Id,
  version: z.int().nonnegative(),
  upgrades: z.array(UpgradeRow),
  exposure: z.array(ExposureRow),
  decay: z.array(DecayEntry),
  note: z.string(),
  setAt: z.iso.datetime().nullable(),
  setBy: z.string(),
})
export type RiskSettings = z.infer<typeof RiskSettings>

/** `version` is the one that was seen; the rows take the place of all rows before. */
export const RiskSettingsInput = z.strictObject({
  version: z.int().nonnegative(),
  upgrades: z.array(UpgradeRow).max(12).default([]),
  exposure: z.array(ExposureRow).max(20).default([]),
  decay: z.array(DecayEntry).max(200).default([]),
  note: z.string().trim().max(2000).default(''),
})
export type RiskSettingsInput = z.infer<typeof RiskSettingsInput>

export const RiskRows = RiskSettingsInput.pick({ upgrades: true, exposure: true, decay: true })
export type RiskRows = z.infer<typeof RiskRows>

/** Cells of each level, index 0 those without one: as they are, and as other rows would make them. */
export const ScalePreview = z.strictObject({
  before: z.array(z.int()).length(5),
  after: z.array(z.int()).length(5),
  risen: z.int(),
  fallen: z.int(),
})
export type ScalePreview = z.infer<typeof ScalePreview>

export const SettingsPreview = z.strictObject({
  inherent: ScalePreview,
  residual: ScalePreview,
  live: ScalePreview,
})
export type SettingsPreview = z.infer<typeof SettingsPreview>
