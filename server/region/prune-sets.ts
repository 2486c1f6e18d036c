import type { Sql } from 'postgres'
import { realNow } from '../clock.ts'
import { sweepSets } from './cell-sets.ts'

const dayMs = 86_400_000
// No import takes so long.
const abandonedDays = 2

/** Forgets sets of cells that an import left half filled. Those once in force stay: maps of any day are asked for. */
export const pruneSets = (sql: Sql, now = realNow()): Promise<void> =>
  sweepSets(sql, new Date(now.getTime() - abandonedDays * dayMs))
