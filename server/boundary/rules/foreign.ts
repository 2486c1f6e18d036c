import { GroundArea, holdsPlace, placeInside } from '../../grid/rules/ground-area.ts'
import type { Both } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import type { SourceFace } from './survey.ts'

/** Ground that bounds the town: a town beside it, or the area above. */
export interface Bound {
  rank: 'beside' | 'above'
  name: Both
  /** As parts of rings. */
  parts: Spot[][][]
}

/**
 * The bounds that some face does not keep to where it goes beyond the region's own outline. What runs along a bound
 * within the rounding of the lattice keeps to it, and a file that keeps to all takes no vertex from them.
 */
export function crossed(
  faces: readonly SourceFace[],
  bounds: readonly Bound[],
  { outline, isRough }: { outline: Spot[][][]; isRough: boolean },
): Bound[] {
  const own = outline.length === 0 || isRough ? null : new GroundArea(outline)
  const beyond = faces.flatMap(({ parts }) =>
    parts.flat().flatMap(ring =>
      ring.flatMap((a, i): [Spot, Spot][] => {
        const b = ring[(i + 1) % ring.length] ?? a
        return !own || own.strays(a, b, 'outside') ? [[a, b]] : []
      }),
    ),
  )
  if (beyond.length === 0) return []
  return bounds.filter(({ rank, parts }) => {
    const area = new GroundArea(parts)
    const isBeside = rank === 'beside'
    if (beyond.some(([a, b]) => area.strays(a, b, isBeside ? 'inside' : 'outside'))) return true
    const places = isBeside ? parts.map(placeInside).filter(place => !own?.holds(place)) : []
    return places.some(place => faces.some(face => face.parts.some(rings => holdsPlace(rings, place))))
  })
}
