import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { loadHazard } from '../hazard/find.ts'
import { Id } from '../region/place.ts'
import { type Bounded, countPeople } from './count-people.ts'
import { appraisalOf, countOf, loadInstallation } from './find.ts'
import { type Considered, type Installation, Inventory, Place, RingFrom } from './installation.ts'
import { checkedPlace } from './register.ts'
import { moved } from './rules/people.ts'
import { checkedLines } from './set-inventory.ts'

/**
 * What if a unit were other than it is; or, with `hazardId` and `place`, what a new unit would be. `people` stands in
 * place of the count, null counts even where a person had stated a number; `moves` are people who come to cells of the
 * map or leave them, by the cell's ordinal.
 */
export const WhatIf = z
  .strictObject({
    installationId: Id.optional(),
    hazardId: Id.optional(),
    lines: Inventory.optional(),
    place: Place.optional(),
    ringFrom: RingFrom.optional(),
    people: z.int().min(0).max(10_000_000).nullable().optional(),
    moves: z
      .array(z.strictObject({ ordinal: z.int().min(0), people: z.int().min(-1_000_000).max(1_000_000) }))
      .max(500)
      .default([]),
  })
  .refine(({ installationId, hazardId, place }) => installationId !== undefined || (hazardId && place), {
    path: ['installationId'],
    message: 'name a unit, or a source with a place',
  })
export type WhatIf = z.infer<typeof WhatIf>

/**
 * Computes S, R and the grade for other figures and stores nothing.
 * @throws Refusal `missing`, `forbidden`, `invalid` (lines, outline)
 */
export const consider = (context: Context, input: WhatIf): Promise<Considered> =>
  read(context, async ({ sql, actor, world }) => {
    const unit = input.installationId ? await loadInstallation(sql, input.installationId) : null
    const hazard = await loadHazard(sql, input.hazardId ?? unit?.hazardId ?? 0)
    const { townId } = hazard
    allow(actor, 'region.read', { world, townId })
    // A source of one's own town opens no unit of another.
    if (unit) allow(actor, 'region.read', { world, townId: unit.townId })
    const bounded = { townId, hazardId: hazard.id, ...boundsOf(input, unit) }
    const exposure = moved(await countPeople(sql, bounded), input.moves)
    const stated = input.people === undefined ? (unit?.people.stated ?? null) : input.people
    const lines = input.lines ? checkedLines(input.lines) : (unit?.lines ?? [])
    return {
      ...exposure,
      now: unit?.appraisal ?? null,
      whatIf: appraisalOf(lines, countOf({ ...exposure, stated })),
    }
  })

function boundsOf(input: WhatIf, unit: Installation | null): Pick<Bounded, 'place' | 'ringFrom'> {
  const place = input.place ?? unit?.place
  if (!place) throw new Error('the schema lets no question without a place through')
  return { place: checkedPlace(place), ringFrom: input.ringFrom ?? unit?.ringFrom ?? 'source' }
}
