import { allow } from '../account/rules/rights.ts'
import { type Context, change, within } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { end } from '../plan/end.ts'
import { loadIncident } from './find.ts'
import type { Incident, IncidentClose } from './incident.ts'
import { incidentEntry } from './record.ts'

/**
 * Closes an incident and ends what still runs for it.
 * @throws Refusal `missing`, `forbidden`, `conflict` (open orders, named; stale with `theirs`)
 */
export function close(context: Context, id: number, input: IncidentClose): Promise<Incident> {
  return change(context, async inside => {
    const { sql, now, world, actor, record } = inside
    const before = await loadIncident(sql, id)
    allow(actor, 'incident.command', { world, townId: before.townId })
    const [closed] =
      await sql`update incidents set state = 'closed', closed_at = ${now}, version = version + 1
      where id = ${id} and version = ${input.version} and state <> 'closed' returning version`
    if (!closed) throw stale(await loadIncident(sql, id))
    // The update holds the incident: no order can be added for it now, so this count stays true.
    const open = await sql<{ id: number; name: string }[]>`select o.id, r.name from orders o
      join responders r on r.id = o.responder_id
      where o.incident_id = ${id} and o.state in ('ordered', 'acknowledged', 'departed', 'arrived') order by o.id`
    if (open.length > 0) throw stillOut(open)
    const runs = await sql<{ id: number; version: number }[]>`select id, version from runs
      where incident_id = ${id} and ended_at is null order by id`
    for (const run of runs) await end(within(context, inside), run.id, { version: run.version })
    const after = await loadIncident(sql, id)
    record({ ...incidentEntry('close', before, after), after: { ...after, reason: input.reason } })
    return after
  })
}

const stillOut = (open: { id: number; name: string }[]) => {
  const names = open.map(order => order.name)
  return conflict(
    {
      zh: `还有 ${open.length} 支力量未归队：${names.join('、')}；请先收回后再办结`,
      en: `${open.length} still out: ${names.join(', ')}; release them before closing`,
    },
    { orders: [...open] },
  )
}
