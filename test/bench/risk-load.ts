import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { Sql } from 'postgres'
import { administratorContext } from '../../server/control.ts'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/open.ts'
import { startPostgres } from '../../server/database/own-postgres.ts'
import { importCells } from '../../server/region/import-cells.ts'
import { cellLine, type MillionCells, makeCells } from './million.ts'
import { cellCopy } from './million-rows.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

const run = promisify(execFile)

/**
 * Load of cells into PostgreSQL: ours (validated, staged, with a journal row) against binary COPY with primary key
 * and spatial index of the same rows, and against ogr2ogr of the same file.
 */
export async function measureLoad({ quick, say }: Options): Promise<Record<string, unknown>> {
  const count = quick ? 100_000 : 1_000_000
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-load-'))
  const cluster = await mkdtemp(join(tmpdir(), 'sisetu-load-postgres-'))
  const server = await startPostgres({ directory: cluster })
  const database = await openDatabase({ url: server.url, dataDirectory: directory, statementMs: 900_000 })
  try {
    await migrate(database.sql)
    const [lines, copy] = [join(directory, 'cells.geojsonl'), join(directory, 'cells.copy')]
    say(`load: writing ${count} cells as GeoJSON lines and as binary COPY`)
    const cells = makeCells(count)
    await pipeline(Readable.from(linesOf(cells)), createWriteStream(lines))
    await pipeline(Readable.from(cellCopy(cells, 1)), createWriteStream(copy))
    // The three take turns, so that a busy minute of the machine falls on all of them; the quickest turn of each counts.
    const turns = { copy: [] as number[], ours: [] as number[], ogr: [] as number[] }
    for (let turn = 1; turn <= (quick ? 3 : 2); turn++) {
      say(`load: binary COPY, ours, ogr2ogr (turn ${turn})`)
      turns.copy.push(await seconds(() => copyWithIndexes(database.sql, copy)))
      const town = await newTown(database.sql)
      turns.ours.push(await seconds(() => bringIn(database.sql, { path: lines, town })))
      if (existsSync('/usr/bin/ogr2ogr')) turns.ogr.push(await seconds(() => ogr(server.url, lines)))
    }
    if (turns.ogr.length === 0) say('load: ogr2ogr is not installed (Debian: gdal-bin); left out')
    const best = (values: number[]) => (values.length > 0 ? Math.min(...values) : null)
    const [limit, ours, peer] = [best(turns.copy) ?? 1, best(turns.ours) ?? 0, best(turns.ogr)]
    return {
      cellsLoaded: count,
      cellsLoadSeconds: round(ours),
      cellsCopySeconds: round(limit),
      loadVsCopy: round(ours / limit),
      cellsOgrSeconds: peer === null ? null : round(peer),
      loadVsOgr: peer === null ? null : round(ours / peer),
      loadBusy: round(loadavg()[0] ?? 0),
    }
  } finally {
    await database.close()
    await server.stop()
    for (const each of [directory, cluster]) await rm(each, { recursive: true, force: true })
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

function* linesOf(cells: MillionCells): Generator<string> {
  let piece: string[] = []
  for (let cell = 0; cell < cells.count; cell++) {
    piece.push(cellLine(cells, cell), '\n')
    if (piece.length < 4000) continue
    yield piece.join('')
    piece = []
  }
  yield piece.join('')
}

async function copyWithIndexes(sql: Sql, path: string): Promise<void> {
  await sql`drop table if exists bench_cells`
  await sql`create table bench_cells (id int generated always as identity, town_id int, ordinal int, code text,
    geom geometry(Polygon, 4326), people_day int, people_night int)`
  await sql.begin(async inside => {
    const into =
      await inside`copy bench_cells (town_id, ordinal, code, geom, people_day, people_night) from stdin (format binary)`.writable()
    await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), into)
  })
  await sql`alter table bench_cells add primary key (id)`
  await sql`create index on bench_cells using gist (geom)`
}

let serial = 0

async function newTown(sql: Sql): Promise<string> {
  const code = `load-${++serial}`
  await sql`delete from regions where code like 'load-%'`
  await sql`insert into regions (code, name, level, west, south, east, north)
    values (${code}, '县', 'county', 120, 30, 121, 31)`
  return code
}

async function bringIn(sql: Sql, input: { path: string; town: string }): Promise<void> {
  const options = {
    kind: 'postgres' as const,
    signal: new AbortController().signal,
    progress: () => undefined,
  }
  await importCells(await administratorContext(sql), input, options)
}

async function ogr(url: string, path: string): Promise<void> {
  const { hostname, port, username, pathname } = new URL(url)
  const target = `PG:host=${hostname} port=${port} user=${username} dbname=${pathname.slice(1)}`
  const options = [
    '-overwrite',
    '-nln',
    'ogr_cells',
    '-lco',
    'GEOMETRY_NAME=geom',
    '--config',
    'PG_USE_COPY',
    'YES',
  ]
  await run('ogr2ogr', ['-f', 'PostgreSQL', target, path, ...options])
}
