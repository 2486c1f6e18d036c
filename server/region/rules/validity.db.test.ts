import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testDatabase } from '../../database/test-database.ts'
import type { LngLat, Polygon } from '../place.ts'
import { lngLatOf } from './lattice.ts'
import { checkMultiPolygon, checkPolygon } from './validity.ts'

const { sql } = await testDatabase()

// Few positions close together make rings that cross, touch and repeat; large ones test the rounding.
const coordinate = (size: number) => fc.integer({ min: 0, max: size })
const spot = (size: number) => fc.tuple(coordinate(size), coordinate(size))
const ring = (size: number) =>
  fc
    .array(spot(size), { minLength: 3, maxLength: 9 })
    .map(spots =>
      [...spots, ...spots.slice(0, 1)].map(
        ([x, y]): LngLat => lngLatOf([1_171_234_567 + x, 282_345_678 + y]),
      ),
    )
// A vertex within one unit of a long edge, on either side or on it.
const grazing = fc
  .record({
    a: spot(40_000_000),
    b: spot(40_000_000),
    c: spot(40_000_000),
    d: spot(40_000_000),
    t: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ a, b, c, d, t }) => {
    const p: [number, number] = [Math.round(a[0] + (b[0] - a[0]) * t), Math.round(a[1] + (b[1] - a[1]) * t)]
    return [[a, b, c, p, d, a].map(([x, y]): LngLat => lngLatOf([1_171_234_567 + x, 282_345_678 + y]))]
  })
const rings = fc.oneof(
  grazing,
  ...[5, 30, 3000, 40_000_000].map(size => fc.array(ring(size), { minLength: 1, maxLength: 3 })),
)

test('whatever is called valid, PostGIS calls valid', async () => {
  let valid = 0
  let refused = 0
  const batches = fc.sample(rings, 2500)
  const polygons = batches.flatMap((coordinates): Polygon[] => {
    const checked = checkPolygon({ type: 'Polygon', coordinates })
    if (checked.valid) valid += 1
    else refused += 1
    return checked.valid ? [checked.polygon] : []
  })
  expect(await invalidOnes(polygons)).toEqual([])
  expect(valid).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(100)
})

test('whatever several polygons are called valid together, PostGIS calls valid', async () => {
  const shapes = fc.sample(fc.tuple(rings, rings), 4000).flatMap(coordinates => {
    const checked = checkMultiPolygon({ type: 'MultiPolygon', coordinates })
    return checked.valid ? [checked.polygon] : []
  })
  expect(await invalidOnes(shapes)).toEqual([])
  expect(shapes.length).toBeGreaterThan(10)
})

/** The ones that PostGIS calls invalid, after the same way in that every verb takes. */
async function invalidOnes(shapes: object[]): Promise<unknown[]> {
  const found: unknown[] = []
  for (let i = 0; i < shapes.length; i += 100) {
    const rows = await sql`
      select value as shape from jsonb_array_elements(${sql.json(JSON.parse(JSON.stringify(shapes.slice(i, i + 100))))})
      where not ST_IsValid(ST_SetSRID(ST_GeomFromGeoJSON(value::text), 4326))`
    found.push(...rows.map(row => row.shape))
  }
  return found
}
