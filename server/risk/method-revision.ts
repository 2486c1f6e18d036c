import { z } from 'zod'
import { Id } from '../region/place.ts'
import { RiskMethod } from './risk.ts'

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
