import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { loadRun, sent } from './find-run.ts'
import type { Run, VersionInput } from './plan.ts'
import { runEntry } from './record.ts'

/**
 * Ends the response under a plan; its marks stay as they are.
 * @throws Refusal `missing`, `forbidden`, `conflict` (already ended; stale with `theirs`)
 */
export function end(context: Context, id: number, { version }: VersionInput): Promise<Run> {
  return change(context, async ({ sql, now, world, actor, record }) => {
    const before = await loadRun(sql, id)
    allow(actor, 'incident.command', { world, townId: before.townId })
    if (before.endedAt) throw conflict({ zh: '响应已终止', en: 'The response has ended' })
    const [saved] = await sql`update runs set ended_at = ${now}, version = version + 1
      where id = ${id} and version = ${version} and ended_at is null returning id`
    const after = await loadRun(sql, id)
    if (!saved) throw stale(sent(after))
    record(runEntry('end', before, after))
    return sent(after)
  })
}
