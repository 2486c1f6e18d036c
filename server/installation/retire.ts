import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import { Version } from '../region/place.ts'
import { loadInstallation } from './find.ts'
import type { Installation } from './installation.ts'
import { refuseRetired } from './set-inventory.ts'
import { gradeSource } from './settle.ts'

export const Retirement = z.strictObject({ reason: z.string().trim().min(1).max(400), version: Version })
export type Retirement = z.infer<typeof Retirement>

/**
 * Takes a unit off the register; it and its records stay to be read.
 * @throws Refusal `missing`, `forbidden`, `conflict` (seen version is old, retired already)
 */
export const retire = (context: Context, id: number, input: Retirement): Promise<Installation> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    const before = await loadInstallation(sql, id)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    refuseRetired(before)
    const [changed] = await sql`
      update installations set retired_at = ${now}, retired_reason = ${input.reason}, version = version + 1
      where id = ${id} and version = ${input.version} and retired_at is null returning id`
    const after = await loadInstallation(sql, id)
    if (!changed) throw stale(after)
    await gradeSource(inside, after.hazardId)
    record({ verb: 'retire', noun: 'installation', id, version: after.version, townId, before, after })
    return after
  })
