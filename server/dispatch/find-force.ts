import type { Row, TransactionSql } from 'postgres'
import type { LngLat } from '../region/place.ts'
import type { ResponderKind, ResponderState, Skill } from '../responder/responder.ts'

/** A confirmed responder with where it is in this world and what keeps it from going. */
export interface Force {
  responderId: number
  townId: number
  kind: ResponderKind
  name: string
  nameEn: string
  skills: Skill[]
  people: number
  vehicles: number
  heightMeters: number | null
  weightTons: number | null
  lngLat: LngLat
  state: ResponderState
  available: boolean
  unavailable: { zh: string; en: string } | null
}

/** A store that has some of an item free. */
export interface Store {
  supplyId: number
  name: string
  lngLat: LngLat
  item: string
  unit: string
  free: number
}

const forceOf = (row: Row): Force => ({
  responderId: row.id,
  townId: row.town_id,
  kind: row.kind,
  name: row.name,
  nameEn: row.name_en,
  skills: row.skills,
  people: row.people,
  vehicles: row.vehicles,
  heightMeters: row.height_meters,
  weightTons: row.weight_tons,
  lngLat: [row.lng, row.lat],
  state: row.order_state ?? (row.on_duty ? 'available' : 'off-duty'),
  available: row.order_state === null && row.on_duty,
  unavailable: whyNot(row),
})

function whyNot(row: Row): Force['unavailable'] {
  if (row.order_state !== null)
    return { zh: `出动中 · 事件 ${row.number}`, en: `Out on incident ${row.number}` }
  return row.on_duty ? null : { zh: '未在岗', en: 'Off duty' }
}

/** Confirmed responders of a town in this world, or only those asked for. */
export async function loadForce(sql: TransactionSql, townId: number, ids?: number[]): Promise<Force[]> {
  const rows =
    await sql`select r.id, r.town_id, r.kind, r.name, r.name_en, to_json(r.skills) as skills, r.people,
      r.vehicles, r.height_meters, r.weight_tons, coalesce(s.on_duty, true) as on_duty,
      ST_X(coalesce(s.point, r.home)) as lng, ST_Y(coalesce(s.point, r.home)) as lat,
      o.state as order_state, i.number
    from responders r
    left join responder_states s on s.responder_id = r.id
    left join orders o on o.responder_id = r.id and o.state in ('ordered', 'acknowledged', 'departed', 'arrived')
    left join incidents i on i.id = o.incident_id
    where r.town_id = ${townId} and r.standing = 'confirmed' ${ids ? sql`and r.id = any(${ids})` : sql``}
    order by r.id`
  return rows.map(forceOf)
}

/** Stores of a town with free stock of any of the items. */
export async function loadStores(sql: TransactionSql, townId: number, items: string[]): Promise<Store[]> {
  if (items.length === 0) return []
  const rows = await sql`select s.id, s.name, ST_X(s.point) as lng, ST_Y(s.point) as lat, k.item, k.unit,
      k.quantity - k.reserved as free
    from supplies s join stocks k on k.supply_id = s.id
    where s.town_id = ${townId} and s.standing = 'confirmed' and k.item = any(${items}) and k.quantity > k.reserved
    order by s.id`
  return rows.map(row => ({
    supplyId: row.id,
    name: row.name,
    lngLat: [row.lng, row.lat],
    item: row.item,
    unit: row.unit,
    free: row.free,
  }))
}
