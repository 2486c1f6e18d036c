import type { Entry } from '../journal/flush.ts'
import type { Threat } from './threat.ts'

// Outlines have thousands of corners; the journal keeps what they were reckoned from.
const told = ({ result, ...threat }: Threat) => ({
  ...threat,
  edition: result.edition,
  rings: result.rings.map(({ polygon: _, ...ring }) => ring),
})

/** The journal row of a change to a threat. */
export const threatEntry = (verb: string, before: Threat | null, after: Threat): Entry => ({
  verb,
  noun: 'threat',
  id: after.id,
  version: after.version,
  townId: after.townId,
  incidentId: after.incidentId,
  before: before && told(before),
  after: told(after),
})
