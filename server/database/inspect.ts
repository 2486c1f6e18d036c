import { setTimeout as sleep } from 'node:timers/promises'
import { migrationsState } from './migrate.ts'
import type { Database, DatabaseState } from './open.ts'

export interface Inspection {
  kind: Database['kind']
  /** PostgreSQL's version, such as 18.3. */
  version: string
  /** PostGIS and GEOS. */
  postgis: string
  /** How many migrations are applied. */
  migrations: number
  pending: string[]
  /** Size on disk. */
  bytes: number
  engine: DatabaseState
}

const patienceMs = 5_000

/** Asks the database how it is. @throws when it does not answer within five seconds, or its migrations differ */
export async function inspect(database: Database): Promise<Inspection> {
  const giveUp = new AbortController()
  const tooLate = sleep(patienceMs, undefined, { signal: giveUp.signal }).then(() => {
    throw new Error(`the database did not answer in ${patienceMs / 1000} s`)
  })
  try {
    return await Promise.race([ask(database), tooLate])
  } finally {
    giveUp.abort()
    tooLate.catch(() => {})
  }
}

async function ask(database: Database): Promise<Inspection> {
  const { sql } = database
  const [found] = await sql<{ version: string; postgis: string; geos: string; bytes: number }[]>`
    select current_setting('server_version') as version, postgis_lib_version() as postgis,
      postgis_geos_version() as geos, pg_database_size(current_database()) as bytes`
  const { applied, pending } = await migrationsState(sql)
  return {
    kind: database.kind,
    version: found?.version ?? '',
    postgis: `PostGIS ${found?.postgis} GEOS ${found?.geos}`,
    migrations: applied.length,
    pending,
    bytes: found?.bytes ?? 0,
    engine: database.state(),
  }
}
