import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { survivesKills } from '../../server/database/kill-loop.ts'
import { startServer } from '../server-process.ts'
import { importEach } from './imports.ts'
import { measureRecommendation } from './recommendation.ts'
import { compareOnExtracts } from './roads.ts'
import { measureScreens } from './screens.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits

/** The figures of the whole line, each from a real server, browser, router and database of this run. */
export async function line({ quick, say }: Options): Promise<Record<string, unknown>> {
  const data = await mkdtemp(join(tmpdir(), 'sisetu-bench-'))
  try {
    say('cold start: empty data directory, demo town founded')
    const cold = await startServer(data)
    await cold.stop()
    say('warm start')
    const warm = await startServer(data)
    const restMemoryMb = await atRest(() => warm.memoryMb())
    say('recommendation with 30 candidates')
    const recommendation = await measureRecommendation(warm.url, quick ? 20 : 100)
    say('screens: first colour, order to a second screen')
    const screens = await measureScreens(warm.url, quick ? 5 : 25)
    await warm.stop()
    say('road field against Valhalla')
    const roads = await compareOnExtracts({ data, pairs: quick ? 60 : 300 })
    say('imports')
    const imports = await importEach(quick)
    say('kills under writing load')
    const kills = quick ? 4 : 20
    const embedded = await survivesKills({ kind: 'embedded', kills })
    const postgres = await survivesKills({ kind: 'postgres', kills })
    return {
      coldReadySeconds: round(cold.readySeconds),
      warmReadySeconds: round(warm.readySeconds),
      firstColourSeconds: round(screens.firstColourSeconds, 2),
      recommendCandidates: recommendation.candidates,
      recommend30P50Ms: round(recommendation.p50Ms),
      recommend30P95Ms: round(recommendation.p95Ms),
      recommend30ValhallaP50Ms: round(recommendation.valhallaP50Ms),
      fieldVsValhallaMedianDifference: round(roads.medianDifference, 4),
      fieldVsValhallaP95Difference: round(roads.p95Difference, 4),
      fieldVsValhallaSpeedup: round(roads.speedup),
      orderToScreenP95Ms: round(screens.orderToScreenP95Ms),
      orderToScreenP50Ms: round(screens.orderToScreenP50Ms),
      restMemoryMb,
      killsSurvived: embedded.kills + postgres.kills,
      acknowledged: embedded.acknowledged + postgres.acknowledged,
      acknowledgedLost: embedded.lost + postgres.lost,
      roads: roads.extracts,
      imports,
    }
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

async function atRest(read: () => number): Promise<number> {
  await new Promise(resolve => setTimeout(resolve, 5000))
  return read()
}
