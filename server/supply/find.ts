import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, type ListQuery, listed, readTown } from '../list.ts'
import type { Supply } from './supply.ts'

interface SupplyRow extends Omit<Supply, 'lngLat'> {
  lng: number
  lat: number
}

async function suppliesWhere(sql: TransactionSql, where: Fragment): Promise<Supply[]> {
  const rows = await sql<SupplyRow[]>`
    select r.id, r.town_id as "townId", r.name, r.name_en as "nameEn", ST_X(r.point) as lng, ST_Y(r.point) as lat, r.standing, r.origin, r.version, r.contact,
      coalesce((select json_agg(json_build_object('item', k.item, 'itemEn', k.item_en, 'unit', k.unit,
        'quantity', k.quantity, 'reserved', k.reserved) order by k.item) from stocks k where k.supply_id = r.id), '[]') as stock
    from supplies r ${where}`
  return rows.map(({ lng, lat, ...row }) => ({ ...row, lngLat: [lng, lat] }))
}

export const findSupplies = (context: Context, query: ListQuery): Promise<Supply[]> =>
  readTown(context, query.town, ({ sql }) => suppliesWhere(sql, listed(sql, query, 'r.point')))

/** One supply as it is now in the asked world, inside a transaction. @throws Refusal `missing` */
export async function loadSupply(sql: TransactionSql, id: number): Promise<Supply> {
  const [found] = await suppliesWhere(sql, sql`where r.id = ${id}`)
  if (!found) throw missing({ zh: '没有这个物资库', en: 'There is no such supply' })
  return found
}

export const findSupply = (context: Context, id: number): Promise<Supply> =>
  read(context, async ({ sql, actor, world }) => {
    const found = await loadSupply(sql, id)
    allow(actor, 'region.read', { world, townId: found.townId })
    return found
  })
