import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { loadWarning } from './find.ts'
import type { Warning } from './warning.ts'

/**
 * Lifts a warning before its time.
 * @throws Refusal `missing`, `forbidden`, `conflict` (seen version is old, or it has ended)
 */
export const lift = (context: Context, id: number, { version }: { version: number }): Promise<Warning> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadWarning(sql, id)
    const { townId } = before
    allow(actor, 'warning.issue', { world, townId })
    if (Date.parse(before.until) <= now.getTime()) throw conflict(ended, { theirs: before })
    const [changed] = await sql`update warnings set until = ${now}, ended_at = ${now}, version = version + 1
      where id = ${id} and version = ${version} returning id`
    const after = await loadWarning(sql, id)
    if (!changed) throw stale(after)
    record({ verb: 'lift', noun: 'warning', id, version: after.version, townId, before, after })
    return after
  })

const ended = { zh: '这条预警已经结束', en: 'This warning has ended already' }
