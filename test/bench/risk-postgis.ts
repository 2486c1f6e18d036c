import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import postgres, { type Sql } from 'postgres'
import { startPostgres } from '../../server/database/own-postgres.ts'
import { RiskField } from '../../server/risk/field.ts'
import { metersPerDegree } from '../../server/risk/rules/reach.ts'
import type { FieldSource } from '../../server/risk/sources.ts'
import { makeCells } from './million.ts'
import { cellCopy, copied } from './million-rows.ts'
import type { RiskOptions } from './risk.ts'
import { changesOf, measureEditsAlone, type SourceChange } from './risk-edits.ts'
import { makeField, mean, measurePairs, measureRecompute } from './risk-recompute.ts'

const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits

/**
 * The full sum of all three scales and single changes of a source, in memory and in PostGIS on the same cells and
 * sources. Both bring the same cells to the same three severities; the share that agrees is told.
 */
export async function measureAgainstPostgis({ quick, say }: RiskOptions): Promise<Record<string, unknown>> {
  const count = quick ? 100_000 : 1_000_000
  say(`${count} cells in memory: full recompute, changes of one source`)
  const made = makeField(count)
  const pairs = measurePairs(made)
  const full = measureRecompute(made)
  const field = new RiskField(1, { parts: made.parts })
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-risk-'))
  const server = await startPostgres({ directory })
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined, connection: { jit: false } })
  try {
    say('the same cells and sources in PostGIS')
    await sql`set synchronous_commit = off`
    await sql`set max_parallel_workers_per_gather = 0`
    await sql`set work_mem = '256MB'`
    await preparePeer(sql, count, made.list)
    say('the same join in PostGIS')
    const oneScale = await seconds(() => joinOne(sql))
    const allScales = await seconds(() => joinAll(sql))
    await finishLevels(sql)
    const sameBefore = await agreement(sql, field)
    say('the same changes in PostGIS')
    const [changes, others] = halves(changesOf(made.list, quick ? 120 : 400))
    const peer = await changePeer(sql, changes, 'largest')
    await sql`drop index peer.sources_geom_idx`
    await sql`create index on peer.sources using gist (box)`
    await sql`vacuum analyze peer.sources`
    const boxes = await changePeer(sql, others, 'boxes')
    for (const { edit, move, remove } of [changes, others])
      for (const { id, next } of [...edit, ...move, ...remove]) field.changeSource(id, next)
    const sameAfter = await agreement(sql, field)
    say('changes of one source in memory, in a process of their own')
    const own = await measureEditsAlone(count)
    return {
      postgisPeer: peerTold,
      cells: count,
      sources: made.list.length,
      pairs: pairs.pairs,
      everyPairSeconds: round(pairs.everyPairSeconds, 3),
      fullSeconds: round(full.threeScalesSeconds, 3),
      fullOneScaleSeconds: round(full.oneScaleSeconds, 3),
      postgisSeconds: round(allScales, 2),
      postgisOneScaleSeconds: round(oneScale, 2),
      fullVsPostgis: round(allScales / full.threeScalesSeconds),
      fullOneScaleVsPostgis: round(oneScale / full.oneScaleSeconds),
      incrementalMicroseconds: round(own.editMicroseconds),
      moveMicroseconds: round(own.moveMicroseconds),
      deleteMicroseconds: round(own.deleteMicroseconds),
      postgisEditMs: round(peer.edit, 2),
      postgisMoveMs: round(peer.move, 2),
      postgisDeleteMs: round(peer.remove, 2),
      boxesPostgisEditMs: round(boxes.edit, 2),
      boxesPostgisMoveMs: round(boxes.move, 2),
      boxesPostgisDeleteMs: round(boxes.remove, 2),
      incrementalVsPostgis: round((peer.edit * 1000) / own.editMicroseconds),
      moveVsPostgis: round((peer.move * 1000) / own.moveMicroseconds),
      deleteVsPostgis: round((peer.remove * 1000) / own.deleteMicroseconds),
      incrementalVsBoxesPostgis: round((boxes.edit * 1000) / own.editMicroseconds),
      moveVsBoxesPostgis: round((boxes.move * 1000) / own.moveMicroseconds),
      deleteVsBoxesPostgis: round((boxes.remove * 1000) / own.deleteMicroseconds),
      sameAsPostgis: round(Math.min(sameBefore, sameAfter), 6),
    }
  } finally {
    await sql.end()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

// What the figures of the peer are of, so that nobody has to read this file to judge them.
const peerTold =
  'PostGIS on this machine, geometry in plane metres, GiST on cells and sources, one narrow row a cell with its three ' +
  'severities. A change is one transaction of two prepared statements, warm, commits not waited for: the source, then ' +
  'the cells it covered or covers with their highest on all three scales, written where one differs; it finds the ' +
  'sources of a cell by the largest reach of all, then by their own. Its time is by the clock with the round trips ' +
  'over the local line, ours that of the processor, in a process of its own. The one called boxes also keeps and ' +
  'indexes the box of every reach, and finds the sources of a cell by these.'

const seconds = async (work: () => PromiseLike<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

// Plane metres as they are in the middle of a million cells: the cheapest distances that PostGIS has.
const perDegree = metersPerDegree(30.5)

/** Cells and sources in plane metres, indexed and analysed, with one narrow table of results. */
async function preparePeer(sql: Sql, count: number, list: readonly FieldSource[]): Promise<void> {
  await sql`create schema peer`
  await sql`create table peer.raw (town_id int, ordinal int, code text, geom geometry, people_day int, people_night int)`
  await fill(await sql`copy peer.raw from stdin (format binary)`.writable(), cellCopy(makeCells(count), 1))
  const scale = `${perDegree.perLng}::float8, ${perDegree.perLat}::float8`
  await sql`create table peer.cells as
    select ordinal as id, ST_SetSRID(ST_Scale(geom, ${sql.unsafe(scale)}), 0) as geom from peer.raw`
  await sql`drop table peer.raw`
  await sql`create table peer.sources (id int, x float8, y float8, reach float8, inherent int, residual int, live int,
    geom geometry, box geometry)`
  await fill(
    await sql`copy peer.sources (id, x, y, reach, inherent, residual, live) from stdin (format binary)`.writable(),
    copied(list.length, (out, i) => writeSource(out, list[i])),
  )
  await sql`update peer.sources set geom = ST_Point(x, y), box = ST_Expand(ST_Point(x, y), reach)`
  await sql`create unique index on peer.cells (id)`
  await sql`create unique index on peer.sources (id)`
  await sql`create index on peer.cells using gist (geom)`
  await sql`create index on peer.sources using gist (geom)`
  await sql`vacuum analyze peer.cells`
  await sql`vacuum full analyze peer.sources`
}

const fill = (into: NodeJS.WritableStream, rows: Iterable<Buffer>) => pipeline(Readable.from(rows), into)

function writeSource(
  out: Parameters<Parameters<typeof copied>[1]>[0],
  source: FieldSource | undefined,
): void {
  if (!source) throw new Error('fewer sources than counted')
  const [x, y] = inMetres(source)
  out.row(7)
  out.int(source.id)
  out.double(x)
  out.double(y)
  out.double(source.reachMeters)
  for (const scale of ['inherent', 'residual', 'live'] as const) out.int(source.severities[scale])
}

const inMetres = ({ lngLat: [lng, lat] }: FieldSource): [number, number] => [
  lng * perDegree.perLng,
  lat * perDegree.perLat,
]

/** The join, one map of it and all three: every cell's highest sources within their reach. */
const joinOne = (sql: Sql) => sql`create table peer.one as select c.id, max(s.inherent) as inherent
  from peer.sources s join peer.cells c on ST_DWithin(c.geom, s.geom, s.reach) group by c.id`

const joinAll = (sql: Sql) => sql`create table peer.levels with (fillfactor = 60) as
  select c.id, max(s.inherent) as inherent, max(s.residual) as residual, max(s.live) as live
  from peer.sources s join peer.cells c on ST_DWithin(c.geom, s.geom, s.reach) group by c.id`

async function finishLevels(sql: Sql): Promise<void> {
  await sql`insert into peer.levels select id, -1, -1, -1 from peer.cells where id not in (select id from peer.levels)`
  await sql`create unique index on peer.levels (id)`
  await sql`vacuum analyze peer.levels`
}

/** Share of all severities that are the same in memory and in PostGIS. */
async function agreement(sql: Sql, field: RiskField): Promise<number> {
  const scales = ['inherent', 'residual', 'live'] as const
  const own = scales.map(scale => field.severities(scale))
  let [same, all] = [0, 0]
  await sql<{ id: number; inherent: number; residual: number; live: number }[]>`
    select id, inherent, residual, live from peer.levels`.cursor(20_000, rows => {
    for (const row of rows) {
      for (const [i, scale] of scales.entries()) if (own[i]?.[row.id] === row[scale]) same += 1
      all += scales.length
    }
  })
  return same / all
}

type Changes = ReturnType<typeof changesOf>

/** How the sources of a cell are found: by an index on the boxes of their reaches, or within the largest reach. */
type Way = 'boxes' | 'largest'

// The generated reaches end here.
const largestReach = 1000

function halves({ edit, move, remove }: Changes): [Changes, Changes] {
  const middle = edit.length / 2
  const part = (from: number, to: number): Changes => ({
    edit: edit.slice(from, to),
    move: move.slice(from, to),
    remove: remove.slice(from, to),
  })
  return [part(0, middle), part(middle, edit.length)]
}

/** Mean milliseconds of the same change as one transaction: the source, then the levels of the cells it covered or covers. */
async function changePeer(sql: Sql, changes: Changes, way: Way) {
  // Prepared statements and caches are warm before the clock runs.
  for (const { id, old } of changes.edit.slice(0, 20)) await changeOne(sql, { id, old, next: old }, way)
  const timed = async (list: readonly SourceChange[]) => {
    const times: number[] = []
    for (const change of list) times.push((await seconds(() => changeOne(sql, change, way))) * 1000)
    return mean(times)
  }
  return {
    edit: await timed(changes.edit),
    move: await timed(changes.move),
    remove: await timed(changes.remove),
  }
}

const changeOne = (sql: Sql, { id, old, next }: SourceChange, way: Way) =>
  sql.begin(async inside => {
    const [x, y] = inMetres(old)
    const isMoved = next !== null && String(next.lngLat) !== String(old.lngLat)
    const [nextX, nextY] = next ? inMetres(next) : [x, y]
    const { inherent, residual, live } = next?.severities ?? old.severities
    if (!next) await inside`delete from peer.sources where id = ${id}`
    else if (isMoved) {
      await inside`update peer.sources set inherent = ${inherent}, residual = ${residual}, live = ${live},
        x = ${nextX}, y = ${nextY}, geom = ST_Point(${nextX}::float8, ${nextY}::float8),
        box = ST_Expand(ST_Point(${nextX}::float8, ${nextY}::float8), reach) where id = ${id}`
    } else {
      await inside`update peer.sources set inherent = ${inherent}, residual = ${residual}, live = ${live}
        where id = ${id}`
    }
    const place = inside`select id, geom from peer.cells where ST_DWithin(geom, ST_Point(${x}::float8, ${y}::float8), ${old.reachMeters})`
    const nextPlace = inside`union select id, geom from peer.cells
      where ST_DWithin(geom, ST_Point(${nextX}::float8, ${nextY}::float8), ${old.reachMeters})`
    const near =
      way === 'boxes' ? inside`s.box && c.geom` : inside`ST_DWithin(c.geom, s.geom, ${largestReach})`
    await inside`
      update peer.levels l set inherent = m.inherent, residual = m.residual, live = m.live from (
        select c.id, coalesce(max(s.inherent), -1) as inherent, coalesce(max(s.residual), -1) as residual,
          coalesce(max(s.live), -1) as live
        from (${place} ${isMoved ? nextPlace : inside``}) c
        left join peer.sources s on ${near} and ST_DWithin(c.geom, s.geom, s.reach)
        group by c.id) m
      where l.id = m.id
        and (l.inherent, l.residual, l.live) is distinct from (m.inherent, m.residual, m.live)`
  })
