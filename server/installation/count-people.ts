// GB 18218-2018, table 5: the people within 500 m outside the boundary.
import type { TransactionSql } from 'postgres'
import type { Fragment } from '../list.ts'
import type { Exposure, Place, RingFrom } from './installation.ts'
import { peopleOf } from './rules/people.ts'

const ringMeters = 500

export interface Bounded {
  townId: number
  hazardId: number
  place: Place
  ringFrom: RingFrom
}

interface CellRow {
  ordinal: number
  code: string
  day: number
  night: number
  share: number
}

/**
 * Counts the people of the map in the ring of 500 m round a unit, each cell by the share of its area in the ring.
 * Only the town's own cells are counted; people are taken to live evenly over a cell.
 */
export async function countPeople(sql: TransactionSql, at: Bounded): Promise<Exposure> {
  const rows = await sql<({ ring: Exposure['ring'] } & Partial<CellRow>)[]>`
    with ${ringOf(sql, at)}
    select ST_AsGeoJSON(r.geom, 7)::json as ring, c.ordinal, c.code, c.people_day as day, c.people_night as night,
      round((ST_Area(ST_Intersection(c.geom, r.geom)) / ST_Area(c.geom))::numeric, 8)::float8 as share
    from ring r left join cells c
      on c.town_id = ${at.townId} and c.geom && r.geom and ST_Intersects(c.geom, r.geom)
    order by c.ordinal`
  const cells = rows.flatMap(({ ordinal, code, day, night, share }) =>
    ordinal != null && code != null && day != null && night != null && share
      ? [{ ordinal, code, day, night, share: Math.min(1, share) }]
      : [],
  )
  const ring = rows[0]?.ring ?? { type: 'Polygon' as const, coordinates: [] }
  return { ring, cells, ...peopleOf(cells) }
}

// In local metres, so that 500 m are 500 m every way; the share of a cell's area is the same in degrees.
function ringOf(sql: TransactionSql, { hazardId, place, ringFrom }: Bounded): Fragment {
  const unit = sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(place)}), 4326)`
  const source = sql`(select area from hazards where id = ${hazardId})`
  return sql`inner_part as (
      select ${ringFrom === 'source' ? sql`coalesce(ST_Union(${source}, ${unit}), ${unit})` : unit} as geom
    ), middle as (
      select geom, ST_X(ST_Centroid(geom)) as lng, ST_Y(ST_Centroid(geom)) as lat,
        radians(ST_Y(ST_Centroid(geom))) as phi
      from inner_part
    ), scaled as (
      select lng, lat,
        111412.84 * cos(phi) - 93.5 * cos(3 * phi) + 0.118 * cos(5 * phi) as per_lng,
        111132.92 - 559.82 * cos(2 * phi) + 1.175 * cos(4 * phi) as per_lat, geom
      from middle
    ), meters as (
      select lng, lat, per_lng, per_lat, ST_TransScale(geom, -lng, -lat, per_lng, per_lat) as geom from scaled
    ), ring as materialized (
      select ST_TransScale(ST_Difference(ST_Buffer(geom, ${ringMeters}::float8, 'quad_segs=32'), geom),
        lng * per_lng, lat * per_lat, 1 / per_lng, 1 / per_lat) as geom
      from meters
    )`
}
