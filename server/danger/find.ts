import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { gridThen } from '../grid/grid-then.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Danger, DangerStep } from './danger.ts'
import { nextOf } from './rules/steps.ts'

export const DangerQuery = z.object({
  town: wholeNumber,
  hazard: wholeNumber.optional(),
  state: z.enum(['open', 'closed', 'all']).default('all'),
  limit: wholeNumber.pipe(z.int().min(1).max(5000)).default(1000),
  cursor: wholeNumber.default(0),
})
export type DangerQuery = z.infer<typeof DangerQuery>

interface DangerRow extends Omit<Danger, 'dueAt' | 'reportedAt' | 'closedAt' | 'next' | 'steps'> {
  due: Date | null
  reported: Date
  closed: Date | null
  steps: (Omit<DangerStep, 'at'> & { at: string })[]
}

async function dangersWhere(sql: TransactionSql, where: Fragment): Promise<Danger[]> {
  const rows = await sql<DangerRow[]>`
    select d.id, d.town_id as "townId", d.hazard_id as "hazardId", h.name as "hazardName",
      h.name_en as "hazardNameEn", d.inspection_id as "inspectionId", d.title, d.detail, d.grade, d.state,
      d.responsible, d.supervisor, d.due_at as due, d.reported_at as reported, d.reported_by as "reportedBy",
      d.closed_at as closed, coalesce(grid.code, '') as "gridCode", coalesce(grid.name, '') as "gridName", d.version,
      (select json_agg(json_build_object('verb', s.verb, 'state', s.state, 'at', s.at, 'by', s.by_name,
        'note', s.note, 'details', s.details) order by s.ordinal)
        from danger_steps s where s.danger_id = d.id) as steps
    from dangers d join hazards h on h.id = d.hazard_id
    ${gridThen(sql, { town: sql`d.town_id`, point: sql`h.point`, at: sql`d.reported_at`, name: sql`grid` })}
    ${where}`
  return rows.map(({ due, reported, closed, steps, ...row }) => ({
    ...row,
    dueAt: due?.toISOString() ?? null,
    reportedAt: reported.toISOString(),
    closedAt: closed?.toISOString() ?? null,
    next: nextOf(row),
    steps: (steps ?? []).map(step => ({ ...step, at: new Date(step.at).toISOString() })),
  }))
}

/** Dangers of a town by number, in pages. */
export const findDangers = (context: Context, query: DangerQuery): Promise<Danger[]> =>
  readTown(context, query.town, ({ sql }) => {
    const state = {
      all: sql``,
      open: sql`and d.state <> 'closed'`,
      closed: sql`and d.state = 'closed'`,
    }[query.state]
    const hazard = query.hazard === undefined ? sql`` : sql`and d.hazard_id = ${query.hazard}`
    return dangersWhere(
      sql,
      sql`where d.town_id = ${query.town} and d.id > ${query.cursor} ${state} ${hazard} order by d.id limit ${query.limit}`,
    )
  })

/** Inside a transaction. @throws Refusal `missing` */
export async function loadDanger(sql: TransactionSql, id: number): Promise<Danger> {
  const [danger] = await dangersWhere(sql, sql`where d.id = ${id}`)
  if (!danger) throw missing({ zh: '没有这个隐患', en: 'There is no such hidden danger' })
  return danger
}

export const findDanger = (context: Context, id: number): Promise<Danger> =>
  read(context, async ({ sql, actor, world }) => {
    const danger = await loadDanger(sql, id)
    allow(actor, 'region.read', { world, townId: danger.townId })
    return danger
  })
