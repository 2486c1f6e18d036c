import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, Instant, inBox, ListQuery, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Grid, GridState } from './grid.ts'

export const GridQuery = ListQuery.extend({ at: Instant.optional() })
export type GridQuery = z.infer<typeof GridQuery>
export const AsOfQuery = z.object({ at: Instant.optional() })
export const PlaceQuery = z.object({
  town: wholeNumber,
  lng: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
  at: Instant.optional(),
})
export type PlaceQuery = z.infer<typeof PlaceQuery>

interface Row extends Omit<GridState, 'validFrom' | 'retiredAt' | 'validTo'> {
  from: Date | null
  until: Date | null
}

const inForce = (sql: TransactionSql) => sql`coalesce(r.people, case
  when r.level = 'thematic' then (select sum(c.people_night)::int from cells c
    where c.town_id = r.town_id and c.geom && r.geom and ST_Intersects(r.geom, ST_Centroid(c.geom)))
  else coalesce((select sum(c.people_night)::int from cells c where c.grid_id = r.id),
    case when exists (select from grids k where k.parent_id = r.id)
      then (select sum(c.people_night)::int from cells c where c.grid_id in (select grids_under(r.id))) end) end, 0)`

const columns = (sql: TransactionSql) => sql`r.id, r.town_id as "townId", r.region_id as "regionId",
  g.name as "regionName", r.parent_id as "parentId", r.level, r.code, r.name,
  ST_AsGeoJSON(r.geom, 7)::json as polygon, ST_Area(r.geom::geography) as "areaSquareMeters", r.households,
  ${inForce(sql)} as people, r.lead, r.phone, r.valid_from as from, r.version`

const stateOf = ({ from, until, ...row }: Row): GridState => ({
  ...row,
  validFrom: from?.toISOString() ?? null,
  retiredAt: null,
  validTo: until?.toISOString() ?? null,
})

/** Grids with the people of their cells (at night: the residents); retired ones are among them. */
export async function gridsWhere(sql: TransactionSql, where: Fragment): Promise<Grid[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}, r.retired_at as until
    from (select *, null::int as people from grids) r join regions g on g.id = r.region_id ${where}`
  return rows.map(row => {
    const { validTo, ...grid } = stateOf(row)
    return { ...grid, retiredAt: validTo }
  })
}

/** States that grids have or had, with the people of then. */
export async function statesWhere(sql: TransactionSql, where: Fragment): Promise<GridState[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}, r.valid_to as until
    from (select grid_id as id, * from grid_states) r join regions g on g.id = r.region_id ${where}`
  return rows.map(stateOf)
}

/** `and` clauses for the states that were in force at an instant. */
export const asOf = (sql: TransactionSql, at: Date) =>
  sql`and (r.valid_from is null or r.valid_from <= ${at}) and (r.valid_to is null or r.valid_to > ${at})`

const gridOf = ({ validTo: _, ...grid }: GridState): Grid => grid

/** Those in force now or, with `at`, at that instant. */
export const findGrids = (context: Context, query: GridQuery): Promise<Grid[]> =>
  readTown(context, query.town, async ({ sql }) => {
    const page = sql`and r.id > ${query.cursor} ${inBox(sql, 'r.geom', query.bbox)} order by r.id limit ${query.limit}`
    if (!query.at)
      return gridsWhere(sql, sql`where r.town_id = ${query.town} and r.retired_at is null ${page}`)
    const states = await statesWhere(sql, sql`where r.town_id = ${query.town} ${asOf(sql, query.at)} ${page}`)
    return states.map(gridOf)
  })

/** One grid, retired or not; with `at` as it was then. @throws Refusal `missing` */
export const findGrid = (
  context: Context,
  id: number,
  { at }: { at?: Date | undefined } = {},
): Promise<Grid> =>
  read(context, async ({ sql, actor, world }) => {
    const [grid] = at
      ? (await statesWhere(sql, sql`where r.id = ${id} ${asOf(sql, at)}`)).map(gridOf)
      : await gridsWhere(sql, sql`where r.id = ${id}`)
    if (!grid) throw missing(at ? notThen : noGrid)
    allow(actor, 'region.read', { world, townId: grid.townId })
    return grid
  })

/** Every state that a grid has had, the newest first. @throws Refusal `missing` */
export const findVersions = (context: Context, id: number): Promise<GridState[]> =>
  read(context, async ({ sql, actor, world }) => {
    const states = await statesWhere(sql, sql`where r.id = ${id} order by r.valid_to desc nulls first`)
    const [last] = states
    if (!last) throw missing(noGrid)
    allow(actor, 'region.read', { world, townId: last.townId })
    return states
  })

/** The grids that held a place then: the lowest first, those above it next, thematic ones at the end. */
export const findGridsAt = (context: Context, { town, lng, lat, at }: PlaceQuery): Promise<Grid[]> =>
  readTown(context, town, async ({ sql, now }) => {
    const point = sql`ST_SetSRID(ST_MakePoint(${lng}, ${lat}), 4326)`
    const states = await statesWhere(
      sql,
      sql`where r.town_id = ${town} and r.geom && ${point} and ST_Intersects(r.geom, ${point}) ${asOf(sql, at ?? now)}
        order by array_position(array['micro', 'second', 'first', 'thematic'], r.level), r.id`,
    )
    return states.map(gridOf)
  })

export const noGrid = { zh: '没有这个网格', en: 'There is no such grid' }
const notThen = { zh: '那时没有这个网格', en: 'There was no such grid at that time' }
