import type { Row, TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, type Inside, read } from '../context.ts'
import { missing } from '../errors.ts'
import { readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Incident } from './incident.ts'

export const IncidentQuery = z.object({
  town: wholeNumber,
  state: z.enum(['open', 'closed', 'all']).default('all'),
  limit: wholeNumber.default(200),
})
export type IncidentQuery = z.infer<typeof IncidentQuery>

const rank: Record<string, number> = { county: 0, town: 1, community: 2, village: 3 }

/**
 * The deepest region and the grid that held the point when it was reported; of two that share its edge, the first.
 * Boundaries that were redrawn since do not change to whom an old incident belonged.
 */
const located = (sql: TransactionSql) => sql`
  left join lateral (
    select name from region_states
    where (town_id = i.town_id or region_id = i.town_id) and geom is not null and ST_Intersects(geom, i.point)
      and (valid_from is null or valid_from <= i.reported_at) and (valid_to is null or valid_to > i.reported_at)
    order by array_position(${Object.keys(rank)}::text[], level) desc, region_id limit 1) region on true
  left join lateral (
    select code, name, lead, phone from grid_states
    where town_id = i.town_id and level <> 'thematic' and ST_Intersects(geom, i.point)
      and (valid_from is null or valid_from <= i.reported_at) and (valid_to is null or valid_to > i.reported_at)
    order by array_position(array['micro', 'second', 'first'], level), grid_id limit 1) grid on true
  left join lateral (
    select id from runs where incident_id = i.id order by (ended_at is null) desc, id desc limit 1) run on true`

const columns = (sql: TransactionSql) => sql`i.id, i.town_id, i.number, i.type, i.title, i.description,
  ST_X(i.point) as lng, ST_Y(i.point) as lat, i.address, i.channel, i.casualties, i.affected,
  i.loss_ten_thousand_yuan, i.burnt_hectares, i.grade, i.grade_reasons, i.state, i.reported_at, i.reported_by,
  i.closed_at, i.version, region.name as region_name, grid.code as grid_code, grid.name as grid_name,
  grid.lead as grid_lead, grid.phone as grid_phone, run.id as run_id`

const incidentOf = (row: Row): Incident => ({
  id: row.id,
  townId: row.town_id,
  number: row.number,
  type: row.type,
  title: row.title,
  description: row.description,
  lngLat: [row.lng, row.lat],
  address: row.address,
  channel: row.channel,
  casualties: row.casualties,
  affected: row.affected,
  lossTenThousandYuan: row.loss_ten_thousand_yuan,
  burntHectares: row.burnt_hectares,
  grade: row.grade,
  gradeReasons: row.grade_reasons,
  state: row.state,
  regionName: row.region_name ?? '',
  gridCode: row.grid_code ?? '',
  gridName: row.grid_name ?? '',
  gridLead: row.grid_lead ?? '',
  gridPhone: row.grid_phone ?? '',
  runId: row.run_id,
  reportedAt: row.reported_at.toISOString(),
  reportedBy: row.reported_by,
  closedAt: row.closed_at?.toISOString() ?? null,
  version: row.version,
})

/** Open ones first, the newest first among them. */
export function findIncidents(context: Context, query: IncidentQuery): Promise<Incident[]> {
  return readTown(context, query.town, async ({ sql }) => {
    const state =
      query.state === 'all'
        ? sql``
        : query.state === 'closed'
          ? sql`and i.state = 'closed'`
          : sql`and i.state <> 'closed'`
    const rows = await sql`select ${columns(sql)} from incidents i ${located(sql)}
      where i.town_id = ${query.town} ${state}
      order by (i.state = 'closed'), i.reported_at desc, i.id desc limit ${Math.min(query.limit, 1000)}`
    return rows.map(incidentOf)
  })
}

/** Inside a transaction. @throws Refusal `missing` */
export async function loadIncident(sql: TransactionSql, id: number): Promise<Incident> {
  const [row] = await sql`select ${columns(sql)} from incidents i ${located(sql)} where i.id = ${id}`
  if (!row)
    throw missing({
      zh: '没有这起事件，可能在另一个演练环境中',
      en: 'There is no such incident in this world',
    })
  return incidentOf(row)
}

export const findIncident = (context: Context, id: number): Promise<Incident> =>
  read(context, inside => readIncident(inside, id))

/** Inside a transaction, for a reader of its town. @throws Refusal `missing`, `forbidden` */
export async function readIncident({ sql, actor, world }: Inside, id: number): Promise<Incident> {
  const incident = await loadIncident(sql, id)
  allow(actor, 'region.read', { world, townId: incident.townId })
  return incident
}
