import type { Inside } from '../context.ts'
import { stale } from '../errors.ts'
import type { GridDraft } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import { publish } from './publish.ts'
import { reckon } from './reckon.ts'
import { briefOf } from './rules/brief.ts'

/**
 * Puts an approved draft in force within the transaction; the town is locked and the grids are those it was made on.
 * @throws Refusal `invalid`, `conflict`
 */
export async function publishDraft(inside: Inside, draft: GridDraft): Promise<GridDraft> {
  const { sql, now, record } = inside
  const { id, version, townId, name, reason, personName, reviewerName } = draft
  const effectiveAt = new Date(draft.effectiveAt ?? now)
  const outcome = await reckon(sql, draft)
  const { made } = await publish(inside, outcome, {
    draftId: id,
    name,
    reason,
    effectiveAt,
    personName,
    reviewerName,
  })
  const [row] = await sql`
    update grid_drafts set state = 'published', published_at = ${now}, made = ${sql.json(made)}, stalled = null,
      version = version + 1
    where id = ${id} and version = ${version} and state = 'approved' returning id`
  if (!row) throw stale(await loadDraft(sql, id))
  const after = await loadDraft(sql, id)
  record({
    verb: 'publish',
    noun: 'grid-draft',
    id,
    version: after.version,
    townId,
    before: briefOf(draft),
    after,
  })
  return after
}
