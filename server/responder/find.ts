import type { TransactionSql } from 'postgres'
import type { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, inBox, ListQuery, readTown } from '../list.ts'
import { type Responder, ResponderKind } from './responder.ts'

export const ResponderQuery = ListQuery.extend({ kind: ResponderKind.optional() })
export type ResponderQuery = z.infer<typeof ResponderQuery>

interface ResponderRow extends Omit<Responder, 'home' | 'lngLat' | 'positionAt'> {
  homeLng: number
  homeLat: number
  lng: number
  lat: number
  at: Date | null
}

// A register change and a change in the world both raise the version that a reader sees.
async function respondersWhere(sql: TransactionSql, where: Fragment): Promise<Responder[]> {
  const rows = await sql<ResponderRow[]>`
    select r.id, r.town_id as "townId", r.kind, r.name, r.name_en as "nameEn", to_json(r.skills) as skills, r.people,
      r.vehicles, r.parent_id as "parentId", r.height_meters as "heightMeters", r.weight_tons as "weightTons", r.phone,
      ST_X(r.home) as "homeLng", ST_Y(r.home) as "homeLat", r.standing, r.origin,
      coalesce(o.state, case when s.on_duty is false then 'off-duty' else 'available' end) as state,
      ST_X(coalesce(s.point, r.home)) as lng, ST_Y(coalesce(s.point, r.home)) as lat, s.position_at as at,
      o.id as "orderId", r.version + coalesce(s.version, 1) - 1 as version
    from responders r
    left join responder_states s on s.responder_id = r.id
    left join orders o on o.responder_id = r.id and o.state in ('ordered', 'acknowledged', 'departed', 'arrived')
    ${where}`
  return rows.map(({ homeLng, homeLat, lng, lat, at, ...row }) => ({
    ...row,
    home: [homeLng, homeLat],
    lngLat: [lng, lat],
    positionAt: at?.toISOString() ?? null,
  }))
}

export const findResponders = (context: Context, query: ResponderQuery): Promise<Responder[]> =>
  readTown(context, query.town, ({ sql }) =>
    respondersWhere(
      sql,
      sql`where r.town_id = ${query.town} and r.id > ${query.cursor}
        ${query.standing ? sql`and r.standing = ${query.standing}` : sql``}
        ${query.kind ? sql`and r.kind = ${query.kind}` : sql``}
        ${inBox(sql, 'r.home', query.bbox)}
        order by r.id limit ${query.limit}`,
    ),
  )

/** One responder as it is now in the asked world, inside a transaction. @throws Refusal `missing` */
export async function loadResponder(sql: TransactionSql, id: number): Promise<Responder> {
  const [found] = await respondersWhere(sql, sql`where r.id = ${id}`)
  if (!found) throw missing({ zh: '没有这个应急力量', en: 'There is no such responder' })
  return found
}

export const findResponder = (context: Context, id: number): Promise<Responder> =>
  read(context, async ({ sql, actor, world }) => {
    const found = await loadResponder(sql, id)
    allow(actor, 'region.read', { world, townId: found.townId })
    return found
  })
