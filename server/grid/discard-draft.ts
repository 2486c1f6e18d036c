import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, forbidden, stale } from '../errors.ts'
import type { GridDraft } from './draft.ts'
import { loadDraft } from './find-drafts.ts'

/**
 * Throws a draft away; its owner or an administrator may.
 * @returns the draft as it was last
 * @throws Refusal `missing`, `forbidden`, `conflict` (saved again since, under review or published)
 */
export const discardDraft = (
  context: Context,
  id: number,
  { version }: { version: number },
): Promise<GridDraft> =>
  change(context, async ({ sql, actor, world, record }) => {
    const before = await loadDraft(sql, id)
    const { townId } = before
    allow(actor, 'grid.edit', { world, townId })
    if (before.personId !== actor.id && !actor.roles.includes('administrator')) throw forbidden(notYours)
    if (!['draft', 'stalled', 'rejected'].includes(before.state)) throw conflict(decided, { theirs: before })
    const [gone] = await sql`delete from grid_drafts where id = ${id} and version = ${version} returning id`
    if (!gone) throw stale(before)
    record({ verb: 'discard', noun: 'grid-draft', id, version, townId, before })
    return before
  })

const notYours = {
  zh: '这是他人的草稿，不能删除',
  en: 'This is someone else’s draft and cannot be discarded',
}
const decided = {
  zh: '草稿已提交或已发布，不能删除；尚未生效的请先撤回',
  en: 'The draft is proposed or published and cannot be discarded; take it back first if it is not in force yet',
}
