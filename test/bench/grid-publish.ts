import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/open.ts'
import { startPostgres } from '../../server/database/own-postgres.ts'
import { approve } from '../../server/grid/approve.ts'
import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import { GridDraftInput } from '../../server/grid/draft.ts'
import { propose } from '../../server/grid/propose.ts'
import type { Coverage } from '../../server/grid/rules/coverage.ts'
import { saveDraft } from '../../server/grid/save-draft.ts'
import type { Spot } from '../../server/region/rules/lattice.ts'
import { contextOf, type TestTown, testTown } from '../../server/test-town.ts'

export interface PublishFigures {
  /** Seconds from the reviewer's approval to the grids in force: the whole transaction. */
  publish500Seconds: number
  publishedFaces: number
  publishedRegions: number
  proposeSeconds: number
}

const wanted = 500
const rounds = 3

/** Publishes 500 changed faces of the whole coverage on PostgreSQL, each round other ones; the median round. */
export async function measurePublish(
  coverage: Coverage,
  { say }: { say(text: string): void },
): Promise<PublishFigures> {
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-publish-'))
  const server = await startPostgres({ directory })
  try {
    const bare = postgres(server.url, { max: 1, onnotice: () => undefined })
    await bare`create extension if not exists postgis`
    await bare.end()
    const database = await openDatabase({ url: server.url, dataDirectory: join(directory, 'data') })
    try {
      await migrate(database.sql)
      say('the coverage as the grids of a town, a cell in each')
      const town = await founded(database.sql, coverage)
      return await published(database.sql, town, coverage)
    } finally {
      await database.close()
    }
  } finally {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

/** A town whose grids are the faces of the coverage, with their villages and one cell each. */
async function founded(sql: Sql, coverage: Coverage): Promise<TestTown> {
  const town = await testTown(sql)
  const ids = coverage.faceIds
  const villages = [...new Set(ids.map(id => coverage.parentOf(id) ?? 0))]
  await sql`delete from cells where town_id = ${town.id}`
  await sql`update grids set retired_at = now() where town_id = ${town.id}`
  await sql`update regions set geom = null where id = ${town.id}`
  for (const some of batches(villages)) {
    const shapes = some.map(id => JSON.stringify(coverage.outlineOf(id)))
    await sql`insert into regions (id, town_id, parent_id, code, name, level, geom, west, south, east, north)
      overriding system value
      select id, ${town.id}, ${town.id}, 'V' || id, '村' || id, 'village', geom, ST_XMin(geom), ST_YMin(geom),
        ST_XMax(geom), ST_YMax(geom)
      from (select id, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as geom
        from unnest(${some}::int[], ${shapes}::text[]) as given (id, shape)) as v`
  }
  for (const some of batches(ids)) {
    const shapes = some.map(id => JSON.stringify(coverage.polygonOf(id)))
    const above = some.map(id => coverage.parentOf(id))
    await sql`insert into grids (id, town_id, region_id, code, name, geom, households) overriding system value
      select id + 1000, ${town.id}, above, 'F' || id, '网格' || id, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326), 3
      from unnest(${some}::int[], ${above}::int[], ${shapes}::text[]) as given (id, above, shape)`
  }
  await sql`insert into cells (town_id, ordinal, code, grid_id, geom, people_day, people_night)
    select town_id, id, code, id, geom, 5, 8 from grids where town_id = ${town.id} and retired_at is null`
  await sql`analyze`
  return town
}

function* batches<T>(list: readonly T[]): Generator<T[]> {
  for (let at = 0; at < list.length; at += 5000) yield list.slice(at, at + 5000)
}

async function published(sql: Sql, town: TestTown, coverage: Coverage): Promise<PublishFigures> {
  const manager = await contextOf(sql, town.people['grid-manager'])
  const commander = await contextOf(sql, town.people.commander)
  const times: { seconds: number; proposeSeconds: number }[] = []
  const used = new Set<number>()
  for (let round = 0; round < rounds; round++) {
    const { edits, faces } = editsOf(coverage, used)
    const seen = faces.map(id => ({ id: id + 1000, version: 1 }))
    const input = GridDraftInput.parse({
      townId: town.id,
      name: `第 ${round + 1} 批`,
      edits,
      seen,
      version: 0,
    })
    const draft = await saveDraft(manager, null, input)
    const asked = performance.now()
    await propose(manager, draft.id, { version: 1 })
    const began = performance.now()
    await approve(commander, draft.id, { version: 2, effectiveAt: null, note: '' })
    times.push({ seconds: (performance.now() - began) / 1000, proposeSeconds: (began - asked) / 1000 })
  }
  const [told] = await sql<{ faces: number; regions: number }[]>`
    select (select min(cardinality(changed)) from grid_publications) as faces,
      (select count(distinct region_id)::int from region_versions) as regions`
  const middle = times.sort((a, b) => a.seconds - b.seconds)[Math.floor(rounds / 2)]
  return {
    publish500Seconds: Math.round((middle?.seconds ?? 0) * 1000) / 1000,
    proposeSeconds: Math.round((middle?.proposeSeconds ?? 0) * 1000) / 1000,
    publishedFaces: told?.faces ?? 0,
    publishedRegions: told?.regions ?? 0,
  }
}

/** Corners of four faces moved a little, spread over the whole; no face is touched twice. */
function editsOf(coverage: Coverage, used: Set<number>): { edits: BoundaryEdit[]; faces: number[] } {
  const edits: BoundaryEdit[] = []
  const faces: number[] = []
  const ids = coverage.faceIds
  const stride = Math.max(1, Math.floor(ids.length / wanted))
  for (let i = used.size * 7; faces.length < wanted; i += stride) {
    const corner = cornerOf(coverage, ids[i % ids.length] ?? 0)
    const around = corner ? coverage.facesAt(corner) : []
    if (!corner || around.some(face => used.has(face))) continue
    edits.push({ kind: 'move-vertex', from: corner, to: [corner[0] + 31, corner[1] + 17] })
    for (const face of around) used.add(face)
    faces.push(...around)
  }
  return { edits, faces }
}

const cornerOf = (coverage: Coverage, face: number): Spot | undefined =>
  coverage.ringsOf(face)[0]?.find(spot => coverage.facesAt(spot).length === 4 && !coverage.isOuter(spot))
