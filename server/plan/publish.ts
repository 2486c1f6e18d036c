import { checkPlan } from '../../plans/check.ts'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { Refusal, stale } from '../errors.ts'
import { loadPlan } from './find.ts'
import type { PlanRecord, VersionInput } from './plan.ts'

/**
 * Publishes a draft, so that it is proposed and can be started.
 * @throws Refusal `missing`, `forbidden`, `conflict` (stale with `theirs`), `invalid` (names each node at fault)
 */
export function publish(context: Context, id: number, { version }: VersionInput): Promise<PlanRecord> {
  return change(context, async ({ sql, world, actor, record }) => {
    const before = await loadPlan(sql, id)
    allow(actor, 'plan.edit', { world, townId: before.townId })
    const faults = checkPlan(before.document).filter(finding => finding.severity === 'error')
    if (faults.length > 0 && before.version === version) {
      throw new Refusal(
        'invalid',
        {
          zh: `预案有 ${faults.length} 处错误，改正后才能发布`,
          en: `${faults.length} errors must be put right first`,
        },
        { errors: faults.map(({ nodeId, message }) => ({ path: nodeId ?? 'document', message })) },
      )
    }
    const [saved] = await sql`update plans set standing = 'published', version = version + 1
      where id = ${id} and version = ${version} returning id`
    const after = await loadPlan(sql, id)
    if (!saved) throw stale(after)
    record({ verb: 'publish', noun: 'plan', id, version: after.version, townId: after.townId, before, after })
    return after
  })
}
