import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sql, TransactionSql } from 'postgres'
import { CopyRows, copyHead, copyTail } from '../../server/database/copy-rows.ts'
import { cellFacts, type MillionCells, type MillionSources, makeCells, makeSources } from './million.ts'

const unit = 1e7
const chunkBytes = 240_000

/** Binary COPY in pieces: `write` puts one row of each index below `count`. */
export function* copied(count: number, write: (out: CopyRows, i: number) => void): Generator<Buffer> {
  yield copyHead
  const out = new CopyRows()
  for (let i = 0; i < count; i++) {
    write(out, i)
    if (out.length > chunkBytes) yield out.take()
  }
  yield out.take()
  yield copyTail
}

/** The closed ring of a cell as a run of longitude, latitude in degrees. */
export function flatRing({ start, xy }: MillionCells, cell: number): Float64Array {
  const from = (start[cell] ?? 0) * 2
  const length = (start[cell + 1] ?? 0) * 2 - from
  const ring = new Float64Array(length + 2)
  for (let i = 0; i < length; i++) ring[i] = (xy[from + i] ?? 0) / unit
  ring.copyWithin(length, 0, 2)
  return ring
}

/** town_id, ordinal, code, geom, people_day, people_night. */
export const cellCopy = (cells: MillionCells, townId: number) =>
  copied(cells.count, (out, cell) => {
    const { ordinal, code, peopleDay, peopleNight } = cellFacts(cell)
    out.row(6)
    out.int(townId)
    out.int(ordinal)
    out.text(code)
    out.polygon([flatRing(cells, cell)])
    out.int(peopleDay)
    out.int(peopleNight)
  })

/** Rounds of LEC that give each level: L, E, C and their product. */
const rounds: Record<number, [l: string, e: string, c: string, score: number]> = {
  1: ['6', '6', '15', 540],
  2: ['6', '3', '15', 270],
  3: ['3', '6', '7', 126],
  4: ['1', '6', '7', 42],
}

/**
 * Writes a town of so many cells and sources with their assessments into a migrated PostgreSQL of one's own (it
 * needs the rights of a superuser). @returns the town and what it was made of
 */
export async function seedMillion(sql: Sql, counts: { cells: number; sources: number }) {
  const cells = makeCells(counts.cells)
  const sources = makeSources(counts.sources, counts.cells)
  const townId = await sql.begin(async inside => {
    const id = await insertTown(inside, counts.cells)
    // Nothing refers to rows that are not there: the checks of a row at a time would take most of the time.
    await inside`set local session_replication_role = replica`
    await inside`drop index cells_geom`
    await fill(
      await inside`copy cell_rows (town_id, ordinal, code, geom, people_day, people_night) from stdin (format binary)`.writable(),
      cellCopy(cells, id),
    )
    await inside`create index cells_geom on cell_rows using gist (geom)`
    await insertSources(inside, id, sources)
    return id
  })
  await sql`analyze cell_rows`
  await sql`analyze hazards`
  await sql`analyze assessments`
  return { townId, cells, sources }
}

const fill = (into: NodeJS.WritableStream, rows: Iterable<Buffer>) => pipeline(Readable.from(rows), into)

async function insertTown(sql: TransactionSql, count: number): Promise<number> {
  const side = Math.round(Math.sqrt(count)) / 1000
  const [row] = await sql<{ id: number }[]>`
    insert into regions (code, name, name_en, level, west, south, east, north)
    values (${`million-${count}`}, '百万网格', 'Million', 'county', 120, 30, ${120 + side}, ${30 + side})
    returning id`
  if (!row) throw new Error('no town')
  return row.id
}

async function insertSources(sql: TransactionSql, townId: number, sources: MillionSources): Promise<void> {
  const from = await nextIds(sql, 'hazards', sources.count)
  await fill(
    await sql`copy hazards (id, town_id, code, name, domain, kind, point, reach_meters, standing) from stdin (format binary)`.writable(),
    copied(sources.count, (out, i) => {
      out.row(9)
      out.int(from + i)
      out.int(townId)
      out.text(`S${String(i).padStart(6, '0')}`)
      out.text(`风险源 ${i}`)
      out.text('work-safety')
      out.text('tank-farm')
      out.point(sources.lng[i] ?? 0, sources.lat[i] ?? 0)
      out.double(sources.reachMeters[i] ?? 0)
      out.text('confirmed')
    }),
  )
  for (const scale of ['inherent', 'residual'] as const) {
    const rows = Array.from({ length: sources.count }, (_, i) => i).filter(i => (sources[scale][i] ?? 0) > 0)
    for (let at = 0; at < rows.length; at += 10_000) {
      const part = rows.slice(at, at + 10_000)
      await insertAssessments(
        sql,
        scale,
        part.map(i => ({ hazard: from + i, level: sources[scale][i] ?? 4 })),
      )
    }
  }
}

async function insertAssessments(
  sql: TransactionSql,
  scale: string,
  rows: { hazard: number; level: number }[],
): Promise<void> {
  const facts = Object.entries(rounds).map(([level, [l, e, c, score]]) => ({
    level: Number(level),
    inputs: { L: l, E: e, C: c },
    score,
    working: `L${l} × E${e} × C${c} = ${score}`,
  }))
  await sql`
    insert into assessments (hazard_id, scale, method_id, inputs, score, level, working, assessed_at, assessed_by)
    select r.hazard, ${scale}, (select id from risk_methods where method = 'LEC' and edition = 'A'), f.inputs, f.score,
      f.level, f.working, now(), '生成'
    from jsonb_to_recordset(${sql.json(rows)}) as r (hazard int, level int)
    join jsonb_to_recordset(${sql.json(facts)}) as f (level int, inputs jsonb, score numeric, working text)
      on f.level = r.level
    order by r.hazard`
}

/** Takes as many ids as asked for out of a table's sequence. @returns the first */
async function nextIds(sql: TransactionSql, table: string, count: number): Promise<number> {
  const [row] = await sql<{ last: number }[]>`
    select setval(pg_get_serial_sequence(${table}, 'id'),
      nextval(pg_get_serial_sequence(${table}, 'id')) + ${count}::int) as last`
  return (row?.last ?? 0) - count
}
