import { z } from 'zod'
import { Both, Id } from '../../region/place.ts'
import { RiskLevel, RiskMethod } from '../risk.ts'

/** What changes of a method's tables; what is left out stays. `revision` is the one that was seen. */
export const MethodRevision = RiskMethod.pick({
  title: true,
  titleEn: true,
  standard: true,
  clause: true,
  verified: true,
  places: true,
  domains: true,
  reviewMonths: true,
  note: true,
  noteEn: true,
  factors: true,
  choices: true,
  bands: true,
  grades: true,
})
  .partial()
  .extend({ revision: z.int().positive() })
export type MethodRevision = z.infer<typeof MethodRevision>

/** A draft whose consequences are asked for in a town. */
export const MethodDraft = MethodRevision.extend({ townId: Id })
export type MethodDraft = z.infer<typeof MethodDraft>

/** The tables as a draft would make them, as the next revision. */
export const revised = (before: RiskMethod, { revision: _seen, ...changes }: MethodRevision): RiskMethod => ({
  ...before,
  ...given(changes),
  revision: before.revision + 1,
})

const given = (changes: Omit<MethodRevision, 'revision'>): Partial<RiskMethod> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))

export const faultyTables = {
  zh: '方法表有错，请逐项改正后再发布',
  en: 'The tables of the method have faults; mend each before publishing',
}

/** How much one revision of a method is used in a town; the shipped revision has no date. */
export const MethodUse = z.strictObject({
  methodId: Id,
  revision: z.int(),
  publishedAt: z.iso.datetime().nullable(),
  publishedBy: z.string(),
  replacedAt: z.iso.datetime().nullable(),
  /** Every assessment ever made by it, and those that are the newest of their source and scale. */
  assessments: z.int(),
  standing: z.int(),
})
export type MethodUse = z.infer<typeof MethodUse>

/** The newest assessment of a source on a scale that a method revision was used for. */
export const MethodAssessment = z.strictObject({
  id: Id,
  hazardId: Id,
  name: z.string(),
  nameEn: z.string(),
  scale: z.enum(['inherent', 'residual']),
  score: z.string(),
  level: RiskLevel,
  assessedAt: z.iso.datetime(),
  assessedBy: z.string(),
})
export type MethodAssessment = z.infer<typeof MethodAssessment>

/** What the tables of a draft would make of the assessments that stand, were they made again with the same inputs. */
export const MethodPreview = z.strictObject({
  assessments: z.int(),
  same: z.int(),
  changedCount: z.int(),
  refusedCount: z.int(),
  /** Those of another level, and those whose inputs the tables would no longer allow: 200 of each at most. */
  changed: z.array(
    MethodAssessment.pick({
      hazardId: true,
      name: true,
      nameEn: true,
      scale: true,
      score: true,
      level: true,
    }).extend({
      scoreAfter: z.string(),
      levelAfter: RiskLevel,
    }),
  ),
  refused: z.array(
    MethodAssessment.pick({ hazardId: true, name: true, nameEn: true, scale: true }).extend({
      message: Both,
    }),
  ),
})
export type MethodPreview = z.infer<typeof MethodPreview>
