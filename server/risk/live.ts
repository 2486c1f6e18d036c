import type { ISql } from 'postgres'
import { findWorld } from '../account/find.ts'
import { realNow, worldNow } from '../clock.ts'
import { type Raise, raisesOf } from '../inspection/raises.ts'
import { highestSeverity, leastSeverity, type Severity } from './rules/severity.ts'

export type { Raise }
export type Raises = ReadonlyMap<number, readonly Raise[]>

/**
 * What raises the sources of a town in a world at its moment, by source: open hidden dangers, warnings in force,
 * readings over their threshold. @param sourceId only this source; null for all of the town
 */
export async function liveRaises(
  sql: ISql,
  { townId, world }: { townId: number; world: number },
  sourceId: number | null,
): Promise<Raises> {
  const now = world === 0 ? realNow() : worldNow(await findWorld(sql, world))
  const raises = await raisesOf(sql, { townId, world, hazardId: sourceId, now })
  const bySource = new Map<number, Raise[]>()
  for (const raise of raises) {
    const known = bySource.get(raise.hazardId)
    if (known) known.push(raise)
    else bySource.set(raise.hazardId, [raise])
  }
  return bySource
}

/**
 * Raises add up to red at most. A source that nobody assessed is as severe as what raises it, yellow at least: that is
 * what is known of it so far. Without a raise it stays unassessed, and blue it never is.
 */
export const raised = (severity: Severity, raises: readonly Pick<Raise, 'thousandths'>[] = []): Severity => {
  const sum = raises.reduce((total, { thousandths }) => total + thousandths, Math.max(0, severity))
  if (severity >= 0) return Math.min(highestSeverity, sum)
  return raises.length === 0 ? severity : Math.min(highestSeverity, Math.max(leastSeverity(3), sum))
}
