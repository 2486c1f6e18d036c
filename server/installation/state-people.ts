import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid, stale } from '../errors.ts'
import { Version } from '../region/place.ts'
import { loadInstallation } from './find.ts'
import type { Installation } from './installation.ts'
import { refuseRetired } from './set-inventory.ts'
import { settle } from './settle.ts'

/** `people` null goes back to what the map counts. */
export const PeopleStated = z.strictObject({
  people: z.int().min(0).max(10_000_000).nullable(),
  reason: z.string().trim().max(400).default(''),
  version: Version,
})
export type PeopleStated = z.infer<typeof PeopleStated>

/**
 * Counts the people round a unit again, or puts a number with its reason in place of the count.
 * @throws Refusal `missing`, `forbidden`, `invalid` (no reason), `conflict` (seen version is old, retired)
 */
export const statePeople = (context: Context, id: number, input: PeopleStated): Promise<Installation> =>
  change(context, async inside => {
    const { sql, actor, world, record } = inside
    const before = await loadInstallation(sql, id)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    refuseRetired(before)
    if (input.people !== null && input.reason === '') throw invalid('reason', whyElse)
    const [changed] = await sql`
      update installations set people_stated = ${input.people},
        people_reason = ${input.people === null ? '' : input.reason}, version = version + 1
      where id = ${id} and version = ${input.version} and retired_at is null returning id`
    if (!changed) throw stale(await loadInstallation(sql, id))
    const after = await settle(inside, id)
    record({ verb: 'state-people', noun: 'installation', id, version: after.version, townId, before, after })
    return after
  })

const whyElse = {
  zh: '请写明为什么不用地图上的人数',
  en: 'Say why the count of the map is not used',
}
