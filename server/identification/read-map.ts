import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { MapFacts } from './rules/map-facts.ts'

/** Reads what the rules ask of a town's map in a thread of its own; null where the town has no map. */
export async function readMap(dataDirectory: string, townId: number): Promise<MapFacts | null> {
  const path = join(dataDirectory, 'towns', String(townId), 'roads.osm.pbf')
  const there = await stat(path).catch(() => null)
  if (!there) return null
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./map-worker.mjs', import.meta.url), { workerData: path })
    worker.once('message', (facts: MapFacts) => resolve(facts))
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the thread that reads the map ended with ${code}`)))
  })
}
