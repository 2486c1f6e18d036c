import type { LngLat } from '../../region/place.ts'
import { doubleArea, lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import type { Arrangement } from './arrangement.ts'
import { nobody, type Settlement } from './settlement.ts'
import type { Survey } from './survey.ts'

type CellSurvey = Pick<Survey, 'arrangement' | 'halvesOf'>

/** The rings of every face that has ground: outer ring counterclockwise first, then holes, none closed. */
export function traceFaces(settlement: Settlement): Map<number, Spot[][]> {
  const { survey, owner } = settlement
  const { arrangement } = survey
  const ownerOf = (half: number) => owner[arrangement.cellOf(half)] ?? nobody
  const isBoundary = (half: number) => ownerOf(half) !== ownerOf(half ^ 1)
  const seen = new Set<number>()
  const faces = new Map<number, Spot[][]>()
  for (let start = 0; start < arrangement.edges.length * 2; start++) {
    const face = ownerOf(start)
    if (seen.has(start) || face === nobody || !isBoundary(start)) continue
    const rings = faces.get(face) ?? []
    faces.set(face, [...rings, ...simpleRings(walkFrom(start, { arrangement, isBoundary, seen }))])
  }
  for (const [face, rings] of faces) faces.set(face, outerFirst(rings))
  return faces
}

/** The rings around cells taken together, as those of a face. */
export function traceCells(survey: CellSurvey, cells: readonly number[]): Spot[][] {
  const { arrangement } = survey
  const inside = new Set(cells)
  const isIn = (half: number) => inside.has(arrangement.cellOf(half))
  const isBoundary = (half: number) => isIn(half) !== isIn(half ^ 1)
  const seen = new Set<number>()
  const rings: Spot[][] = []
  for (const start of survey.halvesOf(cells)) {
    if (seen.has(start) || !isBoundary(start)) continue
    rings.push(...simpleRings(walkFrom(start, { arrangement, isBoundary, seen })))
  }
  return outerFirst(rings)
}

interface Walk {
  arrangement: Arrangement
  isBoundary: (half: number) => boolean
  seen: Set<number>
}

/** Goes around what lies on the left of a half-edge that bounds it. */
function walkFrom(start: number, { arrangement, isBoundary, seen }: Walk): Spot[] {
  const walk: Spot[] = []
  for (let half = start; !seen.has(half); ) {
    seen.add(half)
    walk.push(arrangement.spot(arrangement.from(half)))
    half = arrangement.next[half] ?? start
    // Across what both sides of belongs to the same, the way goes on around the vertex.
    while (!isBoundary(half)) half = arrangement.next[half ^ 1] ?? start
  }
  return walk
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

/** Rings as polygons to be drawn: with one outer ring the holes are in it, with several each stands alone. */
export function polygonsOf(rings: readonly Spot[][]): LngLat[][][] {
  const outer = rings.filter(ring => doubleArea(ring) > 0n)
  const parts = outer.length === 1 ? [rings] : outer.map(ring => [ring])
  return parts.map(part => polygonOf(part).coordinates)
}
