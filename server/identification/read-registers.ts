import type { TransactionSql } from 'postgres'
import type { LngLat } from '../region/place.ts'
import { Ground, middleOf } from './rules/ground.ts'
import type { MapFacts } from './rules/map-facts.ts'
import type {
  HeldCell,
  HeldHazard,
  HeldIncident,
  HeldSensor,
  HeldTarget,
  Registers,
} from './rules/registers.ts'

interface Asked {
  townId: number
  now: Date
  map: MapFacts | null
  slopeAt: Registers['slopeAt']
}

type Placed<T> = Omit<T, 'lngLat'> & { lng: number; lat: number }

const placed = <T extends { lng: number; lat: number }>(rows: readonly T[]) =>
  rows.map(({ lng, lat, ...row }) => ({ ...row, lngLat: [lng, lat] as LngLat }))

/** Everything the rules look at, as the registers have it now. Incidents are those of the live world. */
export async function readRegisters(
  sql: TransactionSql,
  { townId, now, map, slopeAt }: Asked,
): Promise<Registers> {
  const hazards = placed(
    await sql<Placed<HeldHazard>[]>`
      select id, name, name_en as "nameEn", kind, ST_X(point) as lng, ST_Y(point) as lat, reach_meters as "reachMeters", major, inventory,
        standing
      from hazards where town_id = ${townId} order by id`,
  )
  const targets = placed(
    await sql<Placed<HeldTarget>[]>`
      select id, name, name_en as "nameEn", kind, ST_X(point) as lng, ST_Y(point) as lat, people,
        coalesce(origin ->> 'tag', '') as tag
      from targets where town_id = ${townId} and standing <> 'rejected' order by id`,
  )
  const cells = placed(
    await sql<Placed<HeldCell>[]>`
      select ordinal, ST_X(ST_Centroid(geom)) as lng, ST_Y(ST_Centroid(geom)) as lat, people_day as "peopleDay",
        people_night as "peopleNight"
      from cells where town_id = ${townId} order by ordinal`,
  )
  const incidents = placed(
    await sql<(Placed<Omit<HeldIncident, 'at'>> & { at: Date })[]>`
      select id, type, title, reported_at as at, ST_X(point) as lng, ST_Y(point) as lat
      from incidents where world = 0 and town_id = ${townId} order by id`,
  ).map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
  const sensors = placed(
    await sql<Placed<HeldSensor>[]>`
      select id, name, name_en as "nameEn", ST_X(point) as lng, ST_Y(point) as lat, grade
      from sensors where town_id = ${townId} and hazard_id is null and point is not null order by id`,
  )
  const ground = new Ground(middleOf(cells.length > 0 ? cells : [...hazards, ...targets]))
  return { now, ground, hazards, targets, cells, incidents, sensors, map, slopeAt }
}
