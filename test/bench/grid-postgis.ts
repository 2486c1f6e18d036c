import type { Sql } from 'postgres'
import type { Coverage } from '../../server/grid/rules/coverage.ts'

export interface PostgisFigures {
  validSeconds: number
  overlapSeconds: number
  gapSeconds: number
  invalid: number
  overlaps: number
  gaps: number
}

/** The same checks of the same faces by PostGIS on one core: each face valid, no two overlap, no hole in their union. */
export async function checkInPostgis(sql: Sql, coverage: Coverage): Promise<PostgisFigures> {
  await fill(sql, coverage)
  return sql.begin(async inside => {
    await inside`set local max_parallel_workers_per_gather = 0`
    await inside`set local jit = off`
    await inside`set local work_mem = '512MB'`
    await inside`set local statement_timeout = 0`
    const valid = await timed(
      () => inside<{ count: number }[]>`select count(*)::int from faces where not ST_IsValid(geom)`,
    )
    const overlap = await timed(
      () => inside<{ count: number }[]>`
        select count(*)::int from faces a join faces b on a.id < b.id and a.geom && b.geom
        where ST_Relate(a.geom, b.geom, '2********')`,
    )
    const gap = await timed(
      () => inside<{ count: number }[]>`
        select coalesce(sum(ST_NumInteriorRings(part)), 0)::int as count
        from (select (ST_Dump(ST_Union(geom))).geom as part from faces) as parts`,
    )
    return {
      validSeconds: valid.seconds,
      overlapSeconds: overlap.seconds,
      gapSeconds: gap.seconds,
      invalid: valid.count,
      overlaps: overlap.count,
      gaps: gap.count,
    }
  })
}

async function fill(sql: Sql, coverage: Coverage): Promise<void> {
  await sql`create table faces (id int primary key, geom geometry(Polygon, 4326))`
  const ids = coverage.faceIds
  for (let at = 0; at < ids.length; at += 5000) {
    const some = ids.slice(at, at + 5000)
    const shapes = some.map(id => JSON.stringify(coverage.polygonOf(id)))
    await sql`insert into faces select id, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326)
      from unnest(${some}::int[], ${shapes}::text[]) as given (id, shape)`
  }
  await sql`create index on faces using gist (geom)`
  await sql`analyze faces`
}

async function timed(ask: () => PromiseLike<{ count: number }[]>) {
  const began = performance.now()
  const [row] = await ask()
  return { seconds: (performance.now() - began) / 1000, count: row?.count ?? -1 }
}
