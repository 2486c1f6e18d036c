import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid } from '../errors.ts'
import { checkLine } from '../region/rules/validity.ts'
import type { Closure, ClosureInput } from './dispatch.ts'
import { loadClosure } from './find-obstacles.ts'
import { refuseWrongPlace } from './place.ts'
import { obstacleEntry } from './record.ts'

/**
 * Closes a stretch of road: every way reckoned from now on goes round it.
 * @throws Refusal `forbidden`, `missing`, `invalid` (not a line)
 */
export function closeRoad(context: Context, input: ClosureInput): Promise<Closure> {
  return change(context, async inside => {
    const { sql, now, world, actor, record } = inside
    allow(actor, 'incident.command', { world, townId: input.townId })
    const checked = checkLine(input.line)
    if (!checked.valid) throw invalid(checked.path, checked.message)
    await refuseWrongPlace(inside, input)
    const [row] = await sql`insert into closures (town_id, incident_id, line, reason, closed_at, closed_by)
      values (${input.townId}, ${input.incidentId},
        ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(checked.line)}), 4326), ${input.reason}, ${now}, ${actor.name})
      returning id`
    const after = await loadClosure(sql, row?.id)
    record(obstacleEntry({ noun: 'closure', verb: 'close-road' }, null, after))
    return after
  })
}
