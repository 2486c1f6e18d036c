import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { administratorContext } from '../../server/control.ts'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/open.ts'
import { startPostgres } from '../../server/database/own-postgres.ts'
import { findComparison } from '../../server/edition/compare.ts'
import { findAsOf } from '../../server/edition/find-as-of.ts'
import { signEdition } from '../../server/edition/sign.ts'
import { setEngines } from '../../server/engines.ts'
import { RiskFields } from '../../server/risk/fields.ts'
import { findCellByOrdinal } from '../../server/risk/find.ts'
import { seedMillion } from './million-rows.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

const p95 = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0

/** Signing, a past map and a comparison of a large town, each beside the load of its field, with reads meanwhile. */
export async function measureEditions({ quick, say }: Options): Promise<Record<string, unknown>> {
  const counts = quick ? { cells: 100_000, sources: 10_000 } : { cells: 1_000_000, sources: 100_000 }
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-editions-'))
  const cluster = await mkdtemp(join(tmpdir(), 'sisetu-editions-postgres-'))
  const server = await startPostgres({ directory: cluster })
  const database = await openDatabase({ url: server.url, dataDirectory: directory, statementMs: 900_000 })
  const { sql } = database
  const risk = new RiskFields(sql)
  setEngines({ risk, roads: async () => null })
  try {
    await migrate(sql)
    say(`editions: ${counts.cells} cells, ${counts.sources} sources`)
    const { townId } = await seedMillion(sql, counts)
    const context = await administratorContext(sql)
    const why = (i: number) =>
      findCellByOrdinal(context, { town: townId, ordinal: (i * 104_729) % counts.cells, scale: 'live' })
    const [loadSeconds] = await timed(() => risk.get(townId))
    await why(1)
    const sign = (name: string) =>
      signEdition(context, { townId, name, note: '', evenUnchanged: true, evenUnassessed: true })
    const figures: Record<string, number> = { loadSeconds }
    const take = async (name: string, work: () => Promise<unknown>) => {
      const [seconds, reads, stall] = await timed(work, why)
      Object.assign(figures, { [`${name}Seconds`]: seconds, [`${name}ReadP95Ms`]: p95(reads) })
      Object.assign(figures, { [`${name}StallMs`]: stall, [`${name}VsLoad`]: seconds / loadSeconds })
      say(
        `${name}: ${seconds.toFixed(1)} s, reads p95 ${p95(reads).toFixed(0)} ms, stall ${stall.toFixed(0)} ms`,
      )
    }
    let first = 0
    await take('sign', async () => {
      first = (await sign('一')).id
    })
    await sql`insert into assessments (hazard_id, scale, method_id, inputs, score, level, working, assessed_at, assessed_by)
      select hazard_id, scale, method_id, inputs, 45, 4, working, now(), '复评' from assessments
      where hazard_id % 20 = 0`
    risk.drop(townId)
    await risk.get(townId)
    await take('asOf', () => findAsOf(context, { town: townId, scale: 'live', at: { editionId: first } }))
    const before = { editionId: first }
    await take('compare', () =>
      findComparison(context, { town: townId, scale: 'live', before, after: { at: new Date() } }),
    )
    return Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
    )
  } finally {
    await risk.close()
    await database.close()
    await server.stop()
    for (const each of [directory, cluster]) await rm(each, { recursive: true, force: true })
  }
}

/** Seconds of some work, what reads took meanwhile, and for how long the event loop was ever kept from its turn. */
async function timed(
  work: () => Promise<unknown>,
  read?: (i: number) => Promise<unknown>,
): Promise<[seconds: number, reads: number[], stallMs: number]> {
  const began = performance.now()
  let isRunning = true
  let [last, stall] = [began, 0]
  const timer = setInterval(() => {
    const now = performance.now()
    stall = Math.max(stall, now - last - 5)
    last = now
  }, 5)
  const reads: number[] = []
  const done = work().finally(() => {
    isRunning = false
  })
  for (let i = 0; read && isRunning; i++) {
    const asked = performance.now()
    await read(i)
    reads.push(performance.now() - asked)
    await pause(10)
  }
  await done
  clearInterval(timer)
  return [(performance.now() - began) / 1000, reads, stall]
}
