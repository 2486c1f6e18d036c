import { levelRank } from '../../plans/level.ts'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { loadRun, sent } from './find-run.ts'
import type { Escalation, Run } from './plan.ts'
import { runEntry } from './record.ts'

/**
 * Raises the response level: the nodes of the higher level join, nothing already done is lost.
 * @throws Refusal `missing`, `forbidden`, `conflict` (ended; not upward; stale with `theirs`)
 */
export function escalate(context: Context, id: number, { level, version }: Escalation): Promise<Run> {
  return change(context, async ({ sql, now, world, actor, record }) => {
    const before = await loadRun(sql, id)
    allow(actor, 'incident.command', { world, townId: before.townId })
    if (before.version !== version) throw stale(sent(before))
    if (before.endedAt) throw conflict({ zh: '响应已终止', en: 'The response has ended' })
    if (levelRank(level) <= levelRank(before.level)) {
      throw conflict({
        zh: `当前已是 ${before.level} 级响应，只能向上提级`,
        en: `The response is at level ${before.level}; it can only be raised`,
      })
    }
    const levels = [...before.escalations, { level, at: now, by: actor.name }]
    const [saved] = await sql`update runs set level = ${level}, escalations = ${sql.json(plain(levels))},
        version = version + 1
      where id = ${id} and version = ${version} and ended_at is null returning id`
    const after = await loadRun(sql, id)
    if (!saved) throw stale(sent(after))
    record(runEntry('escalate', before, after))
    return sent(after)
  })
}
