import type { Row, TransactionSql } from 'postgres'
import type { LngLat } from '../region/place.ts'

export interface Thing {
  id: number
  name: string
  nameEn: string
  kind: string
  lngLat: LngLat
  /** Whom it holds: pupils and patients of a target, places of a shelter, people of a team. */
  people: number
}

type Box = readonly [number, number, number, number]

export interface Things {
  targets: Thing[]
  shelters: Thing[]
  hazards: Thing[]
  responders: Thing[]
}

const thingOf = ({ id, name, name_en, kind, lng, lat, people }: Row): Thing => ({
  id,
  name,
  nameEn: name_en,
  kind,
  lngLat: [lng, lat],
  people,
})

/** What the registers have in a box, those that were rejected left out. */
export async function loadThings(sql: TransactionSql, townId: number, box: Box | null): Promise<Things> {
  if (!box) return { targets: [], shelters: [], hazards: [], responders: [] }
  const [west, south, east, north] = box
  const near = sql`ST_MakeEnvelope(${west}, ${south}, ${east}, ${north}, 4326)`
  const targets = await sql`select id, name, name_en, kind, ST_X(point) as lng, ST_Y(point) as lat, people
    from targets where town_id = ${townId} and standing <> 'rejected' and point && ${near}`
  const shelters = await sql`select id, name, name_en, kind, ST_X(point) as lng, ST_Y(point) as lat,
      greatest(capacity_day, capacity_night) as people
    from shelters where town_id = ${townId} and standing <> 'rejected' and point && ${near}`
  const hazards =
    await sql`select id, name, name_en, kind, ST_X(point) as lng, ST_Y(point) as lat, 0 as people
    from hazards where town_id = ${townId} and standing <> 'rejected' and point && ${near}`
  const responders = await sql`select r.id, r.name, r.name_en, r.kind, ST_X(coalesce(s.point, r.home)) as lng,
      ST_Y(coalesce(s.point, r.home)) as lat, r.people
    from responders r left join responder_states s on s.responder_id = r.id
    where r.town_id = ${townId} and r.standing <> 'rejected' and coalesce(s.point, r.home) && ${near}`
  return {
    targets: targets.map(thingOf),
    shelters: shelters.map(thingOf),
    hazards: hazards.map(thingOf),
    responders: responders.map(thingOf),
  }
}
