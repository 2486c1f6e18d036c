import type { TransactionSql } from 'postgres'
import type { Fragment } from '../list.ts'

/**
 * A lateral join that gives, as `name`, the lowest grid of the coverage that held a point at an instant, with its id,
 * code and name; of two that share an edge, the first. Boundaries that were redrawn since do not change it.
 */
export const gridThen = (
  sql: TransactionSql,
  { town, point, at, name }: { town: Fragment; point: Fragment; at: Fragment; name: Fragment },
): Fragment => sql`
  left join lateral (
    select s.grid_id, s.code, s.name from grid_states s
    where s.town_id = ${town} and s.level <> 'thematic' and s.geom && ${point} and ST_Intersects(s.geom, ${point})
      and (s.valid_from is null or s.valid_from <= ${at}) and (s.valid_to is null or s.valid_to > ${at})
    order by array_position(array['micro', 'second', 'first'], s.level), s.grid_id limit 1) ${name} on true`
