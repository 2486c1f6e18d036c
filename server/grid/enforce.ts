import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { findWorld } from '../account/find.ts'
import { keeper } from '../account/keeper.ts'
import { allow } from '../account/rules/rights.ts'
import { realNow } from '../clock.ts'
import { type Context, change, type Inside } from '../context.ts'
import { Refusal, type Words } from '../errors.ts'
import type { GridDraft } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import { lockTown } from './publish.ts'
import { publishDraft } from './publish-draft.ts'
import { briefOf } from './rules/brief.ts'
import { staleGrids } from './seen.ts'

/**
 * Puts in force what was approved for a day that has come, each in a transaction of its own and each once, however
 * many servers ask. What the grids no longer allow is stalled with the reason, for its owner to merge.
 */
export async function keepGrids(sql: Sql): Promise<void> {
  const world = await findWorld(sql, 0)
  const context: Context = { sql, actor: keeper, world, language: 'zh', request: `keeper-${randomUUID()}` }
  const due = await sql<{ id: number }[]>`
    select id from grid_drafts where state = 'approved' and effective_at <= ${realNow()} order by effective_at, id`
  for (const { id } of due) await enforce(context, id)
}

/** One draft whose day has come; answers null when another server was first. */
export async function enforce(context: Context, id: number): Promise<GridDraft | null> {
  try {
    return await change(context, async inside => {
      const draft = await due(inside, id)
      if (!draft) return null
      const { stale } = await staleGrids(inside.sql, draft)
      if (stale.length > 0) return stall(inside, draft, changed)
      return publishDraft(inside, draft)
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // What was tried is undone; only the reason is kept.
    return change(context, async inside => {
      const draft = await due(inside, id)
      return draft && stall(inside, draft, error.words)
    })
  }
}

async function due({ sql, actor, world, now }: Inside, id: number): Promise<GridDraft | null> {
  const { townId } = await loadDraft(sql, id)
  allow(actor, 'grid.review', { world, townId })
  await lockTown(sql, townId)
  const draft = await loadDraft(sql, id)
  const isDue = draft.state === 'approved' && draft.effectiveAt !== null && new Date(draft.effectiveAt) <= now
  return isDue ? draft : null
}

async function stall({ sql, record }: Inside, draft: GridDraft, reason: Words): Promise<GridDraft> {
  const { id, townId } = draft
  await sql`update grid_drafts set state = 'stalled', stalled = ${sql.json({ ...reason })}, version = version + 1
    where id = ${id} and state = 'approved'`
  const after = await loadDraft(sql, id)
  const told = { before: briefOf(draft), after: briefOf(after) }
  record({ verb: 'stall', noun: 'grid-draft', id, version: after.version, townId, ...told })
  return after
}

const changed = {
  zh: '到期时所涉网格已被他人改动，没有生效；请合并后重新提交',
  en: 'When its day came the grids had been changed by someone else; merge it and propose it again',
}
