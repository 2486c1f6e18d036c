import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, type ListQuery, listed, readTown } from '../list.ts'
import type { Target } from './target.ts'

interface TargetRow extends Omit<Target, 'lngLat'> {
  lng: number
  lat: number
}

async function targetsWhere(sql: TransactionSql, where: Fragment): Promise<Target[]> {
  const rows = await sql<TargetRow[]>`
    select r.id, r.town_id as "townId", r.name, r.name_en as "nameEn", ST_X(r.point) as lng, ST_Y(r.point) as lat, r.standing, r.origin, r.version, r.kind, r.people
    from targets r ${where}`
  return rows.map(({ lng, lat, ...row }) => ({ ...row, lngLat: [lng, lat] }))
}

export const findTargets = (context: Context, query: ListQuery): Promise<Target[]> =>
  readTown(context, query.town, ({ sql }) => targetsWhere(sql, listed(sql, query, 'r.point')))

/** One target as it is now in the asked world, inside a transaction. @throws Refusal `missing` */
export async function loadTarget(sql: TransactionSql, id: number): Promise<Target> {
  const [found] = await targetsWhere(sql, sql`where r.id = ${id}`)
  if (!found) throw missing({ zh: '没有这个防护目标', en: 'There is no such target' })
  return found
}

export const findTarget = (context: Context, id: number): Promise<Target> =>
  read(context, async ({ sql, actor, world }) => {
    const found = await loadTarget(sql, id)
    allow(actor, 'region.read', { world, townId: found.townId })
    return found
  })
