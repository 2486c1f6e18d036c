import { type Context, read } from '../context.ts'
import type { Bbox } from '../region/place.ts'
import { terrainOfTown } from '../threat/terrains.ts'
import type { Registers } from './rules/registers.ts'
import { slopeAt } from './rules/slope.ts'

/** The slope of the ground of a town, or null where no terrain was imported. */
export async function readSlope(context: Context, townId: number): Promise<Registers['slopeAt']> {
  const bounds = await read(context, async ({ sql }) => {
    const [row] = await sql<{ west: number; south: number; east: number; north: number }[]>`
      select west, south, east, north from regions where id = ${townId}`
    return row ? ([row.west, row.south, row.east, row.north] satisfies Bbox) : null
  })
  const terrain = bounds && (await terrainOfTown(townId, bounds))
  return terrain && (lngLat => slopeAt(terrain, lngLat))
}
