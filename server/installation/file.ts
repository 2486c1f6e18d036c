import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { Version } from '../region/place.ts'
import { loadInstallation } from './find.ts'
import type { Installation } from './installation.ts'
import { refuseRetired } from './set-inventory.ts'

/** Three years is what is usual and unverified here; a region may hold to another number. */
export const FilingInput = z.strictObject({
  number: z.string().trim().min(1).max(80),
  filedOn: z.iso.date(),
  years: z.int().min(1).max(20).default(3),
  version: Version,
})
export type FilingInput = z.infer<typeof FilingInput>

/**
 * Notes that a unit was filed with the authority, and for how many years.
 * @throws Refusal `missing`, `forbidden`, `conflict` (seen version is old, retired, no major hazard installation)
 */
export const file = (context: Context, id: number, input: FilingInput): Promise<Installation> =>
  change(context, async ({ sql, actor, world, record }) => {
    const before = await loadInstallation(sql, id)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    refuseRetired(before)
    if (before.grade === 0) throw conflict(needless, { theirs: before })
    const [changed] = await sql`
      update installations set filing_number = ${input.number}, filed_on = ${input.filedOn}::text::date,
        filing_years = ${input.years}, version = version + 1
      where id = ${id} and version = ${input.version} and retired_at is null returning id`
    const after = await loadInstallation(sql, id)
    if (!changed) throw stale(after)
    record({ verb: 'file', noun: 'installation', id, version: after.version, townId, before, after })
    return after
  })

const needless = {
  zh: '不构成重大危险源的单元不需要备案',
  en: 'A unit that is no major hazard installation is not filed',
}
