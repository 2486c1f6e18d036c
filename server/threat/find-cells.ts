import type { TransactionSql } from 'postgres'
import type { MultiPolygon } from '../region/place.ts'
import type { GridFacts, Share } from './rules/tally.ts'

export interface CellShare extends Share {
  id: number
  code: string
}

interface Asked {
  townId: number
  rings: readonly MultiPolygon[]
}

/** Every cell that the outermost ring meets with more than an edge, by its share inside each ring. */
export async function loadShares(sql: TransactionSql, { townId, rings }: Asked): Promise<CellShare[]> {
  const [outer, ...inner] = rings
  if (!outer || outer.coordinates.length === 0) return []
  const found = await sharesIn(sql, townId, outer)
  const cells = found.map(({ share, ...cell }) => ({ ...cell, shares: [share] }))
  for (const ring of inner) {
    const shares = new Map(
      ring.coordinates.length === 0
        ? []
        : (await sharesIn(sql, townId, ring)).map(cell => [cell.id, cell.share]),
    )
    for (const cell of cells) cell.shares.push(shares.get(cell.id) ?? 0)
  }
  return cells
}

interface Row extends Omit<CellShare, 'shares'> {
  share: number
}

// Cells are small, so that the share of their degrees is that of their metres.
const sharesIn = (sql: TransactionSql, townId: number, ring: MultiPolygon) => sql<Row[]>`
  with ring as materialized (select ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(ring)}), 4326) as geom),
  inside as (
    select c.id, c.code, c.grid_id, c.people_day, c.people_night,
      case when ST_Covers(ring.geom, c.geom) then 1
        else ST_Area(ST_Intersection(c.geom, ring.geom)) / nullif(ST_Area(c.geom), 0) end as share
    from cells c, ring
    where c.town_id = ${townId} and c.geom && ring.geom and ST_Intersects(c.geom, ring.geom)
  )
  select id, code, grid_id as "gridId", people_day as "peopleDay", people_night as "peopleNight", share
  from inside where share > 0 order by id`

/** Grids with their village and with the people of all their cells. */
export async function loadGrids(sql: TransactionSql, townId: number, ids: number[]): Promise<GridFacts[]> {
  if (ids.length === 0) return []
  return sql<GridFacts[]>`
    select g.id, g.name, r.id as "regionId", r.name as "regionName", r.name_en as "regionNameEn", g.households,
      coalesce((select sum(c.people_night) from cells c where c.grid_id = g.id), 0)::int as "peopleNight"
    from grids g join regions r on r.id = g.region_id
    where g.town_id = ${townId}
      and g.id in (select value::int from jsonb_array_elements_text(${sql.json(ids)}))
    order by g.id`
}
