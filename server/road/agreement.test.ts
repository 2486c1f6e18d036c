import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compareEngines } from './agreement.ts'
import { buildRoads } from './build.ts'
import { openRoads } from './open.ts'
import { valhallaPrograms } from './valhalla/tiles.ts'

const pbfPath = join(process.env.SISETU_SAMPLES ?? '../shared/data', 'roads', 'guixi-jiangxi.osm.pbf')
const missing = !existsSync(pbfPath) || !(await valhallaPrograms())
if (missing) console.warn(`the engines are not compared: no ${pbfPath}, or no Valhalla`)

it.skipIf(missing)('both engines agree on a real town', async () => {
  const townDirectory = await mkdtemp(join(tmpdir(), 'sisetu-agree-'))
  await buildRoads({ pbfPath, townDirectory, progress: () => undefined })
  const roads = await openRoads({ townDirectory })
  try {
    const agreement = await compareEngines({ roads, pairs: 80, seed: 3 })
    expect(agreement.pairs).toBeGreaterThan(60)
    expect(agreement.medianDifference).toBeLessThanOrEqual(0.1)
    expect(agreement.p95Difference).toBeLessThanOrEqual(0.3)
  } finally {
    await roads.close()
    await rm(townDirectory, { recursive: true, force: true })
  }
})

it('says so when there is no Valhalla to compare with', async () => {
  const roads = await openRoads({ townDirectory: join(tmpdir(), 'no-such-town') })
  await expect(compareEngines({ roads, pairs: 1, seed: 1 })).rejects.toThrow(/no Valhalla/)
})
