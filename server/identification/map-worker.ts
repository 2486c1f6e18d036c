import { parentPort, workerData } from 'node:worker_threads'
import { readOsm } from '../../tiles/osm.ts'
import { mapFacts } from './rules/map-facts.ts'

parentPort?.postMessage(mapFacts(await readOsm(pathOf(workerData))))

function pathOf(given: unknown): string {
  if (typeof given !== 'string') throw new TypeError('the path of a map is missing')
  return given
}
