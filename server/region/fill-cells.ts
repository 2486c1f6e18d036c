import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TransactionSql } from 'postgres'
import type { Inside } from '../context.ts'
import { CopyRows, copyHead, copyTail } from '../database/copy-rows.ts'
import { ofCoverage } from '../grid/of-coverage.ts'
import type { CellReader, ReadCell } from './cell-reader.ts'

/** The rows that are written: those of one set of a town's cells. */
export interface Target {
  reader: CellReader
  setNumber: number
}

interface Filling extends Target {
  /** Throws when what was read may not stay. */
  judge(): void
}

/** Large files are staged: their indexes are built once over all rows, not row by row. About 10,000 cells. */
export const isStaged = (bytes: number) => bytes > 5_000_000

/** Writes cells into the table itself by COPY. For small files. */
export async function fillDirectly({ sql }: Inside, { judge, ...target }: Filling): Promise<void> {
  await copyInto(sql, 'cell_rows', target)
  judge()
  await placeInGrids(sql, 'cell_rows', target)
}

/** One short transaction. */
export type InTurn = <T>(work: (sql: TransactionSql) => Promise<T>) => Promise<T>

// What others ask of the embedded database waits for the slice that is being written.
const sliceMs = 20
const [fewest, most] = [20, 400]

/**
 * Writes cells in short transactions one after another, so that others are answered in between. Nobody sees the rows
 * until their set is in force. For the embedded database, which does one thing at a time and has no COPY.
 */
export async function fillInSlices(inTurn: InTurn, { reader, setNumber }: Target): Promise<void> {
  const hasGrids = await inTurn(async sql => {
    const [grid] = await sql`select 1 as one from grids where town_id = ${reader.townId} limit 1`
    return grid !== undefined
  })
  let size = fewest * 2
  for await (const cells of reader.pieces()) {
    for (let at = 0; at < cells.length; ) {
      const slice = cells.slice(at, at + size)
      const ms = await inTurn(async sql => {
        const started = performance.now()
        await insertSlice(sql, { townId: reader.townId, setNumber, cells: slice, hasGrids })
        return performance.now() - started
      })
      at += slice.length
      const share = Math.min(2, Math.max(0.4, sliceMs / Math.max(1, ms)))
      size = Math.min(most, Math.max(fewest, Math.round(size * share)))
    }
  }
}

interface Slice {
  townId: number
  setNumber: number
  cells: readonly ReadCell[]
  hasGrids: boolean
}

async function insertSlice(
  sql: TransactionSql,
  { townId, setNumber, cells, hasGrids }: Slice,
): Promise<void> {
  const rows = cells.map(({ ordinal, code, peopleDay, peopleNight, rings }) => ({
    ...{ ordinal, code, day: peopleDay, night: peopleNight },
    geom: JSON.stringify({ type: 'Polygon', coordinates: rings.map(pairs) }),
  }))
  const grid = hasGrids
    ? sql`(select g.id from grids g where g.town_id = ${townId} and ${ofCoverage(sql, 'g')}
        and ST_Intersects(g.geom, ST_Centroid(c.geom)) order by g.id limit 1)`
    : sql`null::int`
  await sql`
    insert into cell_rows (town_id, set_number, ordinal, code, geom, people_day, people_night, grid_id)
    select ${townId}, ${setNumber}, c.ordinal, c.code, c.geom, c.day, c.night, ${grid}
    from (select r.ordinal, r.code, ST_SetSRID(ST_GeomFromGeoJSON(r.geom), 4326) as geom, r.day, r.night
      from jsonb_to_recordset(${sql.json(rows)}) as r (ordinal int, code text, geom text, day int, night int)) c`
}

const pairs = (ring: Float64Array) =>
  Array.from({ length: ring.length / 2 }, (_, i) => [ring[i * 2] ?? 0, ring[i * 2 + 1] ?? 0])

async function copyInto(
  sql: TransactionSql,
  table: 'cell_rows' | 'cells_incoming',
  target: Target,
): Promise<void> {
  await sql`set local statement_timeout = 0`
  // Rows of a table that this transaction made need no second writing when they are first read.
  const isOwn = table === 'cells_incoming' ? sql`true` : sql`false`
  const into =
    await sql`copy ${sql(table)} (town_id, set_number, ordinal, code, geom, people_day, people_night) from stdin (format binary, freeze ${isOwn})`.writable()
  await pipeline(Readable.from(copied(target)), into)
}

async function* copied({ reader, setNumber }: Target): AsyncGenerator<Buffer> {
  yield copyHead
  const out = new CopyRows()
  for await (const cells of reader.pieces()) {
    for (const { ordinal, code, peopleDay, peopleNight, rings } of cells) {
      out.row(7)
      out.int(reader.townId)
      out.int(setNumber)
      out.int(ordinal)
      out.text(code)
      out.polygon(rings)
      out.int(peopleDay)
      out.int(peopleNight)
    }
    yield out.take()
  }
  yield copyTail
}

/** A cell lies in the grid that holds its middle. */
async function placeInGrids(
  sql: TransactionSql,
  table: 'cell_rows' | 'cells_incoming',
  { reader: { townId }, setNumber }: Target,
): Promise<void> {
  const [grid] =
    await sql`select 1 as one from grids where town_id = ${townId} and retired_at is null limit 1`
  if (!grid) return
  await sql`
    update ${sql(table)} c set grid_id = g.id from grids g
    where c.town_id = ${townId} and c.set_number = ${setNumber} and g.town_id = ${townId}
      and ${ofCoverage(sql, 'g')} and ST_Intersects(g.geom, ST_Centroid(c.geom))`
}

/**
 * Fills a table of the same shape beside the cells, builds its indexes, checks its references, and lets it take the
 * place of the cells at the end of the transaction: readers see the old rows until then, and writers wait.
 */
export async function fillStaged(inside: Inside, filling: Filling): Promise<void> {
  const { sql } = inside
  // The tables belong to their owner; the application's role may not rebuild them.
  await sql`select set_config('role', 'none', true)`
  // A million keys are then sorted without a file between.
  await sql`set local maintenance_work_mem = '256MB'`
  await sql`lock table cell_rows in share row exclusive mode`
  if (await isGuarded(sql)) {
    await fillDirectly(inside, filling)
  } else {
    await stage(sql)
    await copyInto(sql, 'cells_incoming', filling)
    filling.judge()
    await keepOthers(sql)
    await finish(sql, filling)
  }
  await sql`select set_config('role', 'sisetu_app', true)`
}

/** Triggers, policies and views of the table, but for the one of the sets in force, would be lost with it; and where other towns hold most cells, copying those costs more. */
async function isGuarded(sql: TransactionSql): Promise<boolean> {
  const [row] = await sql<{ guarded: boolean }[]>`
    select exists (select from pg_trigger where tgrelid = 'cell_rows'::regclass and not tgisinternal)
      or exists (select from pg_policy where polrelid = 'cell_rows'::regclass)
      or exists (select from pg_depend d join pg_rewrite r on r.oid = d.objid
        where d.refobjid = 'cell_rows'::regclass and d.classid = 'pg_rewrite'::regclass and r.ev_class <> 'cells'::regclass)
      or (select count(*) from (select 1 from cell_rows limit 3000000) held) >= 3000000 as guarded`
  return row?.guarded ?? true
}

async function stage(sql: TransactionSql): Promise<void> {
  await sql`create table cells_incoming (like cell_rows including all excluding indexes)`
  const [next] = await sql<
    { id: number }[]
  >`select nextval(pg_get_serial_sequence('cell_rows', 'id'))::int as id`
  await sql.unsafe(`alter table cells_incoming alter column id restart with ${Number(next?.id ?? 1)}`)
}

/** Cells of other towns and of retired sets, with the ids that they have. */
async function keepOthers(sql: TransactionSql): Promise<void> {
  const columns = await sql<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = 'cell_rows'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  await sql.unsafe(
    `insert into cells_incoming (${names}) overriding system value select ${names} from cell_rows`,
  )
}

interface Part {
  name: string
  definition: string
}

async function finish(sql: TransactionSql, target: Target): Promise<void> {
  const indexes = await sql<(Part & { constraint: string | null; kind: string | null })[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition, k.conname as constraint, k.contype as kind
    from pg_index i join pg_class c on c.oid = i.indexrelid
    left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u')
    where i.indrelid = 'cell_rows'::regclass`
  const references = await sql<Part[]>`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'cell_rows'::regclass and contype = 'f'`
  const referrers = await sql<(Part & { table: string })[]>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where confrelid = 'cell_rows'::regclass and contype = 'f' and conrelid <> 'cell_rows'::regclass`
  const owned = await sql<{ sequence: string }[]>`
    select pg_get_serial_sequence('cell_rows', 'id') as sequence`
  for (const { name, definition } of indexes) {
    await sql.unsafe(
      definition.replace(/ INDEX \S+ ON (ONLY )?\S+ /, ` INDEX "${name}_incoming" ON cells_incoming `),
    )
  }
  for (const { name, definition } of references) {
    await sql.unsafe(`alter table cells_incoming add constraint "${name}" ${definition}`)
  }
  await placeInGrids(sql, 'cells_incoming', target)
  for (const { table, name } of referrers) await sql.unsafe(`alter table ${table} drop constraint "${name}"`)
  const [view] = await sql<{ definition: string }[]>`select pg_get_viewdef('cells'::regclass) as definition`
  await sql`drop view cells`
  await sql`drop table cell_rows`
  await sql`alter table cells_incoming rename to cell_rows`
  for (const { name, constraint, kind } of indexes) {
    if (!constraint) await sql.unsafe(`alter index "${name}_incoming" rename to "${name}"`)
    else {
      const word = kind === 'p' ? 'primary key' : 'unique'
      await sql.unsafe(
        `alter table cell_rows add constraint "${constraint}" ${word} using index "${name}_incoming"`,
      )
    }
  }
  for (const { table, name, definition } of referrers) {
    await sql.unsafe(`alter table ${table} add constraint "${name}" ${definition}`)
  }
  const sequence = owned[0]?.sequence.split('.').at(-1)?.replaceAll('"', '')
  await sql.unsafe(`create view cells as ${view?.definition ?? ''}`)
  await sql`grant select, insert, update, delete on cells to sisetu_app`
  if (sequence) await sql.unsafe(`alter sequence cells_incoming_id_seq rename to "${sequence}"`)
}
