import type { Row, TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Threat } from './threat.ts'

export const ThreatQuery = z.object({
  town: wholeNumber,
  state: z.enum(['open', 'all']).default('open'),
  incident: wholeNumber.optional(),
  hazard: wholeNumber.optional(),
})
export type ThreatQuery = z.infer<typeof ThreatQuery>

const threatOf = (row: Row): Threat => ({
  id: row.id,
  townId: row.town_id,
  hazardId: row.hazard_id,
  incidentId: row.incident_id,
  name: row.name,
  lngLat: [row.lng, row.lat],
  weather: row.weather,
  inputs: row.inputs,
  result: row.result,
  madeAt: row.made_at.toISOString(),
  madeBy: row.made_by,
  withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  zoneIds: row.zone_ids,
  version: row.version,
})

async function threatsWhere(sql: TransactionSql, where: Fragment): Promise<Threat[]> {
  const rows =
    await sql`select id, town_id, hazard_id, incident_id, name, ST_X(point) as lng, ST_Y(point) as lat,
      weather, inputs, result, made_at, made_by, withdrawn_at, zone_ids, version
    from threats ${where}`
  return rows.map(threatOf)
}

/** Inside a transaction. @throws Refusal `missing` */
export async function loadThreat(sql: TransactionSql, id: number): Promise<Threat> {
  const [threat] = await threatsWhere(sql, sql`where id = ${id}`)
  if (!threat) throw missing({ zh: '没有这个影响区', en: 'There is no such consequence zone in this world' })
  return threat
}

/** Newest first. */
export const findThreats = (
  context: Context,
  { town, state, incident, hazard }: ThreatQuery,
): Promise<Threat[]> =>
  readTown(context, town, ({ sql }) =>
    threatsWhere(
      sql,
      sql`where town_id = ${town}
        ${state === 'open' ? sql`and withdrawn_at is null` : sql``}
        ${incident === undefined ? sql`` : sql`and incident_id = ${incident}`}
        ${hazard === undefined ? sql`` : sql`and hazard_id = ${hazard}`}
        order by id desc limit 200`,
    ),
  )

/** @throws Refusal `missing`, `forbidden` */
export const findThreat = (context: Context, id: number): Promise<Threat> =>
  read(context, async ({ sql, actor, world }) => {
    const threat = await loadThreat(sql, id)
    allow(actor, 'region.read', { world, townId: threat.townId })
    return threat
  })
