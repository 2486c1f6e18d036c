import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain, read } from '../context.ts'
import { loadThreat } from './find.ts'
import { boundsOf } from './place.ts'
import { reckonOrRefuse, terrainFor } from './preview.ts'
import { threatEntry } from './record.ts'
import type { Threat, ThreatInput } from './threat.ts'

/**
 * Reckons a consequence zone and keeps it with its inputs.
 * @throws Refusal `forbidden`, `missing`, `invalid` (inputs the model does not hold for)
 */
export async function make(context: Context, input: ThreatInput): Promise<Threat> {
  // A transaction must wait neither for files of heights nor for water to spread over them.
  const bounds = await read(context, async inside => {
    const found = await boundsOf(inside, input)
    allow(inside.actor, 'threat.draw', { world: inside.world, townId: input.townId })
    return found
  })
  const result = await reckonOrRefuse(input, await terrainFor(input, bounds))
  return change(context, async inside => {
    const { sql, now, world, actor, record } = inside
    allow(actor, 'threat.draw', { world, townId: input.townId })
    await boundsOf(inside, input)
    const [lng, lat] = input.lngLat
    const [row] =
      await sql`insert into threats (town_id, hazard_id, incident_id, name, model, point, weather, inputs,
        result, made_at, made_by)
      values (${input.townId}, ${input.hazardId}, ${input.incidentId}, ${input.name}, ${input.inputs.model},
        ST_SetSRID(ST_MakePoint(${lng}, ${lat}), 4326), ${sql.json(plain(input.weather))},
        ${sql.json(plain(input.inputs))}, ${sql.json(plain(result))}, ${now}, ${actor.name})
      returning id`
    const after = await loadThreat(sql, row?.id)
    record(threatEntry('make', null, after))
    return after
  })
}
