import type { Entry } from '../journal/flush.ts'
import { type PlacedRun, sent } from './find-run.ts'

/** A run as the journal keeps it: with the plan's title, without the document, which does not change. */
const kept = (run: PlacedRun) => {
  const { document, nodes: _, ...rest } = sent(run)
  return { ...rest, title: document.title }
}

export const runEntry = (verb: string, before: PlacedRun | null, after: PlacedRun): Entry => ({
  verb,
  noun: 'run',
  id: after.id,
  version: after.version,
  townId: after.townId,
  incidentId: after.incidentId,
  before: before && kept(before),
  after: kept(after),
})
