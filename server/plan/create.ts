import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { conflict, invalid } from '../errors.ts'
import { loadPlan } from './find.ts'
import type { PlanInput, PlanRecord } from './plan.ts'

/**
 * Adds a plan to a town's register as a draft.
 * @throws Refusal `forbidden`, `invalid` (no such town), `conflict` (its code is taken)
 */
export function create(context: Context, { townId, document }: PlanInput): Promise<PlanRecord> {
  return change(context, async ({ sql, world, actor, record }) => {
    allow(actor, 'plan.edit', { world, townId })
    const [town] = await sql`select id from regions where id = ${townId} and parent_id is null`
    if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
    const [row] = await sql`insert into plans (town_id, code, edition, standing, document)
      values (${townId}, ${document.code}, ${document.edition}, 'draft', ${sql.json(plain(document))})
      on conflict do nothing returning id`
    if (!row) throw codeTaken(document.code)
    const after = await loadPlan(sql, row.id)
    record({ verb: 'create', noun: 'plan', id: after.id, version: after.version, townId, after })
    return after
  })
}

export const codeTaken = (code: string) =>
  conflict({ zh: `预案编号 ${code} 已被使用`, en: `The plan code ${code} is taken` })
