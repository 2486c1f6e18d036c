import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/open.ts'
import { startPostgres } from '../../server/database/own-postgres.ts'
import { seedMillion } from './million-rows.ts'
import { measureBrowser } from './risk-browser.ts'
import { measureLevels } from './risk-levels.ts'
import { measureLoad } from './risk-load.ts'
import { editsInPostgis, fullInPostgis, preparePostgis } from './risk-postgis.ts'
import { measureReads } from './risk-reads.ts'
import { type Made, makeField, measureEdits, measurePairs, measureRecompute } from './risk-recompute.ts'
import { measureTiles } from './risk-tiles.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits

/** The four-colour map at a million cells beside its peers, each figure of this run. */
export async function risk(options: Options): Promise<Record<string, unknown>> {
  const figures = await measureField(options)
  // One after another: each has the machine to itself.
  for (const part of [measureLevels, measureTiles, measureLoad, measureBrowser]) {
    Object.assign(figures, await part(options))
  }
  return figures
}

/** The risk field beside PostGIS on the same data. */
async function measureField({ quick, say }: Options): Promise<Record<string, unknown>> {
  const cells = quick ? 100_000 : 1_000_000
  const memory = inMemory({ cells, say })
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-risk-'))
  const server = await startPostgres({ directory })
  const database = await openDatabase({ url: server.url, dataDirectory: directory, statementMs: 1_800_000 })
  try {
    const { sql } = database
    say('migrations, generated cells and sources into PostgreSQL')
    await migrate(sql)
    const { townId } = await seedMillion(sql, { cells, sources: cells / 10 })
    say('field loaded from the database; why-panel; reads during a recompute')
    const reads = await measureReads(sql, { townId, cells, rounds: quick ? 200 : 1000 })
    say('the same join in PostGIS')
    await preparePostgis(sql, townId)
    const postgisSeconds = await fullInPostgis(sql)
    say('the same changes in PostGIS')
    const postgis = await editsInPostgis(sql, quick ? 30 : 60)
    const edit = memory.edits.editMicroseconds
    const move = memory.edits.moveMicroseconds
    return {
      cells,
      sources: cells / 10,
      pairs: memory.pairs.pairs,
      fullSeconds: round(memory.full.fullSeconds, 3),
      fullThreeScalesSeconds: round(memory.full.threeScalesSeconds, 3),
      everyPairSeconds: round(memory.pairs.everyPairSeconds, 3),
      postgisSeconds: round(postgisSeconds, 2),
      fullVsPostgis: round(postgisSeconds / memory.full.fullSeconds),
      incrementalMicroseconds: round(edit),
      moveMicroseconds: round(move),
      deleteMicroseconds: round(memory.edits.deleteMicroseconds),
      postgisEditMs: round(postgis.editMs, 2),
      postgisMoveMs: round(postgis.moveMs, 2),
      incrementalVsPostgis: round((postgis.editMs * 1000) / edit),
      moveVsPostgis: round((postgis.moveMs * 1000) / move),
      fieldMemoryMb: round(memory.edits.fieldMemoryMb),
      buildSeconds: round(memory.buildSeconds, 2),
      loadSeconds: round(reads.loadSeconds, 2),
      loadStallMs: round(reads.loadStallMs),
      whyP95Ms: round(reads.whyP95Ms, 2),
      readP95MsDuringRecompute: round(reads.readP95MsDuringRecompute, 2),
      readsDuringRecompute: reads.readsDuringRecompute,
      growth: memory.growth,
    }
  } finally {
    await database.close()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

/** What costs how much in memory, at ten thousand cells and up to all of them. */
function inMemory({ cells, say }: { cells: number; say(text: string): void }) {
  const growth: Record<string, number>[] = []
  for (const count of [10_000, 100_000].filter(each => each < cells)) {
    say(`growth: ${count} cells`)
    growth.push(rowOf(count, measure(makeField(count))))
  }
  say(`${cells} cells: full recompute, changes of one source, memory`)
  const made = makeField(cells)
  const pairs = measurePairs(made)
  const measured = measure(made)
  return { ...measured, pairs, growth: [...growth, rowOf(cells, measured)] }
}

function measure(made: Made) {
  const full = measureRecompute(made)
  return { full, buildSeconds: made.buildSeconds, edits: measureEdits(made, 3000) }
}

const rowOf = (cells: number, { full, edits, buildSeconds }: ReturnType<typeof measure>) => ({
  cells,
  fullSeconds: round(full.fullSeconds, 4),
  editMicroseconds: round(edits.editMicroseconds),
  moveMicroseconds: round(edits.moveMicroseconds),
  memoryMb: round(edits.fieldMemoryMb),
  buildSeconds: round(buildSeconds, 2),
})
