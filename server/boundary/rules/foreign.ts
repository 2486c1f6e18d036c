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
 * The bounds that some face does not keep to. What runs along one within the rounding of the lattice keeps to it, and a
 * file that keeps to all of them takes no vertex from them.
 */
export const crossed = (faces: readonly SourceFace[], bounds: readonly Bound[]): Bound[] =>
  bounds.filter(bound => {
    const area = new GroundArea(bound.parts)
    const places = bound.parts.map(placeInside)
    const wrong = bound.rank === 'beside' ? 'inside' : 'outside'
    return faces.some(({ parts }) =>
      parts.some(
        rings =>
          rings.some(ring => ring.some((a, i) => area.strays(a, ring[(i + 1) % ring.length] ?? a, wrong))) ||
          (bound.rank === 'beside' && places.some(place => holdsPlace(rings, place))),
      ),
    )
  })
