import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict } from '../errors.ts'
import { loadIncident } from './find.ts'
import type { Incident } from './incident.ts'
import { incidentEntry } from './record.ts'

/**
 * A reported incident is being responded to from the moment its first plan starts or its first order goes out.
 * @throws Refusal `missing`, `forbidden`, `conflict` (closed)
 */
export function respond(context: Context, id: number): Promise<Incident> {
  return change(context, async ({ sql, world, actor, record }) => {
    // Held until commit: an incident cannot be closed between this look and the order it makes room for.
    await sql`select id from incidents where id = ${id} for no key update`
    const before = await loadIncident(sql, id)
    allow(actor, 'incident.command', { world, townId: before.townId })
    if (before.state === 'closed')
      throw conflict({ zh: '事件已办结，不能再启动响应', en: 'The incident is closed' })
    if (before.state === 'responding') return before
    await sql`update incidents set state = 'responding', version = version + 1 where id = ${id}`
    const after = await loadIncident(sql, id)
    record(incidentEntry('respond', before, after))
    return after
  })
}
