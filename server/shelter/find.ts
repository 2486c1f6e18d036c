import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, type ListQuery, listed, readTown } from '../list.ts'
import type { Shelter } from './shelter.ts'

interface ShelterRow extends Omit<Shelter, 'lngLat'> {
  lng: number
  lat: number
}

async function sheltersWhere(sql: TransactionSql, where: Fragment): Promise<Shelter[]> {
  const rows = await sql<ShelterRow[]>`
    select r.id, r.town_id as "townId", r.name, r.name_en as "nameEn", ST_X(r.point) as lng, ST_Y(r.point) as lat, r.standing, r.origin, r.version, r.kind,
      r.area_square_meters as "areaSquareMeters", r.capacity_day as "capacityDay",
      r.capacity_night as "capacityNight", r.contact,
      coalesce(s.open, false) as open, coalesce(s.occupied, 0) as occupied
    from shelters r left join shelter_states s on s.shelter_id = r.id ${where}`
  return rows.map(({ lng, lat, ...row }) => ({ ...row, lngLat: [lng, lat] }))
}

export const findShelters = (context: Context, query: ListQuery): Promise<Shelter[]> =>
  readTown(context, query.town, ({ sql }) => sheltersWhere(sql, listed(sql, query, 'r.point')))

/** One shelter as it is now in the asked world, inside a transaction. @throws Refusal `missing` */
export async function loadShelter(sql: TransactionSql, id: number): Promise<Shelter> {
  const [found] = await sheltersWhere(sql, sql`where r.id = ${id}`)
  if (!found) throw missing({ zh: '没有这个避难场所', en: 'There is no such shelter' })
  return found
}

export const findShelter = (context: Context, id: number): Promise<Shelter> =>
  read(context, async ({ sql, actor, world }) => {
    const found = await loadShelter(sql, id)
    allow(actor, 'region.read', { world, townId: found.townId })
    return found
  })
