import { z } from 'zod'
import { Both } from '../../region/place.ts'
import { alphaTable, classSymbols, gradeTable, hazardClasses, toxicGases } from './classes.ts'

export const Tables = z.strictObject({
  standard: z.string(),
  edition: z.string(),
  classes: z.array(
    z.strictObject({
      symbol: z.enum(classSymbols),
      name: Both,
      definition: Both,
      quantity: z.string(),
      beta: z.string(),
      verified: z.boolean(),
    }),
  ),
  toxicGases: z.array(z.strictObject({ name: Both, cas: z.string(), beta: z.string() })),
  alpha: z.array(z.strictObject({ from: z.int(), alpha: z.string() })),
  grades: z.array(z.strictObject({ grade: z.int(), from: z.string() })),
})
export type Tables = z.infer<typeof Tables>

/** The standard by which units are identified and graded; another edition would be another table beside it. */
export const standard = { standard: 'GB 18218', edition: '2018' } as const

export const hazardClassTable: Tables = {
  ...standard,
  classes: [...hazardClasses],
  toxicGases: [...toxicGases],
  alpha: [...alphaTable],
  grades: [...gradeTable],
}
