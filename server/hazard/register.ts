import type { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { Refusal } from '../errors.ts'
import { Id } from '../region/place.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import { type Hazard, HazardInput } from './hazard.ts'
import { insertHazards } from './insert.ts'

export const NewHazard = HazardInput.extend({ townId: Id })
export type NewHazard = z.infer<typeof NewHazard>

/**
 * Adds a hazard source; it is unassessed until somebody assesses it.
 * @throws Refusal `forbidden`, `missing` (town), `invalid` (area)
 */
export const register = (context: Context, input: NewHazard): Promise<Hazard> =>
  change(context, async ({ sql, actor, world, record }) => {
    const { townId } = input
    allow(actor, 'hazard.edit', { world, townId })
    const [after] = await insertHazards(sql, townId, [{ ...input, area: checkedArea(input) }])
    if (!after) throw new Error('a source was not stored')
    record({ verb: 'register', noun: 'hazard', id: after.id, version: after.version, townId, after })
    return after
  })

/** The area on the lattice, valid. @throws Refusal `invalid` with the place of the fault */
export function checkedArea({ area }: Pick<HazardInput, 'area'>): HazardInput['area'] {
  if (!area) return null
  const result = checkPolygon(area, 'area')
  if (result.valid) return result.polygon
  const { path, message, at } = result
  throw new Refusal('invalid', message, { errors: [{ path, message }], details: at ? { at } : {} })
}
