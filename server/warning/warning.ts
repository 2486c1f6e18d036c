import { z } from 'zod'
import { Id, Polygon, Version } from '../region/place.ts'

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
  /** Where it holds; null for the whole town. */
  area: Polygon.nullable(),
  issuedAt: z.iso.datetime(),
  until: z.iso.datetime(),
  /** When it was lifted or ran out, once somebody noted that. */
  endedAt: z.iso.datetime().nullable(),
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
  area: Polygon.nullable().default(null),
  until: z.iso.datetime(),
})
export type WarningInput = z.infer<typeof WarningInput>

/** What a warning becomes: level, words, area and end; `version` is the one that was seen. */
export const WarningAmendment = WarningInput.omit({ townId: true }).extend({ version: Version })
export type WarningAmendment = z.infer<typeof WarningAmendment>
