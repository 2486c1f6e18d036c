import type { Sql } from 'postgres'
import { realNow } from '../clock.ts'
import { dropSet } from './cell-sets.ts'

const dayMs = 86_400_000
// No import takes so long.
const abandonedDays = 2

/** Forgets sets of cells that an import left half filled. Those once in force stay: maps of any day are asked for. */
export async function pruneSets(sql: Sql, now = realNow()): Promise<void> {
  const left = await sql<{ townId: number; number: number }[]>`
    select town_id as "townId", number from cell_sets
    where in_force_at is null and made_at < ${new Date(now.getTime() - abandonedDays * dayMs)}
    order by town_id, number`
  for (const set of left) await dropSet(sql, set)
}
