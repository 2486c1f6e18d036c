import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import type { Closure, LiftInput } from './dispatch.ts'
import { loadClosure } from './find-obstacles.ts'
import { obstacleEntry } from './record.ts'

/** @throws Refusal `missing`, `forbidden`, `conflict` (already lifted, or stale, with `theirs`) */
export function liftClosure(context: Context, id: number, { version }: LiftInput): Promise<Closure> {
  return change(context, async ({ sql, now, world, actor, record }) => {
    const before = await loadClosure(sql, id)
    allow(actor, 'incident.command', { world, townId: before.townId })
    const [lifted] = await sql`update closures set lifted_at = ${now}, version = version + 1
      where id = ${id} and version = ${version} and lifted_at is null returning id`
    const after = await loadClosure(sql, id)
    if (!lifted) throw stale(after)
    record(obstacleEntry({ noun: 'closure', verb: 'lift' }, before, after))
    return after
  })
}
