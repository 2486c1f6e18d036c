import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Bbox } from '../region/place.ts'
import { readTile, terrainOf } from './rules/hgt.ts'
import type { Terrain } from './rules/terrain.ts'

/** Round the town's bounds: rivers come from outside. About 3 km. */
const marginDegrees = 0.03

/** Says what the heights are where they are no measurement. */
export const editionFile = 'edition.txt'

/** Packed tiles of a folder, and the bounds of the town whose heights are wanted. */
export interface TerrainFiles {
  directory: string
  names: string[]
  bounds: Bbox
}

/** Takes the better part of a second for a county, so a thread of its own does it. */
export async function readTerrain({ directory, names, bounds }: TerrainFiles): Promise<Terrain | null> {
  const tiles = await Promise.all(
    names.map(async name =>
      readTile(basename(name, '.gz'), gunzipSync(await readFile(join(directory, name)))),
    ),
  )
  const edition = await readFile(join(directory, editionFile), 'utf8').catch(() => null)
  const [west, south, east, north] = bounds
  const terrain = terrainOf(tiles, [
    west - marginDegrees,
    south - marginDegrees,
    east + marginDegrees,
    north + marginDegrees,
  ])
  return terrain && edition ? { ...terrain, edition } : terrain
}
