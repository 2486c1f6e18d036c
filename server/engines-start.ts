import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { type Engines, setEngines } from './engines.ts'
import type { Feed } from './feed.ts'
import { log } from './log.ts'
import { RiskFields } from './risk/fields.ts'
import { openRoads } from './road/open.ts'
import type { Roads } from './road/road.ts'

const refreshMs = 30_000

export interface StartedEngines extends Engines {
  roadStates(): Promise<{ townId: number; field: string; valhalla: string; detail?: string }[]>
  close(): Promise<void>
}

/** Makes the risk fields and the roads of this process and keeps the fields in step with the journal. */
export async function startEngines({
  sql,
  feed,
  dataDirectory,
  databaseUrl,
}: {
  sql: Sql
  feed: Feed
  dataDirectory: string
  databaseUrl?: string | undefined
}): Promise<StartedEngines> {
  const risk = new RiskFields(sql, { url: databaseUrl })
  const opened = new Map<number, Promise<Roads | null>>()
  const roads = (townId: number) => {
    const known = opened.get(townId)
    if (known) return known
    const opening = open(join(dataDirectory, 'towns', String(townId)))
    opened.set(townId, opening)
    return opening
  }
  feed.watch(async row => {
    if (row.noun === 'region' && row.verb === 'import' && row.nounId !== null) opened.delete(row.nounId)
    for (const change of await risk.applyJournal(row)) {
      feed.broadcast({ event: 'levels', world: change.world, townId: change.townId, data: change })
    }
  })
  // Warnings begin and run out without anybody writing a row.
  const refresh = () =>
    risk.refreshLive().then(
      changes => {
        for (const change of changes)
          feed.broadcast({ event: 'levels', world: change.world, townId: change.townId, data: change })
      },
      error => log.error({ err: error }),
    )
  const refreshing = setInterval(() => void refresh(), refreshMs)
  refreshing.unref()
  const engines: StartedEngines = {
    risk,
    roads,
    roadStates: async () => {
      const states = await Promise.all(
        [...opened].map(async ([townId, opening]) => ({ townId, state: (await opening)?.state() })),
      )
      return states.map(({ townId, state }) => ({
        townId,
        ...(state ?? { field: 'absent', valhalla: 'absent' }),
      }))
    },
    close: async () => {
      clearInterval(refreshing)
      await risk.close()
      for (const opening of opened.values()) await (await opening)?.close()
    },
  }
  setEngines(engines)
  const [first] = await sql<
    { id: number }[]
  >`select id from regions where parent_id is null and ready order by id limit 1`
  // Warm the first town in the background: the first recommendation should not pay for it.
  if (first) void Promise.all([roads(first.id), risk.get(first.id)]).catch(error => log.error({ err: error }))
  return engines
}

async function open(townDirectory: string): Promise<Roads | null> {
  const there = await stat(join(townDirectory, 'roads.osm.pbf')).catch(() => null)
  if (!there) return null
  return openRoads({ townDirectory }).catch(error => {
    log.error({ err: error, townDirectory })
    return null
  })
}
