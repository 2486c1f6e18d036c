import { allow } from '../account/rules/rights.ts'
import type { Context } from '../context.ts'
import type { RiskScale } from '../risk/risk.ts'
import { levelOfSeverity } from '../risk/rules/severity.ts'
import type { PastSource } from './edition.ts'
import { liveReads } from './live-reads.ts'
import { type MomentQuery, momentOf } from './moment.ts'
import { loadPast } from './past.ts'

/**
 * The sources that stood at a moment, where they were and of which level.
 * @throws Refusal `forbidden`, `missing` (edition), `invalid` (in the future, of another town)
 */
export async function findPastSources(
  context: Context,
  { town, scale, at: asked }: { town: number; scale: RiskScale; at: MomentQuery },
): Promise<PastSource[]> {
  allow(context.actor, 'region.read', { world: context.world, townId: town })
  const reads = await liveReads(context)
  const { cut } = await reads(sql => momentOf(sql, { asked, townId: town, path: 'at' }))
  const { sources } = await loadPast(reads, { townId: town, cut })
  return sources.map(({ id, lngLat, severities }) => ({
    hazardId: id,
    lngLat,
    level: levelOfSeverity(severities[scale]),
  }))
}
