import { doubleArea, lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import { nobody, type Settlement } from './settlement.ts'

/** The rings of every face that has ground: outer ring counterclockwise first, then holes, none closed. */
export function traceFaces(settlement: Settlement): Map<number, Spot[][]> {
  const { survey, owner } = settlement
  const { arrangement } = survey
  const ownerOf = (half: number) => owner[arrangement.cellOf(half)] ?? nobody
  const isBoundary = (half: number) => ownerOf(half) !== ownerOf(half ^ 1)
  const seen = new Uint8Array(arrangement.edges.length * 2)
  const faces = new Map<number, Spot[][]>()
  for (let start = 0; start < seen.length; start++) {
    const face = ownerOf(start)
    if (seen[start] || face === nobody || !isBoundary(start)) continue
    const walk: Spot[] = []
    for (let half = start; !seen[half]; ) {
      seen[half] = 1
      walk.push(arrangement.spot(arrangement.from(half)))
      half = arrangement.next[half] ?? start
      // Across what both sides of belongs to the same face, the way goes on around the vertex.
      while (!isBoundary(half)) half = arrangement.next[half ^ 1] ?? start
    }
    const rings = faces.get(face) ?? []
    faces.set(face, [...rings, ...simpleRings(walk)])
  }
  for (const [face, rings] of faces) faces.set(face, outerFirst(rings))
  return faces
}

/** A walk that comes by a vertex twice becomes two rings that touch there. */
function simpleRings(walk: readonly Spot[]): Spot[][] {
  const rings: Spot[][] = []
  const path: Spot[] = []
  const placeOf = new Map<string, number>()
  for (const spot of walk) {
    const name = spot.join()
    const seen = placeOf.get(name)
    if (seen !== undefined) {
      const ring = path.splice(seen)
      for (const each of ring) placeOf.delete(each.join())
      rings.push(ring)
    }
    placeOf.set(name, path.length)
    path.push(spot)
  }
  return path.length > 0 ? [...rings, path] : rings
}

const outerFirst = (rings: Spot[][]): Spot[][] => {
  const outer = rings.filter(ring => doubleArea(ring) > 0n)
  return [...outer, ...rings.filter(ring => doubleArea(ring) <= 0n)]
}

export const polygonOf = (rings: readonly Spot[][]) => ({
  type: 'Polygon' as const,
  coordinates: rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf)),
})
