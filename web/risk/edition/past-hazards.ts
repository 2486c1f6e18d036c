import type { PastSource } from '../../../server/edition/edition.ts'
import type { Hazard } from '../../../server/hazard/hazard.ts'

type Symbol = Pick<Hazard, 'id' | 'lngLat' | 'residualLevel' | 'standing'>

/** The sources as they stood at a moment: where they were and of which level; those registered later are left out. */
export function pastHazards<Each extends Symbol>(
  hazards: readonly Each[],
  sources: readonly PastSource[],
): Each[] {
  const then = new Map(sources.map(source => [source.hazardId, source]))
  return hazards.flatMap(hazard => {
    const source = then.get(hazard.id)
    if (!source) return []
    // Whoever rejected it since did so after that moment.
    const standing = hazard.standing === 'rejected' ? 'confirmed' : hazard.standing
    return [{ ...hazard, standing, lngLat: source.lngLat, residualLevel: source.level }]
  })
}

interface Sides {
  left: readonly PastSource[]
  right: readonly PastSource[]
  /** East of this longitude the right map is shown. */
  from: number
}

/** The sources of two moments, each on its side of a line. */
export const sideBySide = <Each extends Symbol>(
  hazards: readonly Each[],
  { left, right, from }: Sides,
): Each[] => [
  ...pastHazards(hazards, left).filter(({ lngLat }) => lngLat[0] < from),
  ...pastHazards(hazards, right).filter(({ lngLat }) => lngLat[0] >= from),
]
