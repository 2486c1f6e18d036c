import { parentPort } from 'node:worker_threads'
import { readTerrain, type TerrainFiles } from './read-terrain.ts'
import type { Asked, Refused } from './rules/asked.ts'
import { reckon } from './rules/reckon.ts'
import type { Terrain } from './rules/terrain.ts'
import type { Reckoning } from './threat.ts'

/** Heights to be read from files, or a flood over heights that were; these come and go in shared memory. */
export type Work = { files: TerrainFiles } | { asked: Asked }
export type Said = { terrain: Terrain | null } | { found: Reckoning | Refused } | { failure: string }

async function answer(work: Work): Promise<Said> {
  try {
    return 'files' in work ? { terrain: await readTerrain(work.files) } : { found: reckon(work.asked) }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (work: Work) => {
  void answer(work).then(said => parentPort?.postMessage(said))
})
