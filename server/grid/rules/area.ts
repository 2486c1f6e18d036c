import { onSegment, placeIn, type Spot } from '../../region/rules/lattice.ts'
import { along, crossesInside } from './exact.ts'

/** An outer ring and its holes. */
export type Rings = readonly (readonly Spot[])[]

/** Whether a segment is anywhere outside an area, whose boundary belongs to it. Exact. */
export function leavesArea(area: readonly Rings[], a: Spot, b: Spot): boolean {
  const stops: Spot[] = [a, b]
  for (const ring of area.flat()) {
    let c = ring.at(-1) ?? a
    for (const d of ring) {
      if (crossesInside(a, b, { c, d })) return true
      if (onSegment(a, b, d)) stops.push(d)
      c = d
    }
  }
  stops.sort((p, q) => along(a, b, p) - along(a, b, q))
  const doubled = area.map(rings => rings.map(ring => ring.map(twice)))
  return stops.some((p, i) => {
    const q = stops[i + 1] ?? p
    return !isIn(doubled, [p[0] + q[0], p[1] + q[1]])
  })
}

const twice = ([x, y]: Spot): Spot => [2 * x, 2 * y]

const isIn = (area: readonly Rings[], spot: Spot) =>
  area.some(
    ([outer = [], ...holes]) => placeIn(outer, spot) >= 0 && holes.every(hole => placeIn(hole, spot) <= 0),
  )
