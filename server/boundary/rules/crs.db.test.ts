import { expect, test } from 'vitest'
import { testDatabase } from '../../database/test-database.ts'
import type { Pair } from './crs.ts'
import { bandOf, placingOf } from './crs.ts'

const codes = [4491, 4501, 4502, 4507, 4512, 4513, 4526, 4533, 4534, 4547, 4554, 32631, 32650, 3857] as const

test.each(codes)('PostGIS places EPSG:%i where we do, and back', async code => {
  const { sql } = await testDatabase()
  const placing = placingOf(`EPSG:${code}`)
  const meridian = bandOf(code)?.meridian ?? 110
  for (const [lng, lat] of [
    [meridian, 0.5],
    [meridian + 1.4, 30.2],
    [meridian - 1.4, 30.2],
    [meridian + 2.9, 53],
  ] satisfies Pair[]) {
    const [row] = await sql`select ST_X(g) as x, ST_Y(g) as y
      from ST_Transform(ST_SetSRID(ST_MakePoint(${lng}, ${lat}), 4326), ${code}::int) g`
    const [east, north] = placing?.fromDegrees([lng, lat]) ?? [Number.NaN, Number.NaN]
    // A millimetre; the lattice is a centimetre.
    expect(Math.hypot(east - row?.x, north - row?.y)).toBeLessThan(1e-3)
    const [lngBack, latBack] = placing?.toDegrees([row?.x, row?.y]) ?? [Number.NaN, Number.NaN]
    expect(Math.max(Math.abs(lngBack - lng), Math.abs(latBack - lat))).toBeLessThan(1e-8)
  }
})
