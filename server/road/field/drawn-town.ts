import type { OsmExtract, OsmRelation } from '../../../tiles/osm.ts'
import { sortedNodes } from '../../../tiles/osm-block.ts'
import type { OsmInput } from '../../../tiles/osm-write.ts'
import type { LngLat } from '../../region/place.ts'
import { metersPerDegree } from './graph.ts'

const ORIGIN: LngLat = [117.2, 28.3]
const SCALE = metersPerDegree(ORIGIN[1])

type Tags = Record<string, string>

/** A small town drawn by hand for tests: places by name in meters east and north, streets through them. */
export class DrawnTown {
  readonly #places = new Map<string, { id: number; lngLat: LngLat; tags: Tags }>()
  readonly #ways: { id: number; refs: number[]; tags: Tags }[] = []
  readonly #relations: OsmRelation[] = []

  place(name: string, eastMeters: number, northMeters: number, tags: Tags = {}): this {
    const lngLat = lngLatAt(eastMeters, northMeters)
    this.#places.set(name, { id: this.#places.size + 1, lngLat, tags })
    return this
  }

  /** A street through named places; its number is its place in the order of drawing, from 1. */
  street(names: string, tags: Tags = {}): this {
    const refs = names.split(' ').map(name => this.#idOf(name))
    this.#ways.push({ id: this.#ways.length + 1, refs, tags: { highway: 'residential', ...tags } })
    return this
  }

  restriction(rule: string, members: { from: number; via: string | number; to: number }): this {
    const via =
      typeof members.via === 'number'
        ? { type: 'way' as const, ref: members.via, role: 'via' }
        : { type: 'node' as const, ref: this.#idOf(members.via), role: 'via' }
    this.#relations.push({
      id: this.#relations.length + 1,
      members: [
        { type: 'way', ref: members.from, role: 'from' },
        via,
        { type: 'way', ref: members.to, role: 'to' },
      ],
      tags: { type: 'restriction', restriction: rule },
    })
    return this
  }

  at(name: string): LngLat {
    const place = this.#places.get(name)
    if (!place) throw new Error(`no place ${name} was drawn`)
    return place.lngLat
  }

  #idOf(name: string): number {
    const place = this.#places.get(name)
    if (!place) throw new Error(`no place ${name} was drawn`)
    return place.id
  }

  input(): OsmInput {
    return { nodes: [...this.#places.values()], ways: this.#ways, relations: this.#relations }
  }

  extract(): OsmExtract {
    const places = [...this.#places.values()]
    const nodes = sortedNodes({
      ids: places.map(place => place.id),
      lng: places.map(place => place.lngLat[0]),
      lat: places.map(place => place.lngLat[1]),
      tags: new Map(
        places.flatMap((place, i) => (Object.keys(place.tags).length > 0 ? [[i, place.tags]] : [])),
      ),
    })
    const ways = this.#ways.map(way => ({ ...way, refs: Float64Array.from(way.refs) }))
    return { bbox: [117, 28, 118, 29], nodes, ways, relations: this.#relations }
  }
}

export function lngLatAt(eastMeters: number, northMeters: number): LngLat {
  return [ORIGIN[0] + eastMeters / SCALE.lng, ORIGIN[1] + northMeters / SCALE.lat]
}

/**
 * A river between two banks, an old bridge and a new one further east:
 *
 *     nw ---- n ---- ne        y = 400
 *             |       |
 *            old     new       bridges
 *             |       |
 *     sw ---- s ---- se        y = 0
 *     x=-600  0      1000
 */
export function riverTown(bridges: { old?: Tags; fresh?: Tags } = {}): DrawnTown {
  return new DrawnTown()
    .place('sw', -600, 0)
    .place('s', 0, 0)
    .place('se', 1000, 0)
    .place('nw', -600, 400)
    .place('n', 0, 400)
    .place('ne', 1000, 400)
    .street('sw s se', { name: '南岸路', highway: 'secondary' })
    .street('nw n ne', { name: '北岸路', highway: 'secondary' })
    .street('s n', { name: '老桥', highway: 'secondary', bridge: 'yes', ...bridges.old })
    .street('se ne', { name: '新桥', highway: 'secondary', bridge: 'yes', ...bridges.fresh })
}

/** A square zone or closure round a place. */
export function squareAt([lng, lat]: LngLat, halfMeters: number) {
  const dx = halfMeters / SCALE.lng
  const dy = halfMeters / SCALE.lat
  const ring: LngLat[] = [
    [lng - dx, lat - dy],
    [lng + dx, lat - dy],
    [lng + dx, lat + dy],
    [lng - dx, lat + dy],
    [lng - dx, lat - dy],
  ]
  return { type: 'Polygon' as const, coordinates: [ring] }
}
