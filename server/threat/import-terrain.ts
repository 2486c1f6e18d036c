import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid, missing } from '../errors.ts'
import type { Bbox } from '../region/place.ts'
import { HgtFault, type HgtTile, readTile } from './rules/hgt.ts'
import { storeTownTile } from './terrains.ts'

export const TerrainOrder = z.strictObject({
  path: z.string().min(1).max(4000),
  code: z.string().min(1).max(80),
})
export type TerrainOrder = z.infer<typeof TerrainOrder>

export interface TerrainSummary {
  townId: number
  code: string
  name: string
  /** The tile, e.g. `N43E007`. */
  tile: string
  arcSeconds: number
  /** Samples that nobody measured. */
  voids: number
}

/**
 * Gives a town the heights of one SRTM tile (`.hgt`, or a zip of one).
 * @throws Refusal `forbidden`, `missing` (no such town), `invalid` (no tile, or one of somewhere else)
 */
export async function importTerrain(
  context: Context,
  { path, code }: TerrainOrder,
  { dataDirectory }: { dataDirectory: string },
): Promise<TerrainSummary> {
  allow(context.actor, 'region.import', { world: context.world, townId: null })
  const tile = await tileOf(path)
  return change(context, async ({ sql, world, actor, record }) => {
    const [town] = await sql<Town[]>`select id, name, version, west, south, east, north from regions
      where code = ${code} and parent_id is null and ready`
    if (!town)
      throw missing({ zh: `没有代码为 ${code} 的镇街`, en: `There is no town with the code ${code}` })
    allow(actor, 'region.import', { world, townId: town.id })
    if (!covers(tile, [town.west, town.south, town.east, town.north])) throw elsewhere(tile, town)
    await storeTownTile(dataDirectory, town.id, tile)
    const summary = {
      townId: town.id,
      code,
      name: town.name,
      tile: tile.name,
      arcSeconds: 3600 / (tile.side - 1),
      voids: voidsOf(tile),
    }
    const entry = {
      verb: 'import-terrain',
      noun: 'region',
      id: town.id,
      version: town.version,
      townId: town.id,
    }
    record({ ...entry, after: summary })
    return summary
  })
}

interface Town {
  id: number
  name: string
  version: number
  west: number
  south: number
  east: number
  north: number
}

async function tileOf(path: string): Promise<HgtTile> {
  const bytes = await readFile(path).catch(() => null)
  if (!bytes) throw invalid('file', { zh: `读不到文件：${path}`, en: `The file cannot be read: ${path}` })
  try {
    return readTile(basename(path), bytes)
  } catch (error) {
    throw error instanceof HgtFault ? invalid('file', error.words) : error
  }
}

const covers = ({ west, south }: HgtTile, [w, s, e, n]: Bbox) =>
  west < e && west + 1 > w && south < n && south + 1 > s

const elsewhere = ({ name }: HgtTile, town: Town) =>
  invalid('file', {
    zh: `图幅 ${name} 不覆盖${town.name}（${town.west.toFixed(2)}–${town.east.toFixed(2)}°E，${town.south.toFixed(2)}–${town.north.toFixed(2)}°N）`,
    en: `Tile ${name} does not cover the town (${town.west.toFixed(2)} to ${town.east.toFixed(2)} E, ${town.south.toFixed(2)} to ${town.north.toFixed(2)} N)`,
  })

function voidsOf({ bytes }: HgtTile): number {
  let voids = 0
  for (let i = 0; i < bytes.length; i += 2) if (bytes[i] === 0x80 && bytes[i + 1] === 0) voids += 1
  return voids
}
