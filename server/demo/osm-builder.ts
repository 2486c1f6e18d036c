import type { LngLat } from '../region/place.ts'
import { type Point, toLattice, toLngLat } from './plane.ts'
import { EXTENT } from './water.ts'

export interface TownNode {
  id: number
  lngLat: LngLat
  tags: Record<string, string>
}
export interface TownWay {
  id: number
  refs: number[]
  tags: Record<string, string>
}
export interface TownRelation {
  id: number
  members: { type: 'node' | 'way'; ref: number; role: string }[]
  tags: Record<string, string>
}

// Keeps keys of lattice points small enough to be exact.
const KEY_EAST = 1_219_150_000

/** Collects map data: one node a place, so that ways which meet share it. */
export class OsmBuilder {
  readonly nodes: TownNode[] = []
  readonly ways: TownWay[] = []
  readonly relations: TownRelation[] = []
  readonly #known = new Map<number, TownNode>()

  node(point: Point): TownNode {
    const lattice = toLattice(point)
    const key = (lattice[0] - KEY_EAST) * 2_147_483_648 + lattice[1]
    const known = this.#known.get(key)
    if (known) return known
    const node: TownNode = { id: this.nodes.length + 1, lngLat: toLngLat(point), tags: {} }
    this.nodes.push(node)
    this.#known.set(key, node)
    return node
  }

  /** A named point; a node of its own even where a way has one. */
  spot(point: Point, tags: Record<string, string>): TownNode {
    const node: TownNode = { id: this.nodes.length + 1, lngLat: toLngLat(point), tags }
    this.nodes.push(node)
    return node
  }

  way(line: readonly Point[], tags: Record<string, string>): TownWay | null {
    const refs: number[] = []
    for (const point of line) {
      const { id } = this.node(point)
      if (refs.at(-1) !== id) refs.push(id)
    }
    if (refs.length < 2) return null
    const way: TownWay = { id: this.ways.length + 1, refs, tags }
    this.ways.push(way)
    return way
  }

  /** A closed way; the ring is kept within the square that the map covers. */
  area(ring: readonly Point[], tags: Record<string, string>): TownWay | null {
    const kept = ring.map(([x, y]) => [clamp(x), clamp(y)] as const)
    const first = kept[0]
    return first && kept.length > 2 ? this.way([...kept, first], tags) : null
  }

  relation(members: TownRelation['members'], tags: Record<string, string>): void {
    this.relations.push({ id: this.relations.length + 1, members, tags })
  }
}

const clamp = (meters: number): number => Math.max(-EXTENT, Math.min(EXTENT, meters))
