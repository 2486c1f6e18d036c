import { z } from 'zod'
import { Id, Version } from '../region/place.ts'

/** Warning level 预警级别: what is forecast. Its own scale, although it uses the four colours too. */
export const WarningLevel = z.enum(['red', 'orange', 'yellow', 'blue'])
export type WarningLevel = z.infer<typeof WarningLevel>

export const Warning = z.strictObject({
  id: Id,
  townId: Id,
  kind: z.string(),
  kindEn: z.string(),
  level: WarningLevel,
  title: z.string(),
  titleEn: z.string(),
  issuedAt: z.iso.datetime(),
  until: z.iso.datetime(),
  version: Version,
})
export type Warning = z.infer<typeof Warning>

export const WarningInput = z.strictObject({
  townId: Id,
  kind: z.string().trim().min(1).max(40),
  kindEn: z.string().trim().max(80).default(''),
  level: WarningLevel,
  title: z.string().trim().min(1).max(120),
  titleEn: z.string().trim().max(160).default(''),
  until: z.iso.datetime(),
})
export type WarningInput = z.infer<typeof WarningInput>
