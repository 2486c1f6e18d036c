import type { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { missing, Refusal } from '../errors.ts'
import { Id } from '../region/place.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import { loadHazard } from './find.ts'
import { type Hazard, HazardInput } from './hazard.ts'

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
    const area = checkedArea(input)
    const [row] = await sql<{ id: number }[]>`
      with fresh as (
        select nextval(pg_get_serial_sequence('hazards', 'id'))::int as id from regions where id = ${townId} and parent_id is null
      )
      insert into hazards (id, town_id, code, name, name_en, domain, kind, point, area, reach_meters, major, inventory,
        owner, contact, standing)
      overriding system value
      select id, ${townId}::int, 'FX' || lpad(id::text, 5, '0'), ${input.name}, ${input.nameEn}, ${input.domain},
        ${input.kind}, ST_SetSRID(ST_MakePoint(${input.lngLat[0]}, ${input.lngLat[1]}), 4326),
        ${area ? sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(area)}), 4326)` : sql`null`},
        ${input.reachMeters}, ${input.major}, ${sql.json(input.inventory)}, ${input.owner}, ${input.contact}, 'confirmed'
      from fresh returning id`
    if (!row) throw missing({ zh: '没有这个地区', en: 'There is no such town' })
    const after = await loadHazard(sql, row.id)
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
