import type { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import { Version } from '../region/place.ts'
import { loadHazard } from './find.ts'
import { type Hazard, HazardInput } from './hazard.ts'
import { checkedArea } from './register.ts'

export const Correction = HazardInput.extend({ version: Version })
export type Correction = z.infer<typeof Correction>

/**
 * Replaces what is known of a source; its assessments stay.
 * @throws Refusal `missing`, `forbidden`, `invalid` (area), `conflict` (seen version is old)
 */
export const correct = (context: Context, id: number, input: Correction): Promise<Hazard> =>
  change(context, async ({ sql, actor, world, record }) => {
    const before = await loadHazard(sql, id)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    const area = checkedArea(input)
    const [changed] = await sql`
      update hazards set name = ${input.name}, name_en = ${input.nameEn}, domain = ${input.domain}, kind = ${input.kind},
        point = ST_SetSRID(ST_MakePoint(${input.lngLat[0]}, ${input.lngLat[1]}), 4326),
        area = ${area ? sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(area)}), 4326)` : sql`null`},
        reach_meters = ${input.reachMeters}, major = ${input.major}, inventory = ${sql.json(input.inventory)},
        owner = ${input.owner}, contact = ${input.contact}, version = version + 1
      where id = ${id} and version = ${input.version} returning id`
    const after = await loadHazard(sql, id)
    if (!changed) throw stale(after)
    record({ verb: 'correct', noun: 'hazard', id, version: after.version, townId, before, after })
    return after
  })
