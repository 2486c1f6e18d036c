import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/open.ts'
import { startPostgres } from '../../server/database/own-postgres.ts'
import { RiskField } from '../../server/risk/field.ts'
import { seedMillion } from './million-rows.ts'
import type { RiskOptions } from './risk.ts'
import { measureEdits } from './risk-edits.ts'
import { measureReads } from './risk-reads.ts'
import { makeField, measureRecompute } from './risk-recompute.ts'

const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits

/** The field by itself: how its costs grow with the cells, and what reads wait for while it works. */
export async function measureField({ quick, say }: RiskOptions): Promise<Record<string, unknown>> {
  const cells = quick ? 100_000 : 1_000_000
  // The engine compiles what runs often; the first row shall not pay for it.
  rowOf(30_000)
  const growth = [10_000, 30_000, 100_000, 300_000, 1_000_000]
    .filter(count => count <= cells)
    .map(count => {
      say(`growth: ${count} cells`)
      return rowOf(count)
    })
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-field-'))
  const server = await startPostgres({ directory })
  const database = await openDatabase({ url: server.url, dataDirectory: directory, statementMs: 1_800_000 })
  try {
    const { sql } = database
    say('migrations, generated cells and sources into PostgreSQL')
    await migrate(sql)
    const { townId } = await seedMillion(sql, { cells, sources: cells / 10 })
    const ground = { sql, url: server.url, directory, townId, cells, rounds: quick ? 200 : 1000, say }
    const reads = Object.entries(await measureReads(ground)).map(([name, value]) => [name, round(value, 2)])
    return {
      fieldMemoryMb: growth.at(-1)?.memoryMb,
      buildSeconds: growth.at(-1)?.buildSeconds,
      ...Object.fromEntries(reads),
      growth,
    }
  } finally {
    await database.close()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

function rowOf(cells: number) {
  const made = makeField(cells)
  const full = measureRecompute(made)
  const edits = measureEdits(
    new RiskField(1, { parts: made.parts }),
    made.list,
    Math.min(3000, made.list.length / 2),
  )
  return {
    cells,
    fullSeconds: round(full.threeScalesSeconds, 4),
    editMicroseconds: round(edits.editMicroseconds),
    moveMicroseconds: round(edits.moveMicroseconds),
    deleteMicroseconds: round(edits.deleteMicroseconds),
    memoryMb: round(edits.fieldMemoryMb),
    buildSeconds: round(made.buildSeconds, 2),
  }
}
