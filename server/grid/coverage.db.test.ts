import { expect, test } from 'vitest'
import { board, randomEdit, randomOf } from '../../test/bench/random-edits.ts'
import { testDatabase, testKind } from '../database/test-database.ts'
import { joinFaces } from './rules/build-coverage.ts'
import type { Coverage } from './rules/coverage.ts'
import type { Restore } from './rules/coverage-edit.ts'

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

const side = 12

test('PostGIS finds every face valid, no overlap and no gap after 10,000 random edits, and all come back', async () => {
  // One of the two databases is enough for the long run: their PostGIS is asked the same.
  const operations = testKind === 'postgres' ? 10_000 : 2000
  const { coverage } = joinFaces(board({ columns: side, rows: side }))
  const start = coverage.snapshot()
  const random = randomOf(11)
  const inverses: Restore[] = []
  for (let i = 1; i <= operations; i++) {
    const result = coverage.apply(randomEdit(coverage, { random, columns: side, rows: side }))
    if (result.done) inverses.push(result.inverse)
    if (i % 2000 === 0)
      expect(await faults(coverage)).toEqual({ invalid: 0, overlaps: 0, holes: 0, parts: 1 })
  }
  expect(inverses.length).toBeGreaterThan(operations * 0.3)
  for (const inverse of inverses.reverse()) coverage.apply(inverse)
  expect(coverage.snapshot()).toBe(start)
}, 120_000)
