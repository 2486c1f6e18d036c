import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid } from '../errors.ts'
import type { GridDraft, RestoreInput } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import { reckonRestore } from './reckon-restore.ts'
import { briefOf } from './rules/brief.ts'

/**
 * Drafts a return to the grids of an earlier instant; it is proposed and reviewed like any other draft.
 * @throws Refusal `forbidden`, `invalid` when the instant has not come yet or nothing differs
 */
export const restore = (
  context: Context,
  { townId, at, gridIds, name, reason }: RestoreInput,
): Promise<GridDraft> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    allow(actor, 'grid.edit', { world, townId })
    if (new Date(at) >= now) throw invalid('at', notYet)
    const restoring = { at, gridIds }
    const outcome = await reckonRestore(sql, { townId, restore: restoring })
    const seen = [...outcome.before.values()].map(({ id, version }) => ({ id, version }))
    const [row] = await sql<{ id: number }[]>`
      insert into grid_drafts (town_id, person_id, name, edits, seen, restore, reason, saved_at)
      values (${townId}, ${actor.id}, ${name}, '[]', ${sql.json(seen)}, ${sql.json(restoring)}, ${reason}, ${now})
      returning id`
    const after = await loadDraft(sql, row?.id ?? 0)
    record({ verb: 'restore', noun: 'grid-draft', id: after.id, version: 1, townId, after: briefOf(after) })
    return after
  })

const notYet = { zh: '只能恢复到过去的时间', en: 'Only a time that has passed can be restored' }
