import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TransactionSql } from 'postgres'
import type { Inside } from '../context.ts'
import { CopyRows, copyHead, copyTail } from '../database/copy-rows.ts'
import type { CellReader, ReadCell } from './cell-reader.ts'

interface Filling {
  reader: CellReader
  kind: 'postgres' | 'embedded'
  /** Throws when what was read may not stay. */
  judge(): void
}

/** Large files are staged: their indexes are built once over all rows, not row by row. About 10,000 cells. */
export const isStaged = (bytes: number) => bytes > 5_000_000

/** Writes cells into the table itself. For small files and for the embedded database, which has no COPY. */
export async function fillDirectly({ sql }: Inside, { reader, kind, judge }: Filling): Promise<void> {
  if (kind === 'postgres') {
    await copyInto(sql, 'cells', reader)
  } else {
    for await (const cells of reader.pieces()) {
      for (let at = 0; at < cells.length; at += 500)
        await insertBatch(sql, reader.townId, cells.slice(at, at + 500))
    }
  }
  judge()
  await placeInGrids(sql, 'cells', reader.townId)
}

async function insertBatch(sql: TransactionSql, townId: number, cells: readonly ReadCell[]): Promise<void> {
  const rows = cells.map(({ ordinal, code, peopleDay, peopleNight, rings }) => ({
    ...{ ordinal, code, day: peopleDay, night: peopleNight },
    geom: JSON.stringify({ type: 'Polygon', coordinates: rings.map(pairs) }),
  }))
  await sql`
    insert into cells (town_id, ordinal, code, geom, people_day, people_night)
    select ${townId}, c.ordinal, c.code, ST_SetSRID(ST_GeomFromGeoJSON(c.geom), 4326), c.day, c.night
    from jsonb_to_recordset(${sql.json(rows)}) as c (ordinal int, code text, geom text, day int, night int)`
}

const pairs = (ring: Float64Array) =>
  Array.from({ length: ring.length / 2 }, (_, i) => [ring[i * 2] ?? 0, ring[i * 2 + 1] ?? 0])

async function copyInto(
  sql: TransactionSql,
  table: 'cells' | 'cells_incoming',
  reader: CellReader,
): Promise<void> {
  await sql`set local statement_timeout = 0`
  const into =
    await sql`copy ${sql(table)} (town_id, ordinal, code, geom, people_day, people_night) from stdin (format binary)`.writable()
  await pipeline(Readable.from(copied(reader)), into)
}

async function* copied(reader: CellReader): AsyncGenerator<Buffer> {
  yield copyHead
  const out = new CopyRows()
  for await (const cells of reader.pieces()) {
    for (const { ordinal, code, peopleDay, peopleNight, rings } of cells) {
      out.row(6)
      out.int(reader.townId)
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
  table: 'cells' | 'cells_incoming',
  townId: number,
): Promise<void> {
  const [grid] =
    await sql`select 1 as one from grids where town_id = ${townId} and retired_at is null limit 1`
  if (!grid) return
  await sql`
    update ${sql(table)} c set grid_id = g.id from grids g
    where c.town_id = ${townId} and g.town_id = ${townId} and g.retired_at is null and g.level <> 'thematic'
      and not exists (select from grids k where k.parent_id = g.id and k.retired_at is null) and ST_Intersects(g.geom, ST_Centroid(c.geom))`
}

/**
 * Fills a table of the same shape beside the cells, builds its indexes, checks its references, and lets it take the
 * place of the cells at the end of the transaction: readers see the old rows until then, and writers wait.
 */
export async function fillStaged(inside: Inside, { reader, judge, kind }: Filling): Promise<void> {
  const { sql } = inside
  // The tables belong to their owner; the application's role may not rebuild them.
  await sql`select set_config('role', 'none', true)`
  await sql`lock table cells in share row exclusive mode`
  if (await isGuarded(sql)) {
    await fillDirectly(inside, { reader, judge, kind })
  } else {
    await stage(sql)
    await copyInto(sql, 'cells_incoming', reader)
    judge()
    await keepOthers(sql)
    await finish(sql, reader.townId)
  }
  await sql`select set_config('role', 'sisetu_app', true)`
}

/** Triggers, policies and views of the table would be lost with it; and where other towns hold most cells, copying those costs more. */
async function isGuarded(sql: TransactionSql): Promise<boolean> {
  const [row] = await sql<{ guarded: boolean }[]>`
    select exists (select from pg_trigger where tgrelid = 'cells'::regclass and not tgisinternal)
      or exists (select from pg_policy where polrelid = 'cells'::regclass)
      or exists (select from pg_depend d join pg_rewrite r on r.oid = d.objid
        where d.refobjid = 'cells'::regclass and d.classid = 'pg_rewrite'::regclass and r.ev_class <> 'cells'::regclass)
      or (select count(*) from (select 1 from cells limit 3000000) held) >= 3000000 as guarded`
  return row?.guarded ?? true
}

async function stage(sql: TransactionSql): Promise<void> {
  await sql`create table cells_incoming (like cells including all excluding indexes)`
  const [next] = await sql<{ id: number }[]>`select nextval(pg_get_serial_sequence('cells', 'id'))::int as id`
  await sql.unsafe(`alter table cells_incoming alter column id restart with ${Number(next?.id ?? 1)}`)
}

/** Cells of other towns, with the ids that they have. */
async function keepOthers(sql: TransactionSql): Promise<void> {
  const columns = await sql<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = 'cells'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  await sql.unsafe(`insert into cells_incoming (${names}) overriding system value select ${names} from cells`)
}

interface Part {
  name: string
  definition: string
}

async function finish(sql: TransactionSql, townId: number): Promise<void> {
  const indexes = await sql<(Part & { constraint: string | null; kind: string | null })[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition, k.conname as constraint, k.contype as kind
    from pg_index i join pg_class c on c.oid = i.indexrelid
    left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u')
    where i.indrelid = 'cells'::regclass`
  const references = await sql<Part[]>`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'cells'::regclass and contype = 'f'`
  const referrers = await sql<(Part & { table: string })[]>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where confrelid = 'cells'::regclass and contype = 'f' and conrelid <> 'cells'::regclass`
  const owned = await sql<{ sequence: string }[]>`
    select pg_get_serial_sequence('cells', 'id') as sequence`
  for (const { name, definition } of indexes) {
    await sql.unsafe(
      definition.replace(/ INDEX \S+ ON (ONLY )?\S+ /, ` INDEX "${name}_incoming" ON cells_incoming `),
    )
  }
  for (const { name, definition } of references) {
    await sql.unsafe(`alter table cells_incoming add constraint "${name}" ${definition}`)
  }
  await placeInGrids(sql, 'cells_incoming', townId)
  for (const { table, name } of referrers) await sql.unsafe(`alter table ${table} drop constraint "${name}"`)
  await sql`drop table cells`
  await sql`alter table cells_incoming rename to cells`
  for (const { name, constraint, kind } of indexes) {
    if (!constraint) await sql.unsafe(`alter index "${name}_incoming" rename to "${name}"`)
    else {
      const word = kind === 'p' ? 'primary key' : 'unique'
      await sql.unsafe(
        `alter table cells add constraint "${constraint}" ${word} using index "${name}_incoming"`,
      )
    }
  }
  for (const { table, name, definition } of referrers) {
    await sql.unsafe(`alter table ${table} add constraint "${name}" ${definition}`)
  }
  const sequence = owned[0]?.sequence.split('.').at(-1)?.replaceAll('"', '')
  if (sequence) await sql.unsafe(`alter sequence cells_incoming_id_seq rename to "${sequence}"`)
}
