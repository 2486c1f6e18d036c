import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import type { LiftInput, Zone } from './dispatch.ts'
import { loadZone } from './find-obstacles.ts'
import { obstacleEntry } from './record.ts'

/** @throws Refusal `missing`, `forbidden`, `conflict` (already lifted, or stale, with `theirs`) */
export function liftZone(context: Context, id: number, { version }: LiftInput): Promise<Zone> {
  return change(context, async ({ sql, now, world, actor, record }) => {
    const before = await loadZone(sql, id)
    allow(actor, 'incident.command', { world, townId: before.townId })
    const [lifted] = await sql`update zones set lifted_at = ${now}, version = version + 1
      where id = ${id} and version = ${version} and lifted_at is null returning id`
    const after = await loadZone(sql, id)
    if (!lifted) throw stale(after)
    record(obstacleEntry({ noun: 'zone', verb: 'lift' }, before, after))
    return after
  })
}
