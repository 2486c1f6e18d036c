import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import type { Edition, Withdrawal } from './edition.ts'
import { loadEdition } from './find.ts'

/**
 * Withdraws an edition with a reason; its levels stay readable.
 * @throws Refusal `missing`, `forbidden`, `conflict` (withdrawn already, seen version is old)
 */
export const withdrawEdition = (
  context: Context,
  id: number,
  { version, reason }: Withdrawal,
): Promise<Edition> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadEdition(sql, id)
    const { townId } = before
    allow(actor, 'edition.sign', { world, townId })
    if (before.withdrawnAt) throw conflict(over, { theirs: before })
    const [changed] = await sql`update editions set withdrawn_at = ${now}, withdrawn_by = ${actor.name},
        withdrawn_reason = ${reason}, version = version + 1
      where id = ${id} and version = ${version} and withdrawn_at is null returning id`
    const after = await loadEdition(sql, id)
    if (!changed) throw stale(after)
    record({ verb: 'withdraw', noun: 'edition', id, version: after.version, townId, before, after })
    return after
  })

const over = { zh: '这一版已经撤回', en: 'This edition is withdrawn already' }
