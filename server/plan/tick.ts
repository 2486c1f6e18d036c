import { factsOf } from '../../plans/facts.ts'
import { mayMark } from '../../plans/may-mark.ts'
import { boardOf } from '../../plans/run.ts'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, within } from '../context.ts'
import { loadIncident } from '../incident/find.ts'
import { loadRun } from './find-run.ts'
import { mark } from './mark.ts'

/**
 * Marks the node that asked for resources in every open run of the incident where that is possible now; where it
 * is not, the node is left for a person.
 */
export function tick(
  context: Context,
  { incidentId, nodeId, state }: { incidentId: number; nodeId: string; state: 'running' | 'done' },
): Promise<void> {
  return change(context, async inside => {
    const { sql, now, world, actor } = inside
    const incident = await loadIncident(sql, incidentId)
    allow(actor, 'order.answer', { world, townId: incident.townId })
    const open = await sql<{ id: number }[]>`select id from runs
      where incident_id = ${incidentId} and ended_at is null order by id for no key update`
    for (const { id } of open) {
      const run = await loadRun(sql, id)
      const isThere = mayMark(boardOf(run.document, factsOf(run, now)), nodeId, state)
      if (!isThere.allowed) continue
      const version = run.nodes.find(node => node.nodeId === nodeId)?.version ?? 0
      await mark(within(context, inside), id, { nodeId, state, note: '', version, byOrder: true })
    }
  })
}
