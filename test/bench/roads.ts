import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareEngines } from '../../server/road/agreement.ts'
import { buildRoads } from '../../server/road/build.ts'
import { openRoads } from '../../server/road/open.ts'
import { percentile, root } from '../server-process.ts'

type Agreement = Awaited<ReturnType<typeof compareEngines>>

export const samples = process.env.SISETU_SAMPLES ?? join(root, '..', 'shared', 'data')
export const extracts = ['guixi-jiangxi', 'shenzhen-longgang', 'monaco', 'liechtenstein-latest']

/** The demo town always; the real extracts where the sample data is. */
export async function compareOnExtracts({ data, pairs }: { data: string; pairs: number }) {
  const found: Record<string, Agreement> = {}
  for (const town of await readdir(join(data, 'towns'))) {
    found.demo = await compare(join(data, 'towns', town), pairs)
  }
  for (const name of extracts) {
    const pbfPath = join(samples, 'roads', `${name}.osm.pbf`)
    if (!existsSync(pbfPath)) continue
    const townDirectory = await mkdtemp(join(tmpdir(), 'sisetu-roads-'))
    try {
      await buildRoads({ pbfPath, townDirectory, progress: () => undefined })
      found[name] = await compare(townDirectory, pairs)
    } finally {
      await rm(townDirectory, { recursive: true, force: true })
    }
  }
  const all = Object.values(found)
  // The worst extract speaks for all of them.
  return {
    medianDifference: Math.max(...all.map(each => each.medianDifference)),
    p95Difference: Math.max(...all.map(each => each.p95Difference)),
    speedup: percentile(
      all.map(each => each.speedup),
      0.5,
    ),
    extracts: found,
  }
}

async function compare(townDirectory: string, pairs: number): Promise<Agreement> {
  const roads = await openRoads({ townDirectory })
  try {
    return await compareEngines({ roads, pairs, seed: 7 })
  } finally {
    await roads.close()
  }
}
