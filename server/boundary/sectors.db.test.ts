import { expect, test } from 'vitest'
import { testDatabase, testKind } from '../database/test-database.ts'
import type { MultiPolygon, Polygon } from '../region/place.ts'
import { cleanly, hasSample, sampleFaces, sampleShapes } from './test-faces.ts'

const sample = 'boundaries/shanghai-sectors-user-overrides.json'
/** Positions on the lattice are 1.1 cm apart; of what is narrower on average nothing is left there. */
const latticeMeters = 0.011

const { sql } = await testDatabase()

interface Hole {
  squareMeters: number
  widthMeters: number
  box: [west: number, south: number, east: number, north: number]
}

/** The holes in the union of polygons, unrounded, with their mean width. */
const holesOf = (polygons: readonly (Polygon | MultiPolygon)[]) => sql<Hole[]>`
  with given as (select ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326)) as geom
      from unnest(${polygons.map(polygon => JSON.stringify(polygon))}::text[]) as shape),
    parts as (select (ST_Dump(ST_Union(geom))).geom from given),
    holes as (select ST_MakePolygon(ST_InteriorRingN(geom, n)) as geom
      from parts, generate_series(1, ST_NumInteriorRings(geom)) as n)
  select ST_Area(geom::geography) as "squareMeters",
    2 * ST_Area(geom::geography) / nullif(ST_Perimeter(geom::geography), 0) as "widthMeters",
    json_build_array(ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)) as box
  from holes`

// The embedded database has no robust union of invalid polygons; what is counted is the same file.
test.skipIf(!hasSample(sample) || testKind === 'embedded')(
  'every hole that PostGIS finds between hand-drawn sectors is a defect, or narrower than the lattice (needs sample data: SISETU_SAMPLES)',
  async () => {
    const holes = await holesOf(sampleShapes(sample))
    expect(holes.length).toBeGreaterThanOrEqual(221)
    const { defects } = cleanly(sampleFaces(sample))
    const gaps = defects.filter(({ choices }) => choices.includes('leave'))
    const isFound = ({ box: [west, south, east, north] }: Hole) =>
      gaps.some(({ bounds: [w, s, e, n] }) => w <= east && e >= west && s <= north && n >= south)
    const missed = holes.filter(hole => !((hole.widthMeters ?? 0) < latticeMeters || isFound(hole)))
    // One is closed by nothing but a spike of no width, which vanishes: 0.4 square metres beside the outside.
    expect(missed.filter(({ squareMeters }) => squareMeters > 0.5)).toEqual([])
    expect(missed.length).toBeLessThanOrEqual(1)
    expect(holes.filter(isFound).length).toBeGreaterThan(140)
  },
)

test.skipIf(!hasSample(sample))(
  'hand-drawn sectors become a coverage without a hole once gaps are filled, which PostGIS says too (needs sample data: SISETU_SAMPLES)',
  async () => {
    const faces = sampleFaces(sample)
    const asked = cleanly(faces).defects.filter(({ proposal }) => proposal === 'leave')
    const { faces: made } = cleanly(faces, {
      answers: Object.fromEntries(asked.map(({ id }) => [id, 'new'])),
    })
    const polygons = made.map(({ polygon }) => polygon)
    expect(await holesOf(polygons)).toHaveLength(0)
    const [row] = await sql`
      with faces as materialized (select n, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as geom
        from unnest(${polygons.map(polygon => JSON.stringify(polygon))}::text[]) with ordinality as given (shape, n))
      select (select count(*)::int from faces where not ST_IsValid(geom)) as invalid,
        (select count(*)::int from faces a join faces b on a.n < b.n and a.geom && b.geom
          where ST_Relate(a.geom, b.geom, '2********')) as overlaps`
    expect(row).toEqual({ invalid: 0, overlaps: 0 })
  },
)
