import type { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, Refusal } from '../errors.ts'
import { loadHazard } from '../hazard/find.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import { type Installation, InstallationInput, Inventory, type Place } from './installation.ts'
import { checkedLines } from './set-inventory.ts'
import { settle } from './settle.ts'

export const NewInstallation = InstallationInput.extend({ lines: Inventory.default([]) })
export type NewInstallation = z.infer<typeof NewInstallation>

/**
 * Adds a unit to a hazard source, with its inventory where that is known already.
 * @throws Refusal `missing` (source), `forbidden`, `conflict` (rejected source), `invalid` (outline, lines)
 */
export const register = (context: Context, input: NewInstallation): Promise<Installation> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    const hazard = await loadHazard(sql, input.hazardId)
    const { townId } = hazard
    allow(actor, 'hazard.edit', { world, townId })
    if (hazard.standing === 'rejected') throw conflict(rejected, { theirs: hazard })
    const place = checkedPlace(input.place)
    const lines = checkedLines(input.lines)
    const [row] = await sql<{ id: number }[]>`
      with fresh as (select nextval(pg_get_serial_sequence('installations', 'id'))::int as id)
      insert into installations (id, town_id, hazard_id, code, name, name_en, kind, place, ring_from, lines, counted_at)
      overriding system value
      select id, ${townId}::int, ${input.hazardId}::int, 'ZD' || lpad(id::text, 5, '0'), ${input.name},
        ${input.nameEn}, ${input.kind}, ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(place)}), 4326),
        ${input.ringFrom}, ${sql.json(lines)}, ${now}
      from fresh returning id`
    const after = await settle(inside, row?.id ?? 0)
    record({ verb: 'register', noun: 'installation', id: after.id, version: after.version, townId, after })
    return after
  })

const rejected = {
  zh: '这个风险源已被否决，不能登记重大危险源单元',
  en: 'This source was rejected and can have no installation',
}

/** The outline on the lattice, valid; a point as it is. @throws Refusal `invalid` with the place of the fault */
export function checkedPlace(place: Place): Place {
  if (place.type === 'Point') return place
  const result = checkPolygon(place, 'place')
  if (result.valid) return result.polygon
  const { path, message, at } = result
  throw new Refusal('invalid', message, { errors: [{ path, message }], details: at ? { at } : {} })
}
