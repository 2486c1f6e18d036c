import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readOsm } from '../../tiles/osm.ts'
import { RoadField } from './field/field.ts'
import type { RoadGraph } from './field/graph.ts'
import { makeGraph } from './field/make-graph.ts'
import { loadGraph, sourceChecksum, storeGraph } from './field/store.ts'
import type { Roads } from './road.ts'
import { straightLine, straightRoute } from './straight-line.ts'
import { TownRoads } from './town-roads.ts'
import { ValhallaChild } from './valhalla/child.ts'
import { builtTiles, valhallaPrograms } from './valhalla/tiles.ts'

/** Where the roads of a town lie in its folder. */
export function roadPaths(townDirectory: string) {
  return {
    pbf: join(townDirectory, 'roads.osm.pbf'),
    graph: join(townDirectory, 'road-graph.bin'),
    valhalla: join(townDirectory, 'valhalla'),
  }
}

/**
 * Opens a town's roads. Without an extract every answer is a labelled straight line; without Valhalla, or
 * while it starts, the field answers alone. Throws OsmFileError when the extract cannot be read.
 */
export async function openRoads({ townDirectory }: { townDirectory: string }): Promise<Roads> {
  const paths = roadPaths(townDirectory)
  if (!existsSync(paths.pbf)) return noRoads()
  const source = await sourceChecksum(paths.pbf)
  const graph = (await loadGraph(paths.graph, source)) ?? (await freshGraph(paths, source))
  const engine = await valhallaOf(paths.valhalla, source)
  return new TownRoads(new RoadField(graph), engine)
}

async function freshGraph(paths: ReturnType<typeof roadPaths>, source: string): Promise<RoadGraph> {
  const graph = makeGraph(await readOsm(paths.pbf))
  await storeGraph(paths.graph, graph, source)
  return graph
}

async function valhallaOf(
  directory: string,
  source: string,
): Promise<{ valhalla?: ValhallaChild; absence?: string }> {
  if (!(await valhallaPrograms())) return { absence: 'Valhalla is not installed for this platform' }
  const tiles = await builtTiles(directory)
  if (!tiles) return { absence: 'no Valhalla tiles have been built for this town' }
  if (tiles.source !== source) return { absence: 'the Valhalla tiles are older than the roads' }
  return { valhalla: new ValhallaChild(tiles.configPath) }
}

function noRoads(): Roads {
  return {
    travelTo: ({ to, from, vehicle }) =>
      Promise.resolve({
        travels: from.map(lngLat => straightLine({ from: lngLat, to, vehicle }, 'no-roads')),
        engine: 'field',
        fieldMs: 0,
      }),
    route: input => Promise.resolve(straightRoute(input, 'no-roads')),
    state: () => ({ field: 'absent', valhalla: 'absent', detail: 'no roads have been imported' }),
    close: () => Promise.resolve(),
  }
}
