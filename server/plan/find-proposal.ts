import { proposePlans } from '../../plans/propose.ts'
import { type Context, read } from '../context.ts'
import { readIncident } from '../incident/find.ts'
import { loadPublished } from './find.ts'
import type { PlanProposal } from './plan.ts'

/** Published plans that fit an incident, best first, each with a level and the reasons for both. */
export function findProposal(context: Context, incidentId: number): Promise<PlanProposal[]> {
  return read(context, async inside => {
    const incident = await readIncident(inside, incidentId)
    const plans = await loadPublished(inside.sql, incident.townId)
    const byCode = new Map(plans.map(plan => [plan.code, plan]))
    const proposals = proposePlans(
      incident,
      plans.map(plan => plan.document),
    )
    return proposals.flatMap(({ planCode, level, score, reasons }) => {
      const plan = byCode.get(planCode)
      if (!plan) return []
      return [{ planId: plan.id, code: plan.code, title: plan.document.title, level, score, reasons }]
    })
  })
}
