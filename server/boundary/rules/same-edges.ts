import type { Polygon } from '../../region/place.ts'

const edgesOf = ({ coordinates }: Polygon): Set<string> =>
  new Set(
    coordinates.flatMap(ring =>
      ring.slice(1).map((end, i) => [String(ring[i]), String(end)].sort().join(' ')),
    ),
  )

/** Whether two polygons have the same edges, wherever their rings begin. */
export function sameEdges(a: Polygon, b: Polygon): boolean {
  const [ofA, ofB] = [edgesOf(a), edgesOf(b)]
  return ofA.size === ofB.size && [...ofA].every(edge => ofB.has(edge))
}
