import { parentPort, workerData } from 'node:worker_threads'
import { readOsm } from '../../tiles/osm.ts'
import { mapLines } from './rules/map-lines.ts'

const packed = mapLines(await readOsm(pathOf(workerData)))
parentPort?.postMessage(packed, [packed.kinds.buffer, packed.starts.buffer, packed.positions.buffer])

function pathOf(given: unknown): string {
  if (typeof given !== 'string') throw new TypeError('the path of a map is missing')
  return given
}
