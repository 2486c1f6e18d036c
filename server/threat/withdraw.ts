import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import { loadThreat } from './find.ts'
import { threatEntry } from './record.ts'
import type { Threat } from './threat.ts'

/** @throws Refusal `missing`, `forbidden`, `conflict` (already withdrawn, or stale, with `theirs`) */
export function withdraw(context: Context, id: number, { version }: { version: number }): Promise<Threat> {
  return change(context, async ({ sql, now, world, actor, record }) => {
    const before = await loadThreat(sql, id)
    allow(actor, 'threat.draw', { world, townId: before.townId })
    const [row] = await sql`update threats set withdrawn_at = ${now}, version = version + 1
      where id = ${id} and version = ${version} and withdrawn_at is null returning id`
    const after = await loadThreat(sql, id)
    if (!row) throw stale(after)
    record(threatEntry('withdraw', before, after))
    return after
  })
}
