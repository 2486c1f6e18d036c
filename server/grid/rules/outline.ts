import Flatbush from 'flatbush'
import type { MultiPolygon, Polygon } from '../../region/place.ts'
import {
  boxOf,
  doubleArea,
  lngLatOf,
  onSegment,
  placeIn,
  type Spot,
  spotOf,
} from '../../region/rules/lattice.ts'

export type Rings = readonly (readonly Spot[])[]
export type Outline = Polygon | MultiPolygon

/** The faces of one area before and after, with every neighbour of a changed face that belongs to it. */
export interface Ground {
  before: readonly Rings[]
  after: readonly Rings[]
}

/**
 * The outline of an area after its faces changed: the edges that are no longer on its outside go, the new ones
 * come. Null when it stays as it is; `apart` when the outline did not run along these faces before, so that it
 * cannot follow them.
 */
export function outlineAfter(outline: Outline, ground: Ground): Outline | { apart: Spot } | null {
  const spots = new Spots()
  const [before, after] = [spots.chain(ground.before), spots.chain(ground.after)]
  const changed = new Map<number, { was: number; is: number }>()
  for (const edge of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(edge) ?? 0, after.get(edge) ?? 0]
    if (was !== is) changed.set(edge, { was, is })
  }
  if (changed.size === 0) return null
  const old = [...changed].flatMap(([edge, { was }]) => (was === 0 ? [] : [edge]))
  const chain = spots.outline(outline, old)
  for (const [edge, { was, is }] of changed) {
    if ((chain.get(edge) ?? 0) !== was || Math.abs(is) > 1) return { apart: spots.ends(edge)[0] }
    if (is === 0) chain.delete(edge)
    else chain.set(edge, is)
  }
  return outlineOf(spots.link(chain))
}

// Fewer than 2^26 spots keep the key of an edge an exact number.
const span = 2 ** 26

/** Edges as a signed count: 1 from the lower numbered spot to the higher, -1 the other way; opposite ones vanish. */
class Spots {
  readonly #spots: Spot[] = []
  readonly #ids = new Map<string, number>()

  chain(faces: readonly Rings[]): Map<number, number> {
    const chain = new Map<number, number>()
    for (const rings of faces) for (const ring of rings) this.#addRing(chain, ring)
    return chain
  }

  /** The outline's own edges, parted where one of the given edges ends on them. */
  outline(outline: Outline, edges: readonly number[]): Map<number, number> {
    const nodes = [...new Set(edges.flatMap(edge => this.#idsOf(edge)))]
    const index = nodes.length > 0 ? new Flatbush(nodes.length, 16, Float64Array) : null
    for (const node of nodes) {
      const [x, y] = this.#spot(node)
      index?.add(x, y, x, y)
    }
    index?.finish()
    const chain = new Map<number, number>()
    for (const ring of ringsOf(outline)) {
      const noded = ring.flatMap((a, i) => {
        const b = ring[(i + 1) % ring.length] ?? a
        const on = (index?.search(...boxOf([a, b])) ?? []).map(slot => this.#spot(nodes[slot] ?? 0))
        const between = on.filter(
          spot => onSegment(a, b, spot) && String(spot) !== String(a) && String(spot) !== String(b),
        )
        return [a, ...between.sort((p, q) => distance(a, p) - distance(a, q))]
      })
      this.#addRing(chain, noded)
    }
    return chain
  }

  ends(edge: number): [Spot, Spot] {
    const [low, high] = this.#idsOf(edge)
    return [this.#spot(low), this.#spot(high)]
  }

  /** Rings along the directed edges of a chain, in the order in which they came into it. */
  link(chain: ReadonlyMap<number, number>): Spot[][] {
    const next = new Map<number, number[]>()
    for (const [edge, sign] of chain) {
      const [low, high] = this.#idsOf(edge)
      const [from, to] = sign > 0 ? [low, high] : [high, low]
      const known = next.get(from)
      if (known) known.push(to)
      else next.set(from, [to])
    }
    const rings: Spot[][] = []
    for (const start of next.keys()) {
      for (let ring = this.#walk(next, start); ring.length > 0; ring = this.#walk(next, start))
        rings.push(ring)
    }
    return rings
  }

  #walk(next: Map<number, number[]>, start: number): Spot[] {
    const ring: Spot[] = []
    let at = start
    for (let to = next.get(at)?.shift(); to !== undefined; to = next.get(at)?.shift()) {
      ring.push(this.#spot(at))
      at = to
      if (at === start) break
    }
    return ring
  }

  #addRing(chain: Map<number, number>, ring: readonly Spot[]): void {
    let a = ring.at(-1)
    for (const b of ring) {
      if (a) this.#add(chain, this.#id(a), this.#id(b))
      a = b
    }
  }

  #add(chain: Map<number, number>, a: number, b: number): void {
    const edge = a < b ? a * span + b : b * span + a
    const count = (chain.get(edge) ?? 0) + (a < b ? 1 : -1)
    if (count === 0) chain.delete(edge)
    else chain.set(edge, count)
  }

  #id(spot: Spot): number {
    const key = `${spot[0]},${spot[1]}`
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.#spots.push(spot) - 1
    this.#ids.set(key, id)
    return id
  }

  #idsOf = (edge: number): [number, number] => [Math.floor(edge / span), edge % span]
  #spot = (id: number): Spot => this.#spots[id] ?? [0, 0]
}

const distance = (a: Spot, b: Spot) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])

/** Rings without their closing repeat, outer ones counterclockwise and holes clockwise. */
function ringsOf(outline: Outline): Spot[][] {
  const parts = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates
  return parts.flatMap(rings =>
    rings.map((ring, index) => {
      const spots = ring.slice(0, -1).map(spotOf)
      const isTurned = doubleArea(spots) > 0n === index > 0
      return isTurned ? [...spots.slice(0, 1), ...spots.slice(1).toReversed()] : spots
    }),
  )
}

function outlineOf(rings: Spot[][]): Outline {
  const parts = rings.filter(ring => doubleArea(ring) > 0n).map(outer => [outer])
  for (const hole of rings.filter(ring => doubleArea(ring) < 0n)) {
    const [first] = hole
    const around = parts.filter(([outer]) => first && outer && placeIn(outer, first) >= 0)
    const smallest = around.sort((a, b) => (doubleArea(a[0] ?? []) < doubleArea(b[0] ?? []) ? -1 : 1))[0]
    smallest?.push(hole)
  }
  const coordinates = parts.map(part => part.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf)))
  const [only] = coordinates
  return only && coordinates.length === 1
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates }
}
