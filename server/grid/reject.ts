import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import { refuseReviewer } from './approve.ts'
import type { GridDraft, RejectInput } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import { briefOf } from './rules/brief.ts'

/**
 * Sends a proposal back with the reason; its owner may change it and propose it again.
 * @throws Refusal `missing`, `forbidden` (one's own), `conflict`
 */
export const reject = (context: Context, id: number, { version, note }: RejectInput): Promise<GridDraft> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadDraft(sql, id)
    const { townId } = before
    allow(actor, 'grid.review', { world, townId })
    refuseReviewer(before, { actor, version })
    const [row] = await sql`
      update grid_drafts set state = 'rejected', reviewer_id = ${actor.id}, reviewed_at = ${now}, review_note = ${note},
        version = version + 1
      where id = ${id} and version = ${version} returning id`
    if (!row) throw stale(await loadDraft(sql, id))
    const after = await loadDraft(sql, id)
    const told = { before: briefOf(before), after: { ...briefOf(after), reason: note } }
    record({ verb: 'reject', noun: 'grid-draft', id, version: after.version, townId, ...told })
    return after
  })
