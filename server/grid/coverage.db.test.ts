import { expect, test } from 'vitest'
import { board, randomEdit, randomOf } from '../../test/bench/random-edits.ts'
import { testDatabase } from '../database/test-database.ts'
import { joinFaces } from './rules/build-coverage.ts'
import type { Coverage } from './rules/coverage.ts'

/** What PostGIS finds wrong: invalid faces, pairs that overlap, holes in the union. */
async function faults(coverage: Coverage) {
  const { sql } = await testDatabase()
  const shapes = coverage.faceIds.map(id => coverage.polygonOf(id))
  const [row] = await sql<{ invalid: number; overlaps: number; holes: number; parts: number }[]>`
    with faces as materialized (
      select ordinality as id, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as geom
      from unnest(${shapes.map(shape => JSON.stringify(shape))}::text[]) with ordinality as given (shape, ordinality)),
    whole as (select ST_Union(geom) as geom from faces)
    select (select count(*)::int from faces where not ST_IsValid(geom)) as invalid,
      (select count(*)::int from faces a join faces b on a.id < b.id and a.geom && b.geom
        where ST_Relate(a.geom, b.geom, '2********')) as overlaps,
      (select sum(ST_NumInteriorRings(part.geom))::int from whole, ST_Dump(whole.geom) as part) as holes,
      (select ST_NumGeometries(geom) from whole) as parts`
  return row
}

test('PostGIS finds every face valid, no overlap and no gap after thousands of random edits', async () => {
  const [columns, rows] = [10, 10]
  const { coverage } = joinFaces(board({ columns, rows }))
  const random = randomOf(11)
  for (let i = 1; i <= 3000; i++) {
    coverage.apply(randomEdit(coverage, { random, columns, rows }))
    if (i % 500 === 0) {
      expect(await faults(coverage)).toEqual({ invalid: 0, overlaps: 0, holes: 0, parts: 1 })
    }
  }
})
