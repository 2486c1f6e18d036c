import type { RiskFields } from './risk/fields.ts'
import type { Roads } from './road/road.ts'

/** What lives in the memory of the process beside the database: one of each per town. */
export interface Engines {
  risk: RiskFields
  roads(townId: number): Promise<Roads | null>
}

let current: Engines | undefined

export function setEngines(engines: Engines): void {
  current = engines
}

export function engines(): Engines {
  if (!current) throw new Error('the engines are not started')
  return current
}
