import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid } from '../errors.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import type { Zone, ZoneInput } from './dispatch.ts'
import { loadZone } from './find-obstacles.ts'
import { refuseWrongPlace } from './place.ts'
import { obstacleEntry } from './record.ts'

/**
 * Draws a danger zone, which routes avoid, or a cordon.
 * @throws Refusal `forbidden`, `missing`, `invalid` (not a valid polygon)
 */
export function drawZone(context: Context, input: ZoneInput): Promise<Zone> {
  return change(context, async inside => {
    const { sql, now, world, actor, record } = inside
    allow(actor, 'incident.command', { world, townId: input.townId })
    const checked = checkPolygon(input.polygon)
    if (!checked.valid) throw invalid(checked.path, checked.message)
    await refuseWrongPlace(inside, input)
    const [row] = await sql`insert into zones (town_id, incident_id, kind, geom, reason, drawn_at, drawn_by)
      values (${input.townId}, ${input.incidentId}, ${input.kind},
        ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(checked.polygon)}), 4326), ${input.reason}, ${now},
        ${actor.name})
      returning id`
    const after = await loadZone(sql, row?.id)
    record(obstacleEntry({ noun: 'zone', verb: 'draw' }, null, after))
    return after
  })
}
