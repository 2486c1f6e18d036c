import type { JournalRow } from './journal/find.ts'

/** Whose feed it is; `townIds` null means every town. */
export interface Scope {
  personId: number
  world: number
  townIds: readonly number[] | null
}

export interface FeedRow {
  sequence: number
  text: string
}

const ownBusiness = new Set(['session', 'person'])

/** Accounts are nobody else's business; rows without a town concern everyone in their world; drills are seen from outside. */
export const concerns = (row: JournalRow, scope: Scope): boolean =>
  !ownBusiness.has(row.noun) &&
  (row.world === scope.world || row.noun === 'drill') &&
  (row.townId === null || scope.townIds === null || scope.townIds.includes(row.townId))

/** One journal row as a server-sent event; only a position carries its noun, the rest is fetched by who needs it. */
export function feedRow(row: JournalRow): FeedRow {
  const { sequence, noun, nounId, version, verb, at, world, townId, incidentId, actor } = row
  const after = row.noun === 'position' ? row.after : undefined
  const data = JSON.stringify({
    sequence,
    noun,
    id: nounId,
    version,
    verb,
    at,
    world,
    townId,
    incidentId,
    actor,
    after,
  })
  return { sequence, text: `id: ${sequence}\nevent: change\ndata: ${data}\n\n` }
}
