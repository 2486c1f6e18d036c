import { join } from 'node:path'
import { sweepAccounts } from './account/sweep.ts'
import { keepDumps } from './database/dumps.ts'
import type { Database } from './database/open.ts'
import { keepGrids } from './grid/enforce.ts'
import { keepInspections } from './inspection/keep.ts'
import { log } from './log.ts'
import { pruneSets } from './region/prune-sets.ts'

const hourMs = 3600_000
const minuteMs = 60_000

/** Hourly dumps of the embedded database, and what time has ended is forgotten now and every hour. Returns the stop. */
export function keepHouse(database: Database, { dataDirectory }: { dataDirectory: string }): () => void {
  const onFailure = (error: unknown) => log.error({ err: error })
  const stopDumps = keepDumps(database, { directory: join(dataDirectory, 'dumps'), onFailure })
  const sweep = () => {
    void sweepAccounts(database.sql).catch(onFailure)
    void pruneSets(database.sql).catch(onFailure)
  }
  const timer = setInterval(sweep, hourMs)
  timer.unref()
  sweep()
  const keep = () => {
    void keepInspections(database.sql).catch(onFailure)
    void keepGrids(database.sql).catch(onFailure)
  }
  const everyMinute = setInterval(keep, minuteMs)
  everyMinute.unref()
  keep()
  return () => {
    stopDumps()
    clearInterval(timer)
    clearInterval(everyMinute)
  }
}
