import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, forbidden, invalid, stale } from '../errors.ts'
import type { GridDraft } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import { reckonOutlines } from './outlines.ts'
import { reckon } from './reckon.ts'
import { refuseStaleDraft } from './stale-draft.ts'

/**
 * Puts one's draft before a reviewer, once it is sure that it could be published as the grids are now.
 * @throws Refusal `missing`, `forbidden`, `invalid` naming the edit at fault, `conflict` with the merge when grids
 *   changed since
 */
export const propose = (context: Context, id: number, { version }: { version: number }): Promise<GridDraft> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    const before = await loadDraft(sql, id)
    const { townId } = before
    allow(actor, 'grid.edit', { world, townId })
    if (before.personId !== actor.id) throw forbidden(notYours)
    if (before.version !== version) throw stale(before)
    if (!['draft', 'rejected'].includes(before.state)) throw conflict(notOpen, { theirs: before })
    const isEmpty = [before.edits, before.attributes, before.thematic].every(list => list.length === 0)
    if (isEmpty && !before.restore && !before.imported) throw invalid('edits', empty)
    await refuseStaleDraft(sql, before)
    await reckonOutlines(sql, await reckon(sql, before))
    const [row] = await sql`
      update grid_drafts set state = 'proposed', proposed_at = ${now}, reviewer_id = null, reviewed_at = null,
        review_note = '', effective_at = null, version = version + 1
      where id = ${id} and version = ${version} returning id`
    if (!row) throw stale(await loadDraft(sql, id))
    const after = await loadDraft(sql, id)
    record({ verb: 'propose', noun: 'grid-draft', id, version: after.version, townId, before, after })
    return after
  })

const notYours = { zh: '只能提交自己的草稿', en: 'Only one’s own draft can be proposed' }
const notOpen = {
  zh: '草稿已提交、已发布，或需要先与现有网格合并',
  en: 'The draft is proposed or published already, or has to be merged with the present grids first',
}
const empty = { zh: '草稿里还没有任何改动', en: 'The draft does not change anything yet' }
