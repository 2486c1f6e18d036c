import type { TransactionSql } from 'postgres'
import type { Bbox, LngLat } from '../region/place.ts'

/** Something at a place that a measure counts: people of a cell, a hazard source, a past incident. */
export interface Load {
  at: LngLat
  /** West, south, east, north of the cell over which the people are spread; a point has none. */
  over: Bbox | null
  people: number
  households: number
  hazards: number
  incidents: number
}

interface LoadRow extends Omit<Load, 'at'> {
  lng: number
  lat: number
}

/**
 * What lies in some grids. Households are spread over a grid's cells as its residents are; incidents are those
 * of the world the reader is in.
 */
export async function findLoad(
  sql: TransactionSql,
  { townId, grids }: { townId: number; grids: number[] },
): Promise<Load[]> {
  const rows = await sql<LoadRow[]>`
    with held as materialized (select id, geom, households from grids where id in ${sql(grids)}),
    area as materialized (select ST_Collect(geom) as geom from held),
    counted as (
      select c.grid_id, c.geom, c.people_night, sum(c.people_night) over (partition by c.grid_id) as all_people,
        count(*) over (partition by c.grid_id) as all_cells
      from cells c join held h on h.id = c.grid_id
    )
    select ST_X(ST_Centroid(c.geom)) as lng, ST_Y(ST_Centroid(c.geom)) as lat,
      json_build_array(ST_XMin(c.geom), ST_YMin(c.geom), ST_XMax(c.geom), ST_YMax(c.geom)) as over,
      c.people_night::float8 as people,
      h.households * case when c.all_people > 0 then c.people_night::float8 / c.all_people else 1.0 / c.all_cells end
        as households,
      0::float8 as hazards, 0::float8 as incidents
    from counted c join held h on h.id = c.grid_id
    union all
    select ST_X(z.point), ST_Y(z.point), null, 0, 0, 1, 0 from hazards z, area
    where z.town_id = ${townId} and z.standing <> 'rejected' and ST_Intersects(z.point, area.geom)
    union all
    select ST_X(i.point), ST_Y(i.point), null, 0, 0, 0, 1 from incidents i, area
    where i.town_id = ${townId} and ST_Intersects(i.point, area.geom)`
  return rows.map(({ lng, lat, ...row }) => ({ at: [lng, lat], ...row }))
}
