import type { TransactionSql } from 'postgres'
import type { FaceAttributes } from './draft.ts'
import { statesWhere } from './find.ts'
import type { GridState, SeenGrids } from './grid.ts'
import { type GroundGrid, groundOf } from './ground.ts'

/** The seen grids as they were at the seen versions. */
export const seenGrids = (
  sql: TransactionSql,
  { townId, seen }: { townId: number; seen: SeenGrids },
): Promise<GridState[]> =>
  statesWhere(
    sql,
    sql`join (
        select distinct on (s.grid_id) s.grid_id, s.version
        from unnest(${seen.map(({ id }) => id)}::int[], ${seen.map(({ version }) => version)}::int[]) as w (id, version)
        join grid_states s on s.grid_id = w.id and s.version <= w.version and s.town_id = ${townId}
        order by s.grid_id, s.version desc) w on w.grid_id = r.id and w.version = r.version
      order by r.id`,
  )

/**
 * Which of the seen grids are no longer what was seen: gone, bounded otherwise, or changed where the proposal gives
 * them attributes. Another lead or name alone leaves boundary edits as good as they were.
 */
export async function staleGrids(
  sql: TransactionSql,
  { townId, seen, attributes }: { townId: number; seen: SeenGrids; attributes: FaceAttributes[] },
): Promise<{ stale: number[]; now: GroundGrid[]; base: GridState[] }> {
  const now = await groundOf(
    sql,
    townId,
    seen.map(({ id }) => id),
  )
  const present = new Map(now.map(grid => [grid.id, grid]))
  const moved = seen.filter(({ id, version }) => present.get(id)?.version !== version)
  if (moved.length === 0) return { stale: [], now, base: [] }
  const base = await seenGrids(sql, { townId, seen })
  const was = new Map(base.map(grid => [grid.id, JSON.stringify(grid.polygon)]))
  const named = new Set(attributes.map(({ face }) => face))
  const divided = await dividedSince(sql, seen)
  const stale = moved.filter(({ id }) => {
    const grid = present.get(id)
    return !grid || named.has(id) || divided.has(id) || was.get(id) !== JSON.stringify(grid.polygon)
  })
  return { stale: stale.map(({ id }) => id).filter(id => was.has(id)), now, base }
}

/** Seen grids that have lower ones which were not seen. */
async function dividedSince(sql: TransactionSql, seen: SeenGrids): Promise<Set<number>> {
  const ids = seen.map(({ id }) => id)
  const rows = await sql<{ id: number }[]>`
    select distinct parent_id as id from grids
    where parent_id = any(${ids}::int[]) and retired_at is null and id <> all(${ids}::int[])`
  return new Set(rows.map(({ id }) => id))
}
