import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { type Fragment, readTown } from '../list.ts'
import type { MethodAssessment, MethodUse } from './rules/revision.ts'

interface UseRow extends Omit<MethodUse, 'publishedAt' | 'replacedAt'> {
  published: Date | null
  replaced: Date | null
}

/** How every revision of every method is used in a town. @throws Refusal `forbidden` */
export const findMethodUses = (context: Context, { town }: { town: number }): Promise<MethodUse[]> =>
  readTown(context, town, async ({ sql }) => {
    const rows = await sql<UseRow[]>`
      with made as (
        select a.method_id, row_number() over (partition by a.hazard_id, a.scale order by a.id desc) = 1 as standing
        from assessments a join hazards h on h.id = a.hazard_id
        where h.town_id = ${town} and h.standing <> 'rejected'
      )
      select m.id as "methodId", m.revision, m.published_at as published, m.published_by as "publishedBy",
        m.replaced_at as replaced, count(made.method_id)::int as assessments,
        count(made.method_id) filter (where made.standing)::int as standing
      from risk_methods m left join made on made.method_id = m.id
      group by m.id order by m.id`
    return rows.map(({ published, replaced, ...row }) => ({
      ...row,
      publishedAt: published?.toISOString() ?? null,
      replacedAt: replaced?.toISOString() ?? null,
    }))
  })

const mostAssessments = 500

/** The sources whose newest assessment on a scale was made by a revision. @throws Refusal `forbidden` */
export const findMethodAssessments = (
  context: Context,
  { id, town }: { id: number; town: number },
): Promise<MethodAssessment[]> =>
  readTown(context, town, async ({ sql }) => {
    const where = sql`where a.method_id = ${id} order by a.level, a.score desc, a.id limit ${mostAssessments}`
    const found: MethodAssessment[] = []
    for await (const page of standingWhere(sql, { townId: town, where }))
      found.push(...page.map(({ inputs: _, ...row }) => row))
    return found
  })

export interface StandingAssessment extends MethodAssessment {
  inputs: Record<string, string>
}

// What is done with a page takes some milliseconds, and others are answered between two pages.
const assessmentsInPage = 500

/** The newest assessments of the sources of a town, one of each scale, page by page; `a` is the alias. */
export async function* standingWhere(
  sql: TransactionSql,
  { townId, where }: { townId: number; where: Fragment },
): AsyncGenerator<StandingAssessment[]> {
  const pages = sql<(Omit<StandingAssessment, 'assessedAt'> & { at: Date })[]>`
    with a as (
      select distinct on (x.hazard_id, x.scale) x.*, h.name, h.name_en
      from assessments x join hazards h on h.id = x.hazard_id
      where h.town_id = ${townId} and h.standing <> 'rejected'
      order by x.hazard_id, x.scale, x.id desc
    )
    select a.id, a.hazard_id as "hazardId", a.name, a.name_en as "nameEn", a.scale, a.score::text as score, a.level,
      a.assessed_at as at, a.assessed_by as "assessedBy", a.inputs
    from a ${where}`.cursor(assessmentsInPage)
  for await (const rows of pages)
    yield rows.map(({ at, ...row }) => ({ ...row, assessedAt: at.toISOString() }))
}
