import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import type { Bbox } from '../region/place.ts'
import type { Neighbour, Surroundings } from './grid.ts'
import { OuterBounds } from './rules/outer-bounds.ts'

/** No town grows by more: about 55 km. */
const reachDegrees = 0.5

/**
 * The area above a town and the ones beside it, as they are now. The area above is the region that the town is kept
 * under, or the county that the first six digits of its division code name.
 */
export async function surroundingsOf(sql: TransactionSql, townId: number): Promise<Surroundings> {
  const rows = await sql<(Neighbour & { rank: 'self' | 'above' | 'beside'; bounds: Bbox })[]>`
    with town as (select id, parent_id, code, level, west, south, east, north from regions where id = ${townId}),
    known as (
      select r.*, case when r.id = t.id then 'self'
        when r.id = t.parent_id or (r.level = 'county' and t.level <> 'county' and r.town_id is null
          and r.code ~ '^[0-9]{6}' and left(r.code, 6) = left(t.code, 6)) then 'above'
        when r.ready and r.level = t.level and r.parent_id is not distinct from t.parent_id then 'beside' end as rank
      from regions r, town t
      where r.id = t.id or (r.geom is not null
        and r.west <= t.east + ${reachDegrees} and r.east >= t.west - ${reachDegrees}
        and r.south <= t.north + ${reachDegrees} and r.north >= t.south - ${reachDegrees})
    )
    select id, name, name_en as "nameEn", rank, json_build_array(west, south, east, north) as bounds,
      case when rank <> 'self' then ST_AsGeoJSON(geom, 7)::json end as polygon
    from known where rank is not null order by id`
  const plain = ({ id, name, nameEn, polygon }: Neighbour): Neighbour => ({ id, name, nameEn, polygon })
  const above = rows.find(({ rank }) => rank === 'above')
  const [west, south, east, north] = rows.find(({ rank }) => rank === 'self')?.bounds ?? [0, 0, 0, 0]
  return {
    above: above ? plain(above) : null,
    beside: rows.filter(({ rank }) => rank === 'beside').map(plain),
    reach: [west - reachDegrees, south - reachDegrees, east + reachDegrees, north + reachDegrees],
  }
}

/** What a town's outer boundary has to mind, for the editor. */
export const findSurroundings = (context: Context, town: number): Promise<Surroundings> =>
  readTown(context, town, ({ sql }) => surroundingsOf(sql, town))

export const boundsOf = async (sql: TransactionSql, townId: number): Promise<OuterBounds> =>
  new OuterBounds(await surroundingsOf(sql, townId))
