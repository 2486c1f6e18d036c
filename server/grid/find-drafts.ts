import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import { DraftState, type GridDraft, type GridPublication } from './draft.ts'

export const DraftQuery = z.object({
  town: wholeNumber,
  state: z.enum(['open', 'all', ...DraftState.options]).default('open'),
})
export type DraftQuery = z.infer<typeof DraftQuery>

type Instants = 'savedAt' | 'proposedAt' | 'reviewedAt' | 'effectiveAt' | 'publishedAt'
type DraftRow = Omit<GridDraft, Instants> & { savedAt: Date } & Record<
    Exclude<Instants, 'savedAt'>,
    Date | null
  >

const iso = (at: Date | null) => at?.toISOString() ?? null

async function draftsWhere(sql: TransactionSql, where: Fragment): Promise<GridDraft[]> {
  const rows = await sql<DraftRow[]>`
    select d.id, d.town_id as "townId", d.name, d.person_id as "personId", p.name as "personName", d.state, d.edits,
      d.seen, d.attributes, d.thematic, d.restore, d.imported, d.reason, d.saved_at as "savedAt", d.proposed_at as "proposedAt",
      coalesce(v.name, '') as "reviewerName", d.reviewed_at as "reviewedAt", d.review_note as "reviewNote",
      d.effective_at as "effectiveAt", d.published_at as "publishedAt", d.stalled, d.made, d.version
    from grid_drafts d join people p on p.id = d.person_id left join people v on v.id = d.reviewer_id ${where}`
  return rows.map(row => ({
    ...row,
    savedAt: row.savedAt.toISOString(),
    proposedAt: iso(row.proposedAt),
    reviewedAt: iso(row.reviewedAt),
    effectiveAt: iso(row.effectiveAt),
    publishedAt: iso(row.publishedAt),
  }))
}

/** Everyone's drafts in a town, the actor's own first, then the newest; published ones only when asked for. */
export const findDrafts = (
  context: Context,
  query: { town: number; state?: DraftQuery['state'] },
): Promise<GridDraft[]> =>
  readTown(context, query.town, ({ sql, actor }) => {
    const { town, state = 'open' } = query
    const chosen =
      state === 'all'
        ? sql``
        : state === 'open'
          ? sql`and d.state <> 'published'`
          : sql`and d.state = ${state}`
    return draftsWhere(
      sql,
      sql`where d.town_id = ${town} ${chosen} order by d.person_id <> ${actor.id}, d.saved_at desc, d.id desc limit 500`,
    )
  })

/** @throws Refusal `missing`, `forbidden` */
export const findDraft = (context: Context, id: number): Promise<GridDraft> =>
  read(context, async ({ sql, actor, world }) => {
    const draft = await loadDraft(sql, id)
    allow(actor, 'region.read', { world, townId: draft.townId })
    return draft
  })

/** @throws Refusal `missing` */
export async function loadDraft(sql: TransactionSql, id: number): Promise<GridDraft> {
  const [draft] = await draftsWhere(sql, sql`where d.id = ${id}`)
  if (!draft) throw missing({ zh: '没有这份草稿', en: 'There is no such draft' })
  return draft
}

/** Approved drafts that wait for their day, the earliest first. */
export const loadWaiting = (sql: TransactionSql, townId: number): Promise<GridDraft[]> =>
  draftsWhere(sql, sql`where d.town_id = ${townId} and d.state = 'approved' order by d.effective_at, d.id`)

type PublicationRow = Omit<GridPublication, 'effectiveAt' | 'publishedAt'> & {
  effectiveAt: Date
  publishedAt: Date
}

/** Every act that changed a town's grids, the newest first. */
export const findPublications = (context: Context, { town }: { town: number }): Promise<GridPublication[]> =>
  readTown(context, town, async ({ sql }) => {
    const rows = await sql<PublicationRow[]>`
      select id, draft_id as "draftId", name, reason, effective_at as "effectiveAt", published_at as "publishedAt",
        person_name as "personName", reviewer_name as "reviewerName", changed, made, gone
      from grid_publications where town_id = ${town} order by id desc limit 500`
    return rows.map(row => ({
      ...row,
      effectiveAt: row.effectiveAt.toISOString(),
      publishedAt: row.publishedAt.toISOString(),
    }))
  })
