import type { TransactionSql } from 'postgres'
import { gridThen } from './grid-then.ts'

interface Asked {
  townId: number
  setNumber: number
  ordinals: number[]
  at: Date
}

/** The grid that had each cell at an instant: where nothing near was redrawn since, the one that has it now. */
export const gridsOfCellsThen = (
  sql: TransactionSql,
  { townId, setNumber, ordinals, at }: Asked,
): Promise<{ ordinal: number; gridId: number | null }[]> => sql`
  with redrawn as materialized (
    select grid_id as id from grid_versions where town_id = ${townId} and valid_to > ${at}
    union select id from grids where town_id = ${townId} and valid_from > ${at}),
  asked as (
    select ordinal, grid_id, ST_Centroid(geom) as middle,
      grid_id is null or grid_id in (select id from redrawn) as is_open
    from cell_rows where town_id = ${townId} and set_number = ${setNumber} and ordinal = any (${ordinals}::int[]))
  select c.ordinal, case when c.is_open then g.grid_id else c.grid_id end as "gridId"
  from asked c ${gridThen(sql, {
    // Of no town, so that nothing is looked for.
    town: sql`case when c.is_open then ${townId}::int end`,
    ...{ point: sql`c.middle`, at: sql`${at}`, name: sql`g` },
  })}`
