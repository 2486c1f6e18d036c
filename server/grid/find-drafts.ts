import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import type { GridDraft } from './grid.ts'

interface DraftRow extends Omit<GridDraft, 'savedAt'> {
  at: Date
}

async function draftsWhere(sql: TransactionSql, where: Fragment): Promise<GridDraft[]> {
  const rows = await sql<DraftRow[]>`
    select d.id, d.town_id as "townId", d.name, d.person_id as "personId", p.name as "personName", d.edits, d.seen,
      d.saved_at as at, d.version
    from grid_drafts d join people p on p.id = d.person_id ${where}`
  return rows.map(({ at, ...row }) => ({ ...row, savedAt: at.toISOString() }))
}

/** Everyone's drafts in a town, the actor's own first, then the newest. */
export const findDrafts = (context: Context, { town }: { town: number }): Promise<GridDraft[]> =>
  readTown(context, town, ({ sql, actor }) =>
    draftsWhere(sql, sql`where d.town_id = ${town} order by d.person_id <> ${actor.id}, d.saved_at desc`),
  )

/** @throws Refusal `missing` */
export async function loadDraft(sql: TransactionSql, id: number): Promise<GridDraft> {
  const [draft] = await draftsWhere(sql, sql`where d.id = ${id}`)
  if (!draft) throw missing({ zh: '没有这份草稿', en: 'There is no such draft' })
  return draft
}
