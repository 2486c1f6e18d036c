import { copyFile, mkdir, rename } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readOsm } from '../../tiles/osm.ts'
import { realSegments } from './field/graph.ts'
import { makeGraph } from './field/make-graph.ts'
import { sourceChecksum, storeGraph } from './field/store.ts'
import { roadPaths } from './open.ts'
import { buildTiles, valhallaPrograms } from './valhalla/tiles.ts'

interface BuiltRoads {
  edges: number
  nodes: number
  valhalla: 'built' | 'absent'
}

/**
 * Takes an OSM extract into a town's folder: checks it, builds the road field and, where Valhalla is
 * installed, its tiles. Throws OsmFileError for a file that is no extract; the folder is then untouched.
 */
export async function buildRoads(input: {
  pbfPath: string
  townDirectory: string
  progress: (message: string) => void
}): Promise<BuiltRoads> {
  const extract = await readOsm(input.pbfPath)
  input.progress(`read ${extract.nodes.ids.length} nodes and ${extract.ways.length} ways`)
  const graph = makeGraph(extract)
  const paths = roadPaths(input.townDirectory)
  await mkdir(input.townDirectory, { recursive: true })
  if (resolve(input.pbfPath) !== resolve(paths.pbf)) {
    await copyFile(input.pbfPath, `${paths.pbf}.new`)
    await rename(`${paths.pbf}.new`, paths.pbf)
  }
  const source = await sourceChecksum(paths.pbf)
  await storeGraph(paths.graph, graph, source)
  const counts = { edges: 2 * realSegments(graph), nodes: graph.nodeLng.length }
  input.progress(`road field of ${counts.nodes} nodes and ${counts.edges} edges`)
  const programs = await valhallaPrograms()
  if (!programs) return { ...counts, valhalla: 'absent' }
  const tiles = {
    programs,
    pbfPath: resolve(paths.pbf),
    bbox: extract.bbox,
    valhallaDirectory: resolve(paths.valhalla),
    source,
  }
  return { ...counts, valhalla: await tilesBuilt(tiles, input.progress) }
}

/** Tiles that cannot be built, as on a platform of an older kind, leave the field to answer alone. */
async function tilesBuilt(
  tiles: Parameters<typeof buildTiles>[0],
  progress: (message: string) => void,
): Promise<'built' | 'absent'> {
  try {
    await buildTiles(tiles)
    progress('Valhalla tiles built')
    return 'built'
  } catch (error) {
    progress(`Valhalla tiles could not be built: ${error instanceof Error ? error.message : error}`)
    return 'absent'
  }
}
