import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, forbidden, stale } from '../errors.ts'
import { loadDraft } from './find-drafts.ts'
import type { GridDraft, GridDraftInput } from './grid.ts'

/**
 * Keeps edits that are not decided yet: a new draft (`id` null, version 0) or one's own at the seen version.
 * @throws Refusal `missing`, `forbidden` (not one's own), `conflict` with the newer draft
 */
export const saveDraft = (context: Context, id: number | null, input: GridDraftInput): Promise<GridDraft> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const { townId, name, version } = input
    allow(actor, 'grid.edit', { world, townId })
    const before = id === null ? undefined : await loadDraft(sql, id)
    if (before && before.townId !== townId) throw conflict(otherTown, { theirs: before })
    if (before && before.personId !== actor.id) throw forbidden(notYours)
    const [edits, seen] = [sql.json(input.edits), sql.json(input.seen)]
    const [row] = before
      ? await sql<{ id: number }[]>`
          update grid_drafts set name = ${name}, edits = ${edits}, seen = ${seen}, saved_at = ${now}, version = version + 1
          where id = ${before.id} and version = ${version} returning id`
      : await sql<{ id: number }[]>`
          insert into grid_drafts (town_id, person_id, name, edits, seen, saved_at)
          values (${townId}, ${actor.id}, ${name}, ${edits}, ${seen}, ${now}) returning id`
    if (!row) throw stale(before)
    const after = await loadDraft(sql, row.id)
    record({ verb: 'save', noun: 'grid-draft', id: after.id, version: after.version, townId, before, after })
    return after
  })

const notYours = {
  zh: '这是他人的草稿，不能覆盖',
  en: 'This is someone else’s draft and cannot be overwritten',
}
const otherTown = { zh: '草稿属于另一个地区', en: 'The draft belongs to another town' }
