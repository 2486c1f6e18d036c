import { isDeepStrictEqual } from 'node:util'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { conflict, forbidden, invalid, stale } from '../errors.ts'
import type { GridDraft, GridDraftInput } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import { briefOf } from './rules/brief.ts'

/**
 * Keeps edits that are not decided yet: a new draft (`id` null, version 0) or one's own at the seen version. What is
 * already kept as it is given is answered again, so that a lost answer can be asked for twice.
 * @throws Refusal `missing`, `forbidden` (not one's own), `conflict` with the newer draft or while it is under review
 */
export const saveDraft = (context: Context, id: number | null, input: GridDraftInput): Promise<GridDraft> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const { townId, name, reason, version } = input
    allow(actor, 'grid.edit', { world, townId })
    const before = id === null ? undefined : await loadDraft(sql, id)
    if (before && before.townId !== townId) throw conflict(otherTown, { theirs: before })
    if (before && before.personId !== actor.id) throw forbidden(notYours)
    if (before && before.version === version + 1 && isKept(before, input)) return before
    if (before && !['draft', 'stalled', 'rejected'].includes(before.state))
      throw conflict(underReview, { theirs: before })
    if (before?.restore && input.edits.length > 0) throw invalid('edits', restoring)
    if (before?.imported && input.edits.length > 0) throw invalid('edits', fromFile)
    // What a file was laid over is said by the merge alone.
    const [edits, seen] = [
      sql.json(plain(input.edits)),
      sql.json(before?.imported ? before.seen : input.seen),
    ]
    const [attributes, thematic] = [sql.json(plain(input.attributes)), sql.json(plain(input.thematic))]
    const [row] = before
      ? await sql<{ id: number }[]>`
          update grid_drafts set name = ${name}, edits = ${edits}, seen = ${seen}, attributes = ${attributes},
            thematic = ${thematic}, reason = ${reason}, saved_at = ${now}, version = version + 1, state = 'draft',
            stalled = null
          where id = ${before.id} and version = ${version} returning id`
      : await sql<{ id: number }[]>`
          insert into grid_drafts (town_id, person_id, name, edits, seen, attributes, thematic, reason, saved_at)
          values (${townId}, ${actor.id}, ${name}, ${edits}, ${seen}, ${attributes}, ${thematic}, ${reason}, ${now})
          returning id`
    if (!row) throw stale(before)
    const after = await loadDraft(sql, row.id)
    // Saved every few seconds: the journal says what was changed, the proposal keeps the edits themselves.
    const told = { before: before && briefOf(before), after: briefOf(after) }
    record({ verb: 'save', noun: 'grid-draft', id: after.id, version: after.version, townId, ...told })
    return after
  })

const isKept = (draft: GridDraft, { version: _, ...input }: GridDraftInput) =>
  isDeepStrictEqual({ ...draft, ...input }, draft)

const notYours = {
  zh: '这是他人的草稿，不能覆盖',
  en: 'This is someone else’s draft and cannot be overwritten',
}
const otherTown = { zh: '草稿属于另一个地区', en: 'The draft belongs to another town' }
const underReview = {
  zh: '草稿已提交，不能再修改；请先撤回',
  en: 'The draft has been proposed and cannot be changed; take it back first',
}
const fromFile = {
  zh: '由文件导入的草稿不能再画；请先发布，或另起一份草稿',
  en: 'A draft from a file cannot be drawn on; publish it first, or begin another draft',
}
const restoring = {
  zh: '恢复旧边界的草稿不能再画；请另起一份草稿',
  en: 'A draft that restores earlier boundaries cannot be drawn on; begin another draft',
}
