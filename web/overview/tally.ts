import type { Responder } from '../../server/responder/responder.ts'
import type { Shelter } from '../../server/shelter/shelter.ts'

export interface ForceTally {
  kind: Responder['kind']
  available: number
  busy: number
  offDuty: number
}

/** Confirmed responders of each kind by what they do now; drafts and rejected ones do not count. */
export function tallyForce(
  responders: readonly Pick<Responder, 'kind' | 'state' | 'standing'>[],
): ForceTally[] {
  const counted = responders.filter(row => row.standing === 'confirmed')
  return (['team', 'expert', 'vehicle'] as const).map(kind => {
    const rows = counted.filter(row => row.kind === kind)
    const available = rows.filter(row => row.state === 'available').length
    const offDuty = rows.filter(row => row.state === 'off-duty').length
    return { kind, available, offDuty, busy: rows.length - available - offDuty }
  })
}

type Sheltering = Pick<Shelter, 'open' | 'occupied' | 'capacityDay' | 'standing'>

/** Confirmed shelters; capacity and people of the open ones. */
export function tallyShelters(shelters: readonly Sheltering[]) {
  const counted = shelters.filter(row => row.standing === 'confirmed')
  const open = counted.filter(row => row.open)
  const sum = (rows: readonly Sheltering[], of: (row: Sheltering) => number) =>
    rows.reduce((total, row) => total + of(row), 0)
  return {
    all: counted.length,
    open: open.length,
    capacity: sum(open.length > 0 ? open : counted, row => row.capacityDay),
    occupied: sum(open, row => row.occupied),
  }
}
