import type { Person } from '../account/account.ts'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { conflict, forbidden, invalid, stale } from '../errors.ts'
import type { ApproveInput, GridDraft } from './draft.ts'
import { loadDraft, loadWaiting } from './find-drafts.ts'
import { reckonOutlines } from './outlines.ts'
import { lockTown } from './publish.ts'
import { publishDraft } from './publish-draft.ts'
import { reckon } from './reckon.ts'
import { briefOf } from './rules/brief.ts'
import { refuseStaleDraft } from './stale-draft.ts'

/**
 * Accepts another person's proposal: at once, or from a date on, when the clock puts it in force. Both are the same
 * transaction as the check that the grids are still those that were proposed on.
 * @throws Refusal `missing`, `forbidden` (one's own), `invalid` (a date in the past), `conflict` with the merge when
 *   grids changed since, or with the draft that waits for the same grids
 */
export const approve = (context: Context, id: number, input: ApproveInput): Promise<GridDraft> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    const { version, note } = input
    const { townId } = await loadDraft(sql, id)
    allow(actor, 'grid.review', { world, townId })
    await lockTown(sql, townId)
    const before = await loadDraft(sql, id)
    refuseReviewer(before, { actor, version })
    const effectiveAt = input.effectiveAt === null ? now : new Date(input.effectiveAt)
    if (effectiveAt < now) throw invalid('effectiveAt', inThePast)
    await refuseStaleDraft(sql, before)
    await refuseWaiting(inside, before)
    const [row] = await sql`
      update grid_drafts set state = 'approved', reviewer_id = ${actor.id}, reviewed_at = ${now}, review_note = ${note},
        effective_at = ${effectiveAt}, version = version + 1
      where id = ${id} and version = ${version} returning id`
    if (!row) throw stale(await loadDraft(sql, id))
    const after = await loadDraft(sql, id)
    const told = { before: briefOf(before), after: briefOf(after) }
    record({ verb: 'approve', noun: 'grid-draft', id, version: after.version, townId, ...told })
    if (effectiveAt <= now) return publishDraft(inside, after)
    await reckonOutlines(sql, await reckon(sql, before))
    return after
  })

/** @throws Refusal `forbidden` for the proposer, `conflict` for what is not under review as it was seen */
export function refuseReviewer(
  draft: GridDraft,
  { actor, version }: { actor: Person; version: number },
): void {
  if (draft.personId === actor.id) throw forbidden(yours)
  if (draft.version !== version) throw stale(draft)
  if (draft.state !== 'proposed') throw conflict(notProposed, { theirs: draft })
}

async function refuseWaiting({ sql }: Inside, draft: GridDraft): Promise<void> {
  const mine = new Set(draft.seen.map(({ id }) => id))
  const waiting = await loadWaiting(sql, draft.townId)
  const other = waiting.find(
    ({ seen, restore }) => restore || draft.restore || seen.some(({ id }) => mine.has(id)),
  )
  if (other) throw conflict(waits(other.name), { theirs: other })
}

const yours = {
  zh: '自己提交的方案须由他人审核',
  en: 'One’s own proposal has to be reviewed by another person',
}
const notProposed = { zh: '方案不在审核中', en: 'The draft is not under review' }
const inThePast = {
  zh: '生效时间已过；立即生效请留空',
  en: 'This date has passed; leave it empty to put the draft in force at once',
}
const waits = (name: string) => ({
  zh: `《${name}》已批准、将改动同样的网格；请等它生效或撤回后再审核`,
  en: `“${name}” is approved and will change the same grids; wait until it is in force or taken back`,
})
