import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain, within } from '../context.ts'
import { conflict } from '../errors.ts'
import { loadIncident } from '../incident/find.ts'
import { respond } from '../incident/respond.ts'
import { loadPlan } from './find.ts'
import { loadRun, sent } from './find-run.ts'
import type { Run, RunStart } from './plan.ts'
import { runEntry } from './record.ts'

/**
 * Starts a plan for an incident at a response level; the run keeps the document as it is now.
 * @throws Refusal `missing`, `forbidden`, `conflict` (closed; a draft; of another town; already running)
 */
export function start(context: Context, incidentId: number, { planId, level }: RunStart): Promise<Run> {
  return change(context, async inside => {
    const { sql, now, world, actor, record } = inside
    const incident = await loadIncident(sql, incidentId)
    allow(actor, 'incident.command', { world, townId: incident.townId })
    const plan = await loadPlan(sql, planId)
    if (plan.townId !== incident.townId) {
      throw conflict({ zh: '预案不属于事件所在镇街', en: 'The plan belongs to another town' })
    }
    if (plan.standing !== 'published') {
      throw conflict({ zh: '预案尚未发布，不能启动', en: 'The plan is a draft; publish it first' })
    }
    await respond(within(context, inside), incidentId)
    const first = [{ level, at: now, by: actor.name }]
    const [row] =
      await sql`insert into runs (incident_id, plan_id, document, level, started_at, started_by, escalations)
      values (${incidentId}, ${planId}, ${sql.json(plain(plan.document))}, ${level}, ${now}, ${actor.name},
        ${sql.json(plain(first))})
      on conflict do nothing returning id`
    if (!row) throw conflict({ zh: `「${plan.title}」已在执行`, en: `“${plan.titleEn}” is already running` })
    const after = await loadRun(sql, row.id)
    record(runEntry('start', null, after))
    return sent(after)
  })
}
