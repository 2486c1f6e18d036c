import { inspect } from './database/inspect.ts'
import type { Database } from './database/open.ts'
import type { StartedEngines } from './engines-start.ts'
import type { Feed } from './feed.ts'
import type { Readiness } from './health.ts'

/** Each part's state. Roads that are absent do not make the server unready: dispatch falls back and says so. */
export async function readinessOf({
  database,
  engines,
  feed,
}: {
  database: Database
  engines: StartedEngines
  feed: Feed
}): Promise<Readiness> {
  const state = await Promise.race([inspect(database).catch(() => null), tooLate()])
  return {
    ready: state !== null,
    database: {
      kind: database.kind,
      state: state ? 'ready' : 'away',
      ...(state ? { version: state.version } : {}),
    },
    migrations: { state: state ? 'applied' : 'unknown', applied: state?.migrations ?? 0 },
    roads: await engines.roadStates(),
    feed: { sequence: feed.sequence },
  }
}

// An orchestrator that asks often does not wait as long as a person with `doctor` does.
const tooLate = () =>
  new Promise<null>(resolve => {
    setTimeout(() => resolve(null), 1800).unref()
  })
