import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { notOpen } from './confirm.ts'
import { loadProposal } from './find.ts'
import type { Proposal, Rejecting } from './identification.ts'

/**
 * Rejects a proposal with a reason; it does not come back unless its facts change.
 * @throws Refusal `missing`, `forbidden`, `conflict` (seen version is old, or it is not open)
 */
export const reject = (context: Context, id: number, { version, reason }: Rejecting): Promise<Proposal> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadProposal(sql, id)
    const { townId } = before
    allow(actor, 'register.confirm', { world, townId })
    if (before.version !== version) throw stale(before)
    if (before.state !== 'open') throw conflict(notOpen, { theirs: before })
    const [changed] =
      await sql`update proposals set state = 'rejected', reason = ${reason}, decided_at = ${now},
        decided_by = ${actor.name}, version = version + 1
      where id = ${id} and version = ${version} returning id`
    const after = await loadProposal(sql, id)
    if (!changed) throw stale(after)
    record({ verb: 'reject', noun: 'proposal', id, version: after.version, townId, before, after })
    return after
  })
