import type { Entry } from '../journal/flush.ts'
import type { Incident } from './incident.ts'

/** The journal row of a changed incident. */
export const incidentEntry = (verb: string, before: Incident, after: Incident): Entry => ({
  verb,
  noun: 'incident',
  id: after.id,
  version: after.version,
  townId: after.townId,
  incidentId: after.id,
  before,
  after,
})
