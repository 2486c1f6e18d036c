import type { Row, TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Avoid } from '../road/road.ts'
import type { Closure, Zone } from './dispatch.ts'

export const ObstacleQuery = z.object({ town: wholeNumber, state: z.enum(['open', 'all']).default('open') })
export type ObstacleQuery = z.infer<typeof ObstacleQuery>

const closureOf = (row: Row): Closure => ({
  id: row.id,
  townId: row.town_id,
  incidentId: row.incident_id,
  line: row.line,
  reason: row.reason,
  closedAt: row.closed_at.toISOString(),
  closedBy: row.closed_by,
  liftedAt: row.lifted_at?.toISOString() ?? null,
  version: row.version,
})

async function closuresWhere(sql: TransactionSql, where: Fragment): Promise<Closure[]> {
  const rows =
    await sql`select id, town_id, incident_id, ST_AsGeoJSON(line, 7)::json as line, reason, closed_at,
      closed_by, lifted_at, version
    from closures ${where}`
  return rows.map(closureOf)
}

const zoneOf = (row: Row): Zone => ({
  id: row.id,
  townId: row.town_id,
  incidentId: row.incident_id,
  kind: row.kind,
  polygon: row.polygon,
  reason: row.reason,
  people: row.people,
  drawnAt: row.drawn_at.toISOString(),
  drawnBy: row.drawn_by,
  liftedAt: row.lifted_at?.toISOString() ?? null,
  version: row.version,
})

// People by day of every unit cell the zone touches: rather too many warned than too few.
async function zonesWhere(sql: TransactionSql, where: Fragment): Promise<Zone[]> {
  const rows =
    await sql`select z.id, z.town_id, z.incident_id, z.kind, ST_AsGeoJSON(z.geom, 7)::json as polygon,
      z.reason, z.drawn_at, z.drawn_by, z.lifted_at, z.version,
      coalesce((select sum(c.people_day) from cells c
        where c.town_id = z.town_id and ST_Intersects(c.geom, z.geom)), 0)::int as people
    from zones z ${where}`
  return rows.map(zoneOf)
}

export const loadClosures = (sql: TransactionSql, townId: number): Promise<Closure[]> =>
  closuresWhere(sql, sql`where town_id = ${townId} and lifted_at is null order by id`)

export const loadZones = (sql: TransactionSql, townId: number): Promise<Zone[]> =>
  zonesWhere(sql, sql`where z.town_id = ${townId} and z.lifted_at is null order by z.id`)

/** What routes of a town must avoid in this world; a cordon keeps the public out, not the responders. */
export async function loadAvoid(sql: TransactionSql, townId: number): Promise<Avoid> {
  const [closures, zones] = await Promise.all([
    sql`select ST_AsGeoJSON(line, 7)::json as line from closures
      where town_id = ${townId} and lifted_at is null order by id`,
    sql`select ST_AsGeoJSON(geom, 7)::json as polygon from zones
      where town_id = ${townId} and kind = 'danger' and lifted_at is null order by id`,
  ])
  return { closures: closures.map(row => row.line), zones: zones.map(row => row.polygon) }
}

/** Inside a transaction. @throws Refusal `missing` */
export async function loadClosure(sql: TransactionSql, id: number): Promise<Closure> {
  const [closure] = await closuresWhere(sql, sql`where id = ${id}`)
  if (!closure) throw missing({ zh: '没有这处道路封闭', en: 'There is no such closure in this world' })
  return closure
}

/** Inside a transaction. @throws Refusal `missing` */
export async function loadZone(sql: TransactionSql, id: number): Promise<Zone> {
  const [zone] = await zonesWhere(sql, sql`where z.id = ${id}`)
  if (!zone) throw missing({ zh: '没有这个区域', en: 'There is no such zone in this world' })
  return zone
}

export const findClosures = (context: Context, { town, state }: ObstacleQuery): Promise<Closure[]> =>
  readTown(context, town, ({ sql }) =>
    state === 'open'
      ? loadClosures(sql, town)
      : closuresWhere(sql, sql`where town_id = ${town} order by id desc limit 1000`),
  )

export const findZones = (context: Context, { town, state }: ObstacleQuery): Promise<Zone[]> =>
  readTown(context, town, ({ sql }) =>
    state === 'open'
      ? loadZones(sql, town)
      : zonesWhere(sql, sql`where z.town_id = ${town} order by z.id desc limit 1000`),
  )

export const findClosure = (context: Context, id: number): Promise<Closure> =>
  read(context, async ({ sql, actor, world }) => {
    const closure = await loadClosure(sql, id)
    allow(actor, 'region.read', { world, townId: closure.townId })
    return closure
  })

export const findZone = (context: Context, id: number): Promise<Zone> =>
  read(context, async ({ sql, actor, world }) => {
    const zone = await loadZone(sql, id)
    allow(actor, 'region.read', { world, townId: zone.townId })
    return zone
  })
