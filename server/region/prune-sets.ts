import type { Sql } from 'postgres'
import { realNow } from '../clock.ts'
import { dropRows, dropSet } from './cell-sets.ts'

const dayMs = 86_400_000
/** The year that a map can be looked back on without an edition, and a month to spare. */
export const keptDays = 400
const abandonedDays = 2

interface Old {
  townId: number
  number: number
  inForceAt: Date | null
}

/**
 * Forgets sets of cells that nobody can ask for any more: those that an import left half filled, and the cells of
 * those retired more than `keptDays` ago that no edition, withdrawn or not, was signed over. That such a set was in
 * force is remembered, so that a map of then is refused and not shown over other cells.
 */
export async function pruneSets(sql: Sql, now = realNow()): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * dayMs)
  const sets = await sql<Old[]>`
    select s.town_id as "townId", s.number, s.in_force_at as "inForceAt" from cell_sets s
    where (s.in_force_at is null and s.made_at < ${ago(abandonedDays)})
      or (s.retired_at < ${ago(keptDays)}
        and not exists (select from editions e
          where e.town_id = s.town_id and e.as_of between s.in_force_at and s.retired_at)
        and exists (select from cell_rows c where c.town_id = s.town_id and c.set_number = s.number))
    order by s.town_id, s.number`
  for (const set of sets) await (set.inForceAt === null ? dropSet(sql, set) : dropRows(sql, set))
}
