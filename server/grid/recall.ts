import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, forbidden, stale } from '../errors.ts'
import type { GridDraft } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import { briefOf } from './rules/brief.ts'

/**
 * Takes a proposal back, as long as it is not in force; it is a draft again.
 * @throws Refusal `missing`, `forbidden` (not one's own), `conflict`
 */
export const recall = (context: Context, id: number, { version }: { version: number }): Promise<GridDraft> =>
  change(context, async ({ sql, actor, world, record }) => {
    const before = await loadDraft(sql, id)
    const { townId } = before
    allow(actor, 'grid.edit', { world, townId })
    if (before.personId !== actor.id && !actor.roles.includes('administrator')) throw forbidden(notYours)
    if (before.version !== version) throw stale(before)
    if (!['proposed', 'approved'].includes(before.state)) throw conflict(notProposed, { theirs: before })
    const [row] = await sql`
      update grid_drafts set state = 'draft', proposed_at = null, reviewer_id = null, reviewed_at = null,
        review_note = '', effective_at = null, version = version + 1
      where id = ${id} and version = ${version} returning id`
    if (!row) throw stale(await loadDraft(sql, id))
    const after = await loadDraft(sql, id)
    const told = { before: briefOf(before), after: briefOf(after) }
    record({ verb: 'recall', noun: 'grid-draft', id, version: after.version, townId, ...told })
    return after
  })

const notYours = { zh: '只能撤回自己的方案', en: 'Only one’s own proposal can be taken back' }
const notProposed = {
  zh: '方案没有在审核，也不在等待生效',
  en: 'The draft is neither under review nor waiting for its day',
}
