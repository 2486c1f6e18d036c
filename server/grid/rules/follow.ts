import type { MultiPolygon, Polygon } from '../../region/place.ts'
import { lngLatOf, onSegment, type Spot, same, spotOf } from '../../region/rules/lattice.ts'
import type { BoundaryEdit } from '../boundary-edit.ts'

/** Applies boundary edits to an outline that shares vertices or edges with the grids; null when none concerns it. */
export function follow<T extends Polygon | MultiPolygon>(
  outline: T,
  edits: readonly BoundaryEdit[],
): T | null {
  let touched = false
  const ringOf = (ring: Polygon['coordinates'][number]) => {
    let spots = ring.slice(0, -1).map(spotOf)
    for (const edit of edits) {
      const next = followed(spots, edit)
      if (next) touched = true
      spots = next ?? spots
    }
    return [...spots, ...spots.slice(0, 1)].map(lngLatOf)
  }
  const coordinates =
    outline.type === 'Polygon'
      ? outline.coordinates.map(ringOf)
      : outline.coordinates.map(polygon => polygon.map(ringOf))
  // The shape of the coordinates is the outline's own.
  return touched ? ({ ...outline, coordinates } as T) : null
}

function followed(spots: Spot[], edit: BoundaryEdit): Spot[] | null {
  if (edit.kind === 'move-vertex') return moved(spots, edit)
  return edit.kind === 'insert-vertex' ? inserted(spots, edit) : null
}

/** A vertex of the ring goes along; an edge that only passes through the vertex gets it. */
function moved(spots: Spot[], { from, to }: { from: Spot; to: Spot }): Spot[] | null {
  if (spots.some(spot => same(spot, from))) return spots.map(spot => (same(spot, from) ? to : spot))
  return between(spots, to, (a, b) => onSegment(a, b, from))
}

function inserted(
  spots: Spot[],
  { between: [a, b], at }: { between: readonly [Spot, Spot]; at: Spot },
): Spot[] | null {
  return between(spots, at, (c, d) => onSegment(c, d, a) && onSegment(c, d, b))
}

function between(spots: Spot[], at: Spot, is: (a: Spot, b: Spot) => boolean): Spot[] | null {
  const index = spots.findIndex((spot, i) => is(spot, spots[(i + 1) % spots.length] ?? spot))
  return index < 0 ? null : [...spots.slice(0, index + 1), at, ...spots.slice(index + 1)]
}
