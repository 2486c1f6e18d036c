import type { TransactionSql } from 'postgres'
import { type Context, read } from '../context.ts'
import { ofCoverage } from '../grid/of-coverage.ts'
import { type Fragment, readTown } from '../list.ts'
import type { Region, Town } from './region.ts'

interface RegionRow extends Omit<Region, 'bounds' | 'center'> {
  west: number
  south: number
  east: number
  north: number
}

const regionOf = ({ west, south, east, north, ...row }: RegionRow): Region => ({
  ...row,
  bounds: [west, south, east, north],
  center: [(west + east) / 2, (south + north) / 2],
})

/** Regions by a clause on the alias `r`. */
export async function regionsWhere(
  sql: TransactionSql,
  where: Fragment,
  from: Fragment = sql`regions`,
): Promise<Region[]> {
  const rows = await sql<RegionRow[]>`
    select r.id, coalesce(r.town_id, r.id) as "townId", r.parent_id as "parentId", r.code, r.name,
      r.name_en as "nameEn", r.level, r.demo, ST_AsGeoJSON(r.geom, 7)::json as polygon,
      r.west, r.south, r.east, r.north, r.version
    from ${from} r ${where}`
  return rows.map(regionOf)
}

/** Every region of a town, parents before children; with `at` as they were then. */
export const findRegions = (
  context: Context,
  { town, at }: { town: number; at?: Date | undefined },
): Promise<Region[]> =>
  readTown(context, town, ({ sql }) => {
    const then = at
      ? sql`and (r.valid_from is null or r.valid_from <= ${at}) and (r.valid_to is null or r.valid_to > ${at})`
      : sql``
    const from = at ? sql`(select region_id as id, * from region_states)` : sql`regions`
    const where = sql`where (r.id = ${town} or r.town_id = ${town}) ${then}
      order by r.parent_id is not null, array_position(array['county', 'town', 'community', 'village'], r.level), r.code`
    return regionsWhere(sql, where, from)
  })

interface TownRow extends Omit<Town, 'bounds' | 'center'> {
  west: number
  south: number
  east: number
  north: number
}

/** The towns the actor may see, with the counts the frame shows. */
export const findTowns = (context: Context): Promise<Town[]> =>
  read(context, async ({ sql, actor }) => {
    const rows = await sql<TownRow[]>`
      select t.id, t.code, t.name, t.name_en as "nameEn", t.demo, t.west, t.south, t.east, t.north, t.version,
        (select count(*)::int from regions c where c.town_id = t.id and c.level = 'community') as communities,
        (select count(*)::int from regions v where v.town_id = t.id and v.level = 'village') as villages,
        (select count(*)::int from grids g where g.town_id = t.id and ${ofCoverage(sql, 'g')}) as grids,
        coalesce((select s.cells from cell_sets s where s.town_id = t.id and s.number = t.cells_set),
          (select count(*)::int from cells c where c.town_id = t.id)) as cells
      from regions t
      where t.parent_id is null and t.ready
        ${actor.townIds === null ? sql`` : sql`and t.id in (select value::int from jsonb_array_elements_text(${sql.json(actor.townIds)}))`}
      order by t.demo desc, t.id`
    return rows.map(({ west, south, east, north, ...row }) => ({
      ...row,
      bounds: [west, south, east, north],
      center: [(west + east) / 2, (south + north) / 2],
    }))
  })
