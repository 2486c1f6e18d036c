import { engines } from '../engines.ts'
import type { LngLat, MultiPolygon } from '../region/place.ts'
import { at, type RoadGraph, realSegments } from '../road/field/graph.ts'
import { ROAD_CLASSES } from '../road/field/table.ts'
import { TownRoads } from '../road/town-roads.ts'
import { Inside } from './rules/inside.ts'
import type { RingImpact } from './threat.ts'

type Lengths = Pick<RingImpact, 'roads' | 'roadMeters'>

/** Metres of road inside each ring by class, main roads first; nothing where a town has no roads. */
export async function roadsInside(townId: number, rings: readonly MultiPolygon[]): Promise<Lengths[]> {
  const roads = await engines().roads(townId)
  if (!(roads instanceof TownRoads)) return rings.map(() => ({ roads: [], roadMeters: 0 }))
  return lengthsIn(roads.field.graph, rings)
}

/** The same out of a graph. */
export function lengthsIn(graph: RoadGraph, rings: readonly MultiPolygon[]): Lengths[] {
  const areas = rings.map(ring => new Inside(ring))
  const sums = rings.map(() => new Float64Array(ROAD_CLASSES.length))
  const count = realSegments(graph)
  for (let segment = 0; segment < count; segment++) {
    const line = shapeIn(graph, segment, areas[0]?.bounds)
    if (!line) continue
    for (const [k, area] of areas.entries()) {
      const meters = area.metersOf(line)
      // Rings lie in one another: what is not in the larger is not in the smaller.
      if (meters === 0) break
      const sum = sums[k]
      const roadClass = at(graph.roadClass, segment)
      if (sum) sum[roadClass] = at(sum, roadClass) + meters
    }
  }
  return sums.map(told)
}

function told(sum: Float64Array): Lengths {
  const roads = ROAD_CLASSES.flatMap((roadClass, i) => {
    const meters = Math.round(at(sum, i))
    return meters > 0 ? [{ roadClass, meters }] : []
  })
  return { roads, roadMeters: roads.reduce((total, { meters }) => total + meters, 0) }
}

/** The line of a segment whose first corner or last lies near the box; null for those surely outside. */
function shapeIn(graph: RoadGraph, segment: number, box: readonly number[] | undefined): LngLat[] | null {
  const [from, to] = [at(graph.shapeStart, segment), at(graph.shapeStart, segment + 1)]
  const [west = 0, south = 0, east = 0, north = 0] = box ?? []
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = from; i < to; i++) {
    const [lng, lat] = [at(graph.shapeLng, i), at(graph.shapeLat, i)]
    w = Math.min(w, lng)
    e = Math.max(e, lng)
    s = Math.min(s, lat)
    n = Math.max(n, lat)
  }
  if (e < west || w > east || n < south || s > north) return null
  return Array.from({ length: to - from }, (_, i) => [
    at(graph.shapeLng, from + i),
    at(graph.shapeLat, from + i),
  ])
}
