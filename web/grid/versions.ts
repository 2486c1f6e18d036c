import type { Grid } from '../../server/grid/grid.ts'
import { Problem } from '../problem.ts'

/** Two versions of the same grids: the server's newer one and what the edits made of the one seen. */
export interface Versions {
  theirs: readonly Grid[]
  yours: readonly Grid[]
  base: readonly Grid[]
}

/** The server's answer to a stale write has both sides; another refusal has not. */
export function versionsOf(error: unknown): Versions | undefined {
  if (!(error instanceof Problem) || error.code !== 'conflict') return undefined
  const { theirs, yours, base } = error.details as Partial<Versions>
  return Array.isArray(theirs) && Array.isArray(yours) && Array.isArray(base)
    ? { theirs, yours, base }
    : undefined
}
