import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, type ListQuery, listed, readTown } from '../list.ts'
import { assessmentsOf } from './find-assessments.ts'
import type { Assessment, Hazard } from './hazard.ts'

interface HazardRow extends Omit<Hazard, 'lngLat'> {
  lng: number
  lat: number
}

async function hazardsWhere(sql: TransactionSql, where: Fragment): Promise<Hazard[]> {
  const rows = await sql<HazardRow[]>`
    select r.id, r.town_id as "townId", r.code, r.name, r.name_en as "nameEn", r.domain, r.kind,
      ST_X(r.point) as lng, ST_Y(r.point) as lat, ST_AsGeoJSON(r.area, 7)::json as area,
      r.reach_meters as "reachMeters", r.major, r.major_grade as "majorGrade", r.inventory, r.owner, r.contact,
      r.standing, r.origin,
      coalesce((select a.level from assessments a where a.hazard_id = r.id and a.scale = 'inherent'
        order by a.id desc limit 1), 0) as "inherentLevel",
      coalesce((select a.level from assessments a where a.hazard_id = r.id and a.scale = 'residual'
        order by a.id desc limit 1), 0) as "residualLevel",
      r.version
    from hazards r ${where}`
  return rows.map(({ lng, lat, ...row }) => ({ ...row, lngLat: [lng, lat] }))
}

export const findHazards = (context: Context, query: ListQuery): Promise<Hazard[]> =>
  readTown(context, query.town, ({ sql }) => hazardsWhere(sql, listed(sql, query, 'r.point')))

/** One hazard source as it is now, inside a transaction. @throws Refusal `missing` */
export async function loadHazard(sql: TransactionSql, id: number): Promise<Hazard> {
  const [hazard] = await hazardsWhere(sql, sql`where r.id = ${id}`)
  if (!hazard) throw missing({ zh: '没有这个风险源', en: 'There is no such hazard source' })
  return hazard
}

/** Several sources as they are now, inside a transaction, by id. */
export const loadHazards = (sql: TransactionSql, ids: readonly number[]): Promise<Hazard[]> =>
  hazardsWhere(sql, sql`where r.id = any(${[...ids]}::int[]) order by r.id`)

export const findHazard = (context: Context, id: number): Promise<Hazard> =>
  read(context, async ({ sql, actor, world }) => {
    const hazard = await loadHazard(sql, id)
    allow(actor, 'region.read', { world, townId: hazard.townId })
    return hazard
  })

/** Every assessment of one source, newest first; the first of each scale is the one that counts. */
export const findAssessments = (context: Context, id: number): Promise<Assessment[]> =>
  read(context, async ({ sql, actor, world }) => {
    const hazard = await loadHazard(sql, id)
    allow(actor, 'region.read', { world, townId: hazard.townId })
    return assessmentsOf(sql, id)
  })
