import type { Sql } from 'postgres'
import { median } from './risk-recompute.ts'

const seconds = async (work: () => PromiseLike<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** Lays the town's cells and sources out for the peer: plane metres, indexed, one narrow table of results. */
export async function preparePostgis(sql: Sql, townId: number): Promise<void> {
  await sql`drop schema if exists peer cascade`
  await sql`create schema peer`
  // Plane metres about 30.5 degrees north: the cheapest distances that PostGIS has.
  const metres = (column: string) => sql.unsafe(`ST_SetSRID(ST_Scale(${column}, 95990, 110864), 0)`)
  await sql`create table peer.cells as select ordinal as id, ${metres('geom')} as geom from cells where town_id = ${townId}`
  await sql`create table peer.sources as
    select h.id, ${metres('h.point')} as geom, h.reach_meters as reach, coalesce((select a.severity from assessments a
        where a.hazard_id = h.id and a.scale = 'inherent' order by a.id desc limit 1),
        (select (4 - a.level) * 1000 from assessments a where a.hazard_id = h.id and a.scale = 'inherent'
        order by a.id desc limit 1), -1) as severity
    from hazards h where h.town_id = ${townId}`
  await sql`alter table peer.sources add column box geometry`
  await sql`update peer.sources set box = ST_Expand(geom, reach)`
  await sql`create index on peer.cells using gist (geom)`
  await sql`create index on peer.sources using gist (box)`
  await sql`create unique index on peer.cells (id)`
  await sql`create unique index on peer.sources (id)`
  await sql`analyze peer.cells`
  await sql`analyze peer.sources`
}

/** The same join in SQL: every cell's highest source within its reach. One core, as the sum in memory has. */
export function fullInPostgis(sql: Sql): Promise<number> {
  return seconds(() =>
    sql.begin(async inside => {
      await inside`set local max_parallel_workers_per_gather = 0`
      await inside`set local jit = off`
      await inside`set local work_mem = '256MB'`
      await inside`set local statement_timeout = 0`
      await inside`create table peer.levels as select c.id, max(s.severity) as severity
        from peer.sources s join peer.cells c on ST_DWithin(c.geom, s.geom, s.reach) group by c.id`
      await inside`create unique index on peer.levels (id)`
    }),
  )
}

/** Milliseconds the same change takes as UPDATEs: the source, then the cells it covered and covers. */
export async function editsInPostgis(sql: Sql, changes: number) {
  await sql`analyze peer.levels`
  const ids = await sql<
    { id: number }[]
  >`select id from peer.sources order by id * 7919 % 100003 limit ${changes}`
  const again = (id: number, where: Sql = sql) => where`
    update peer.levels l set severity = m.severity from (
      select c.id, max(s.severity) as severity from peer.sources one
      join peer.cells c on ST_DWithin(c.geom, one.geom, one.reach)
      left join peer.sources s on s.box && c.geom and ST_DWithin(c.geom, s.geom, s.reach)
      where one.id = ${id} group by c.id) m
    where l.id = m.id`
  const edit: number[] = []
  const move: number[] = []
  for (const [i, { id }] of ids.entries()) {
    edit.push(
      await seconds(async () => {
        await sql`update peer.sources set severity = ${(i * 977) % 4000} where id = ${id}`
        await again(id)
      }),
    )
    move.push(
      await seconds(async () => {
        const [old] = await sql`
          select c.id from peer.sources one join peer.cells c on ST_DWithin(c.geom, one.geom, one.reach)
          where one.id = ${id} limit 1`
        await sql`with was as (select * from peer.sources where id = ${id})
          update peer.sources s set geom = ST_Translate(s.geom, 150, 150), box = ST_Expand(ST_Translate(s.geom, 150, 150), s.reach)
          from was where s.id = was.id`
        // The cells it left, and the ones it reaches now.
        await sql`update peer.levels l set severity = m.severity from (
            select c.id, max(s.severity) as severity from peer.sources one
            join peer.cells c on ST_DWithin(c.geom, ST_Translate(one.geom, -150, -150), one.reach)
            left join peer.sources s on s.box && c.geom and ST_DWithin(c.geom, s.geom, s.reach)
            where one.id = ${id} group by c.id) m where l.id = m.id`
        await again(id)
        return old
      }),
    )
  }
  return { editMs: median(edit) * 1000, moveMs: median(move) * 1000 }
}
