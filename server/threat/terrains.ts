import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Bbox } from '../region/place.ts'
import { floodAside } from './flood-aside.ts'
import { editionFile } from './read-terrain.ts'
import type { HgtTile } from './rules/hgt.ts'
import type { Terrain } from './rules/terrain.ts'

const directoryOf = (dataDirectory: string, townId: number) =>
  join(dataDirectory, 'towns', String(townId), 'terrain')

/** Keeps one tile in a folder, packed; another of the same name is replaced. `edition` names made-up heights. */
export async function storeTile(
  directory: string,
  tile: Pick<HgtTile, 'name' | 'bytes'>,
  edition?: string,
): Promise<void> {
  await mkdir(directory, { recursive: true })
  if (edition) await writeFile(join(directory, editionFile), edition)
  else await rm(join(directory, editionFile), { force: true })
  const path = join(directory, `${tile.name}.hgt.gz`)
  const aside = `${path}.${process.pid}.part`
  await writeFile(aside, gzipSync(tile.bytes, { level: 6 }))
  await rename(aside, path)
}

/** Keeps a tile of heights in a town's own folder; whole or not at all. */
export const storeTownTile = (dataDirectory: string, townId: number, tile: HgtTile): Promise<void> =>
  storeTile(directoryOf(dataDirectory, townId), tile)

interface Kept {
  terrain: Promise<Terrain | null>
  /** Names and times of the files it was read from, and the bounds it was read for. */
  stamp: string
}

/** The terrain of each town, read when it is first asked for and again when its files have changed. */
export class Terrains {
  readonly #dataDirectory: string
  readonly #kept = new Map<number, Kept>()

  constructor(dataDirectory: string) {
    this.#dataDirectory = dataDirectory
  }

  async get(townId: number, bounds: Bbox): Promise<Terrain | null> {
    const directory = directoryOf(this.#dataDirectory, townId)
    const names = (await readdir(directory).catch(() => [])).filter(name => name.endsWith('.hgt.gz')).sort()
    if (names.length === 0) return null
    const times = await Promise.all(names.map(name => stat(join(directory, name))))
    const stamp = [...names.map((name, i) => `${name}:${times[i]?.mtimeMs}`), ...bounds].join()
    const known = this.#kept.get(townId)
    if (known?.stamp === stamp) return known.terrain
    const terrain = floodAside.read({ directory, names, bounds })
    const kept = { terrain, stamp }
    this.#kept.set(townId, kept)
    terrain.catch(() => {
      if (this.#kept.get(townId) === kept) this.#kept.delete(townId)
    })
    return terrain
  }
}

let current: Terrains | undefined

/** Set once at the start of the process; tests set their own. */
export function setTerrains(terrains: Terrains | undefined): void {
  current = terrains
}

/** The terrain of a town, or null where none has been imported. */
export const terrainOfTown = async (townId: number, bounds: Bbox): Promise<Terrain | null> =>
  (await current?.get(townId, bounds)) ?? null
