import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, inBox, type ListQuery, readTown } from '../list.ts'
import type { Grid } from './grid.ts'

/** Grids with the people of their cells (at night: the residents). */
export async function gridsWhere(sql: TransactionSql, where: Fragment): Promise<Grid[]> {
  const rows = await sql<Grid[]>`
    select r.id, r.town_id as "townId", r.region_id as "regionId", g.name as "regionName", r.code, r.name,
      ST_AsGeoJSON(r.geom, 7)::json as polygon, ST_Area(r.geom::geography) as "areaSquareMeters", r.households,
      coalesce((select sum(c.people_night)::int from cells c where c.grid_id = r.id), 0) as people,
      r.lead, r.phone, r.version
    from grids r join regions g on g.id = r.region_id ${where}`
  return [...rows]
}

export const findGrids = (context: Context, query: ListQuery): Promise<Grid[]> =>
  readTown(context, query.town, ({ sql }) =>
    gridsWhere(
      sql,
      sql`where r.town_id = ${query.town} and r.id > ${query.cursor} ${inBox(sql, 'r.geom', query.bbox)}
        order by r.id limit ${query.limit}`,
    ),
  )

/** @throws Refusal `missing` */
export const findGrid = (context: Context, id: number): Promise<Grid> =>
  read(context, async ({ sql, actor, world }) => {
    const [grid] = await gridsWhere(sql, sql`where r.id = ${id}`)
    if (!grid) throw missing({ zh: '没有这个网格', en: 'There is no such grid' })
    allow(actor, 'region.read', { world, townId: grid.townId })
    return grid
  })
