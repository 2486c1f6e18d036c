import type { World } from '../account/account.ts'
import { allow } from '../account/rules/rights.ts'
import { realNow, worldNow } from '../clock.ts'
import { type Context, change, read } from '../context.ts'
import { invalid } from '../errors.ts'
import type { Drill, DrillInput } from './drill.ts'
import { loadDrill } from './find.ts'
import { findTies, tieZones } from './tie-zones.ts'

/**
 * Opens a world of its own for a drill, filled from what is live now, its clock running from the start at 1.
 * The drill is journalled in its own world.
 * @throws Refusal `forbidden`, `invalid` (no such town)
 */
export async function open(context: Context, input: DrillInput): Promise<Drill> {
  const world = await drawWorld(context, input)
  const ties = await findTies(context, input.townId)
  return change({ ...context, world }, async inside => {
    const { sql, now, actor, record } = inside
    allow(actor, 'drill.run', { world, townId: input.townId })
    const [town] = await sql`select id from regions where id = ${input.townId} and parent_id is null`
    if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
    await sql`insert into worlds (id, kind, name, clock_at, clock_real_at, clock_rate, open)
      values (${world.id}, 'drill', ${world.name}, ${world.at}, ${world.realAt}, ${openingRate}, true)`
    // Row policies keep this transaction inside the new world; only this function may read the live one for it.
    await sql`select open_drill_world(${world.id}, ${input.townId})`
    await sql`select open_drill_threats(${world.id}, ${input.townId})`
    await tieZones(inside, ties)
    await sql`select open_drill_inspections(${world.id}, ${input.townId})`
    const [row] =
      await sql`insert into drills (town_id, world_id, name, objective, state, opened_at, opened_by)
      values (${input.townId}, ${world.id}, ${input.name}, ${input.objective}, 'running', ${now}, ${actor.name})
      returning id`
    const after = await loadDrill(sql, row?.id)
    record({ verb: 'open', noun: 'drill', id: after.id, version: after.version, townId: after.townId, after })
    return after
  })
}

/** Who has opened a drill may begin at once; nothing waits for a clock that nobody has started. */
const openingRate = 1

/** Numbers are drawn outside the change, because the change already runs inside the world they name; its clock stands until it is open. */
async function drawWorld(context: Context, input: DrillInput): Promise<World> {
  const real = realNow()
  const id = await read(context, async ({ sql, actor, world }) => {
    allow(actor, 'drill.run', { world, townId: input.townId })
    const [row] = await sql<{ id: number }[]>`select nextval('world_ids')::int as id`
    return row?.id ?? 0
  })
  const at = input.startsAt ? new Date(input.startsAt) : worldNow(context.world, real)
  return {
    id,
    kind: 'drill',
    name: input.name,
    at: at.toISOString(),
    realAt: real.toISOString(),
    rate: 0,
    open: true,
  }
}
