import type { Row, TransactionSql } from 'postgres'
import { z } from 'zod'
import type { Plan as PlanDocument } from '../../plans/plan.ts'
import { walk } from '../../plans/walk.ts'
import { allow } from '../account/rules/rights.ts'
import { type Context, type Inside, read } from '../context.ts'
import { missing } from '../errors.ts'
import { readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { PlanRecord, PlanSummary } from './plan.ts'

export const PlanQuery = z.object({
  town: wholeNumber,
  standing: z.enum(['draft', 'published']).optional(),
})
export type PlanQuery = z.infer<typeof PlanQuery>

function planOf(row: Row): PlanRecord {
  const document: PlanDocument = row.document
  return {
    id: row.id,
    townId: row.town_id,
    code: row.code,
    title: document.title.zh,
    titleEn: document.title.en,
    incidentTypes: document.incidentTypes,
    edition: row.edition,
    standing: row.standing,
    nodes: walk(document.root).length,
    version: row.version,
    document,
  }
}

/** The register of a town by code, without the documents. */
export function findPlans(context: Context, query: PlanQuery): Promise<PlanSummary[]> {
  return readTown(context, query.town, async ({ sql }) => {
    const standing = query.standing ? sql`and standing = ${query.standing}` : sql``
    const rows = await sql`select * from plans where town_id = ${query.town} ${standing} order by code`
    return rows.map(row => {
      const { document: _, ...summary } = planOf(row)
      return summary
    })
  })
}

/** Published plans with their documents, for the proposal. */
export async function loadPublished(sql: TransactionSql, townId: number): Promise<PlanRecord[]> {
  const rows =
    await sql`select * from plans where town_id = ${townId} and standing = 'published' order by code`
  return rows.map(planOf)
}

/** Inside a transaction. @throws Refusal `missing` */
export async function loadPlan(sql: TransactionSql, id: number): Promise<PlanRecord> {
  const [row] = await sql`select * from plans where id = ${id}`
  if (!row) throw missing({ zh: '没有这个预案', en: 'There is no such plan' })
  return planOf(row)
}

/** For a reader of its town. @throws Refusal `missing`, `forbidden` */
export async function readPlan({ sql, actor, world }: Inside, id: number): Promise<PlanRecord> {
  const plan = await loadPlan(sql, id)
  allow(actor, 'region.read', { world, townId: plan.townId })
  return plan
}

export const findPlan = (context: Context, id: number): Promise<PlanRecord> =>
  read(context, inside => readPlan(inside, id))
