import { execFile } from 'node:child_process'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { writeOsm } from '../../../tiles/osm-write.ts'
import type { Bbox } from '../../region/place.ts'
import { valhallaConfig } from './config.ts'

const run = promisify(execFile)
const BUILD_LIMIT_MS = 30 * 60 * 1000

/** Folder of the native programs, or undefined when the package or this platform is absent. */
export async function valhallaPrograms(): Promise<string | undefined> {
  try {
    const entry = createRequire(import.meta.url).resolve('@valhallajs/valhallajs')
    await import('@valhallajs/valhallajs')
    return join(dirname(entry), process.platform, process.arch)
  } catch {
    return undefined
  }
}

interface TileSet {
  configPath: string
  /** Checksum of the extract the tiles were built from. */
  source: string
}

/** Builds the tiles of an extract beside the old ones and swaps them in. Throws when a program fails. */
export async function buildTiles(input: {
  programs: string
  pbfPath: string
  bbox: Bbox
  valhallaDirectory: string
  source: string
}): Promise<void> {
  const fresh = `${input.valhallaDirectory}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(join(fresh, 'tiles'), { recursive: true })
  const configPath = join(fresh, 'build.json')
  await writeFile(configPath, JSON.stringify(valhallaConfig(fresh)))
  await buildFrame(input, { fresh, configPath })
  // The program leaves a report of duplicate ways in its working folder.
  const options = { cwd: fresh, timeout: BUILD_LIMIT_MS, maxBuffer: 64 * 1024 * 1024 }
  await run(join(input.programs, 'valhalla_build_tiles'), ['-c', configPath, input.pbfPath], options)
  await writeFile(join(fresh, 'config.json'), JSON.stringify(valhallaConfig(input.valhallaDirectory)))
  await writeFile(join(fresh, 'built.json'), JSON.stringify({ source: input.source }))
  await rm(input.valhallaDirectory, { recursive: true, force: true })
  await rename(fresh, input.valhallaDirectory)
}

/**
 * Without an administrative area Valhalla takes every road for left-hand traffic and prices turns the
 * wrong way round. A frame round the town, as one right-hand area, sets that right.
 */
async function buildFrame(
  input: { programs: string; bbox: Bbox },
  at: { fresh: string; configPath: string },
): Promise<void> {
  const [west, south, east, north] = grown(input.bbox)
  const corners: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]
  const tags = { type: 'boundary', boundary: 'administrative', admin_level: '2', name: 'frame' }
  const framePath = join(at.fresh, 'frame.osm.pbf')
  await writeOsm(framePath, {
    nodes: corners.map((lngLat, i) => ({ id: i + 1, lngLat })),
    ways: [{ id: 1, refs: [1, 2, 3, 4, 1], tags: { boundary: 'administrative', admin_level: '2' } }],
    relations: [{ id: 1, members: [{ type: 'way', ref: 1, role: 'outer' }], tags }],
  })
  await run(join(input.programs, 'valhalla_build_admins'), ['-c', at.configPath, framePath], {
    cwd: at.fresh,
    timeout: BUILD_LIMIT_MS,
  })
}

function grown([west, south, east, north]: Bbox): Bbox {
  return [west - 1, south - 1, east + 1, north + 1]
}

/** The tiles that were built in a folder, or undefined. */
export async function builtTiles(valhallaDirectory: string): Promise<TileSet | undefined> {
  const note = await readFile(join(valhallaDirectory, 'built.json'), 'utf8').catch(() => undefined)
  if (note === undefined) return undefined
  const { source } = JSON.parse(note) as { source: string }
  // The town's folder may have moved since, by a backup or a new data directory.
  const configPath = join(valhallaDirectory, 'config.json')
  await writeFile(configPath, JSON.stringify(valhallaConfig(valhallaDirectory)))
  return { configPath, source }
}
