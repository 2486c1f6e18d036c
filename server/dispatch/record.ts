import type { Entry } from '../journal/flush.ts'
import type { Closure, Order, Zone } from './dispatch.ts'

// The way is journalled once, with the order itself; it does not change afterwards.
const kept = ({ route: _, steps: __, ...order }: Order) => order

export function orderEntry(verb: string, before: Order | null, after: Order): Entry {
  const { steps: _, ...drawn } = after
  return {
    verb,
    noun: 'order',
    id: after.id,
    version: after.version,
    townId: after.townId,
    incidentId: after.incidentId,
    before: before && kept(before),
    after: before ? kept(after) : drawn,
  }
}

export const obstacleEntry = <T extends Closure | Zone>(
  { noun, verb }: { noun: 'closure' | 'zone'; verb: string },
  before: T | null,
  after: T,
): Entry => ({
  verb,
  noun,
  id: after.id,
  version: after.version,
  townId: after.townId,
  incidentId: after.incidentId,
  before,
  after,
})
