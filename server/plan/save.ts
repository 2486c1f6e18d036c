import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { stale } from '../errors.ts'
import { codeTaken } from './create.ts'
import { loadPlan } from './find.ts'
import type { PlanRecord, PlanSave } from './plan.ts'

/**
 * Saves a plan's document; it is a draft again until published. Runs keep the document they started with.
 * @throws Refusal `missing`, `forbidden`, `conflict` (stale with `theirs`, or its new code is taken)
 */
export function save(context: Context, id: number, { document, version }: PlanSave): Promise<PlanRecord> {
  return change(context, async ({ sql, world, actor, record }) => {
    const before = await loadPlan(sql, id)
    allow(actor, 'plan.edit', { world, townId: before.townId })
    const [other] = await sql`select id from plans
      where town_id = ${before.townId} and code = ${document.code} and id <> ${id}`
    if (other) throw codeTaken(document.code)
    const [saved] = await sql`update plans set code = ${document.code}, edition = ${document.edition},
        standing = 'draft', document = ${sql.json(plain(document))}, version = version + 1
      where id = ${id} and version = ${version} returning id`
    const after = await loadPlan(sql, id)
    if (!saved) throw stale(after)
    record({ verb: 'save', noun: 'plan', id, version: after.version, townId: after.townId, before, after })
    return after
  })
}
