import type { LngLat } from '../server/region/place.ts'
import type { OsmExtract, OsmRelation, OsmWay } from './osm-extract.ts'
import { isInside, joinPaths, ringSquareMeters } from './ring.ts'

/** Where the nodes of ways lie; ids that are not in the extract are left out. */
export class Geometries {
  readonly #extract: OsmExtract
  readonly #ways = new Map<number, OsmWay>()

  constructor(extract: OsmExtract) {
    this.#extract = extract
    for (const way of extract.ways) this.#ways.set(way.id, way)
  }

  lngLats(refs: Iterable<number>): LngLat[] {
    const { nodes } = this.#extract
    const line: LngLat[] = []
    for (const ref of refs) {
      const index = nodes.indexOf(ref)
      if (index >= 0) line.push([nodes.lng[index] ?? 0, nodes.lat[index] ?? 0])
    }
    return line
  }

  way(id: number): OsmWay | undefined {
    return this.#ways.get(id)
  }

  /** Polygons (outer ring first, then its holes) of a multipolygon relation; rings that do not close are dropped. */
  polygons(relation: OsmRelation): LngLat[][][] {
    const outer = this.#rings(relation, role => role !== 'inner')
    const inner = this.#rings(relation, role => role === 'inner')
    return outer.map(ring => [ring, ...inner.filter(hole => isHoleOf(hole, ring, outer))])
  }

  #rings(relation: OsmRelation, takes: (role: string) => boolean): LngLat[][] {
    const paths: number[][] = []
    for (const { type, ref, role } of relation.members) {
      const way = type === 'way' && takes(role) ? this.#ways.get(ref) : undefined
      if (way && way.refs.length > 1) paths.push(Array.from(way.refs))
    }
    const closed = joinPaths(paths).filter(path => path.length > 3 && path[0] === path.at(-1))
    return closed.map(path => this.lngLats(path)).filter(ring => ring.length > 3)
  }
}

/** A hole belongs to the smallest outer ring that holds it. */
function isHoleOf(hole: LngLat[], ring: LngLat[], outer: LngLat[][]): boolean {
  const [first] = hole
  if (!first || !isInside(first, ring)) return false
  const size = ringSquareMeters(ring)
  return !outer.some(other => other !== ring && isInside(first, other) && ringSquareMeters(other) < size)
}
