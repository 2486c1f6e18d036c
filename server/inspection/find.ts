import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow, may } from '../account/rules/rights.ts'
import { type Context, type Inside, read } from '../context.ts'
import { missing } from '../errors.ts'
import { loadHazard } from '../hazard/find.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Control, Inspection, Task } from './inspection.ts'
import { daysLate, dueAfter } from './rules/due.ts'
import { masked } from './rules/mask.ts'

export const ControlQuery = z.object({
  town: wholeNumber,
  /** `overdue` leaves only those whose inspection is late. */
  due: z.enum(['all', 'overdue']).default('all'),
})
export type ControlQuery = z.infer<typeof ControlQuery>

interface ControlRow extends Omit<Control, 'lngLat' | 'lastAt' | 'dueAt' | 'daysLate'> {
  lng: number
  lat: number
  last: Date | null
  assessed: Date | null
}

export async function controlsWhere(
  { sql, now }: Pick<Inside, 'sql' | 'now'>,
  { townId, where }: { townId: number; where: Fragment },
): Promise<Control[]> {
  const rows = await sql<ControlRow[]>`
    with chosen as (select town_id, edition from control_rules where town_id = ${townId} or town_id is null
      order by town_id nulls last, edition desc limit 1),
    rules as (select r.* from control_rules r join chosen c
      on r.edition = c.edition and r.town_id is not distinct from c.town_id)
    select h.id as "hazardId", h.town_id as "townId", h.name, h.name_en as "nameEn", h.domain,
      ST_X(h.point) as lng, ST_Y(h.point) as lat, coalesce(a.level, 0) as level, r.controller,
      r.inspect_days as "inspectDays", coalesce(c.responsible, r.responsible, '') as responsible, coalesce(c.unit, h.owner) as unit,
      coalesce(c.phone, h.contact) as phone, l.last, a.first as assessed,
      (select count(*)::int from dangers d where d.hazard_id = h.id and d.state <> 'closed') as "openDangers",
      coalesce(c.version, 0) as version
    from hazards h
    left join lateral (select level, (select min(assessed_at) from assessments where hazard_id = h.id) as first
      from assessments where hazard_id = h.id order by scale = 'residual' desc, id desc limit 1) a on true
    left join rules r on r.level = a.level
    left join controls c on c.hazard_id = h.id
    left join lateral (select max(done_at) as last from inspections where hazard_id = h.id) l on true
    where h.town_id = ${townId} and h.standing = 'confirmed' ${where}
    order by h.id`
  return rows.map(({ lng, lat, last, assessed, ...row }) => {
    const from = last ?? assessed
    const due = from && row.inspectDays ? dueAfter(from, row.inspectDays) : null
    return {
      ...row,
      lngLat: [lng, lat],
      lastAt: last?.toISOString() ?? null,
      dueAt: due?.toISOString() ?? null,
      daysLate: due ? daysLate(due, now) : 0,
    }
  })
}

/** How every confirmed source of a town is controlled, the latest inspection first among the overdue. */
export const findControls = (context: Context, { town, due }: ControlQuery): Promise<Control[]> =>
  readTown(context, town, async inside => {
    const rows = await controlsWhere(inside, { townId: town, where: inside.sql`` })
    const kept = due === 'overdue' ? rows.filter(row => row.daysLate > 0) : rows
    return kept.map(row => seenBy(inside, row)).sort(mostUrgent)
  })

const mostUrgent = (a: Control, b: Control) =>
  b.daysLate - a.daysLate || (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9') || a.hazardId - b.hazardId

export function seenBy({ actor, world }: Pick<Inside, 'actor' | 'world'>, control: Control): Control {
  const sees = may(actor, 'contact.read', { world, townId: control.townId })
  return sees ? control : { ...control, phone: masked(control.phone) }
}

/** @throws Refusal `missing` where there is no such confirmed source */
export async function loadControl(inside: Inside, hazardId: number): Promise<Control> {
  const { townId } = await loadHazard(inside.sql, hazardId)
  const [control] = await controlsWhere(inside, { townId, where: inside.sql`and h.id = ${hazardId}` })
  if (!control) throw missing({ zh: '这个风险源尚未核实', en: 'This source is not confirmed yet' })
  return control
}

export const findControl = (context: Context, hazardId: number): Promise<Control> =>
  read(context, async inside => {
    const control = await loadControl(inside, hazardId)
    allow(inside.actor, 'region.read', { world: inside.world, townId: control.townId })
    return seenBy(inside, control)
  })

interface InspectionRow extends Omit<Inspection, 'doneAt'> {
  done: Date
}

export async function inspectionsWhere(sql: TransactionSql, where: Fragment): Promise<Inspection[]> {
  const rows = await sql<InspectionRow[]>`
    select i.id, i.town_id as "townId", i.hazard_id as "hazardId", i.result, i.note, i.done_at as done,
      i.done_by as "doneBy", i.version,
      array(select d.id from dangers d where d.inspection_id = i.id order by d.id) as "dangerIds"
    from inspections i ${where} order by i.done_at desc, i.id desc limit 200`
  return rows.map(({ done, ...row }) => ({ ...row, doneAt: done.toISOString() }))
}

/** The inspections of one source, the newest first. */
export const findInspections = (context: Context, hazardId: number): Promise<Inspection[]> =>
  read(context, async ({ sql, actor, world }) => {
    const hazard = await loadHazard(sql, hazardId)
    allow(actor, 'region.read', { world, townId: hazard.townId })
    return inspectionsWhere(sql, sql`where i.hazard_id = ${hazardId}`)
  })

interface TaskRow extends Omit<Task, 'dueAt' | 'openedAt' | 'endedAt'> {
  due: Date
  opened: Date
  ended: Date | null
}

/** @param most how many at most; null for all */
export async function tasksWhere(
  sql: TransactionSql,
  where: Fragment,
  most: number | null = null,
): Promise<Task[]> {
  const rows = await sql<TaskRow[]>`
    select t.id, t.town_id as "townId", t.hazard_id as "hazardId", t.kind, t.due_at as due, t.state,
      t.opened_at as opened, t.ended_at as ended, t.inspection_id as "inspectionId", t.version
    from tasks t ${where} order by t.due_at, t.id limit ${most}`
  return rows.map(({ due, opened, ended, ...row }) => ({
    ...row,
    dueAt: due.toISOString(),
    openedAt: opened.toISOString(),
    endedAt: ended?.toISOString() ?? null,
  }))
}

const mostTasks = 5000

/** Open work of a town, the longest overdue first. */
export const findTasks = (context: Context, { town }: { town: number }): Promise<Task[]> =>
  readTown(context, town, ({ sql }) =>
    tasksWhere(sql, sql`where t.town_id = ${town} and t.state = 'open'`, mostTasks),
  )
