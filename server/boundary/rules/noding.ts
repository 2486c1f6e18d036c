import Flatbush from 'flatbush'
import { type Spot, turn } from '../../region/rules/lattice.ts'

/** A part of an input face: rings of spots without the closing repeat. What an odd number of rings surround is inside. */
export interface Part {
  rings: readonly (readonly Spot[])[]
}

/** Straight pieces between vertices that meet in nothing but vertices; each knows the parts whose inside it bounds. */
export interface Noded {
  spots: Spot[]
  edges: { a: number; b: number; parts: number[] }[]
  /** Where the boundary of one part runs through itself. */
  selfCrossings: { part: number; at: Spot }[]
  /** Vertices that another part's edge passed without having them. */
  passed: { part: number; at: Spot }[]
}

interface Edge {
  a: number
  b: number
  parts: number[]
}

const mostRounds = 200
// What makes boundaries a scribble: real ones have less than one crossing and a few dozen near pairs for each vertex.
const mostCrossings = (vertices: number) => 3000 + 2 * vertices
const mostPairs = (vertices: number) => 500_000 + 200 * vertices

/**
 * Brings all boundaries to common vertices by snap rounding on the lattice: an edge that passes a vertex by no more
 * than one unit goes through it, and edges that cross meet in the nearest lattice point. Every test is exact, and
 * every replacement of an edge is by shorter ones, so that it comes to an end.
 * @param lines that divide besides, each numbered as a part after the parts; they surround nothing
 * @param tell hears how far it is, 0 to 1
 * @throws RangeError when boundaries are so entangled that they cannot be noded
 */
export function nodeBoundaries(
  parts: readonly Part[],
  lines: readonly (readonly [Spot, Spot])[] = [],
  tell?: Tell,
): Noded {
  const noding = new Noding(tell)
  for (const [part, { rings }] of parts.entries()) {
    for (const ring of rings) noding.addRing(part, ring)
    tell?.((0.5 * part) / parts.length)
  }
  noding.begin()
  for (const [i, [a, b]] of lines.entries()) noding.addLine(parts.length + i, a, b)
  for (let round = 0; round < mostRounds; round++) {
    if (noding.snapToVertices()) continue
    if (!noding.meetCrossings()) return noding.result()
  }
  throw new RangeError('entangled')
}

type Tell = ((share: number) => void) | undefined

class Noding {
  readonly #tell: Tell
  readonly #spots: Spot[] = []
  readonly #ids = new Map<string, number>()
  #given = 0
  readonly #edges = new Map<number, Edge>()
  readonly #selfCrossings = new Map<string, { part: number; at: Spot }>()
  readonly #passed = new Map<string, { part: number; at: Spot }>()
  /** Vertices that each part had from the start or has been given: a second visit is a touch of itself. */
  readonly #had = new Map<number, Set<number>>()
  /** What has not been looked at since it came: edges by key, and vertices. */
  #newEdges = new Set<number>()
  #newVertices = new Set<number>()

  constructor(tell: Tell) {
    this.#tell = tell
  }

  addRing(part: number, ring: readonly Spot[]): void {
    const own = this.#had.get(part) ?? new Set<number>()
    this.#had.set(part, own)
    const seen = new Set<number>()
    let a = this.#vertex(ring.at(-1) ?? [0, 0])
    for (const spot of ring) {
      const b = this.#vertex(spot)
      if (a === b) continue
      if (seen.has(b)) this.#noteSelf(part, b)
      seen.add(b)
      own.add(b)
      this.#toggle(a, b, [part])
      a = b
    }
  }

  addLine(part: number, a: Spot, b: Spot): void {
    this.#toggle(this.#vertex(a), this.#vertex(b), [part])
  }

  /** From here on, a new vertex is one that crossings made. */
  begin(): void {
    this.#given = this.#spots.length
  }

  /** Leads edges through the vertices they pass. @returns whether any edge changed */
  snapToVertices(): boolean {
    const near = this.#passings()
    this.#newEdges = new Set()
    this.#newVertices = new Set()
    for (const [key, through] of near) {
      const edge = this.#edges.get(key)
      if (!edge) continue
      for (const v of through) this.#notePassing(edge, v)
      this.#divide(key, [...through])
    }
    return near.size > 0
  }

  /** Every edge that passes vertices, by key, with those vertices. */
  #passings(): Map<number, Set<number>> {
    const found = new Map<number, Set<number>>()
    const take = (key: number, edge: Edge, v: number) => {
      if (v === edge.a || v === edge.b || !this.#passes(edge, v)) return
      const through = found.get(key)
      if (through) through.add(v)
      else found.set(key, new Set([v]))
    }
    const alive = this.#alive()
    if (this.#newEdges.size > 0 && alive.length > 0) {
      const index = new Flatbush(alive.length, 16, Float64Array)
      for (const v of alive) index.add(...pointBox(this.#spot(v)))
      index.finish()
      for (const key of this.#newEdges) {
        const edge = this.#edges.get(key)
        if (!edge) continue
        const near = index.search(...this.#boxOf(edge))
        this.#look(near.length)
        for (const slot of near) take(key, edge, alive[slot] ?? edge.a)
      }
    }
    this.#passNewVertices(take)
    return found
  }

  #passNewVertices(take: (key: number, edge: Edge, v: number) => void): void {
    if (this.#newVertices.size === 0) return
    const { index, keys } = this.#edgeIndex()
    for (const v of this.#newVertices) {
      const near = index.search(...pointBox(this.#spot(v)))
      this.#look(near.length)
      for (const slot of near) {
        const key = keys[slot] ?? -1
        const edge = this.#edges.get(key)
        if (edge) take(key, edge, v)
      }
    }
  }

  #met = 0
  #looks = 0
  #pairs = 0

  /** Counts what is looked at. @throws RangeError above what boundaries can need */
  #look(count: number): void {
    this.#pairs += count
    this.#looks += 1
    // Each edge is looked at twice and each vertex once, of which there are about as many, but for what comes later.
    if (this.#tell && this.#looks % 4096 === 0)
      this.#tell(0.5 + 0.5 * Math.min(0.98, this.#looks / (3 * this.#given + 4096)))
    if (this.#pairs > mostPairs(this.#given) || this.#met > mostCrossings(this.#given))
      throw new RangeError('entangled')
  }

  // Edges that crossings are still sought for; snapping adds to it and finding takes from it.
  #uncrossed = new Set<number>()

  /** Gives crossing edges a common vertex. @returns whether any crossed */
  meetCrossings(): boolean {
    if (this.#uncrossed.size === 0) return false
    const { index, keys } = this.#edgeIndex()
    const splits = new Map<number, Set<number>>()
    for (const key of this.#uncrossed) {
      const edge = this.#edges.get(key)
      if (!edge) continue
      const near = index.search(...this.#boxOf(edge))
      this.#look(near.length)
      for (const slot of near) {
        const other = keys[slot] ?? -1
        // Of a pair that is new on both sides, one look is enough.
        if (other === key || (other < key && this.#uncrossed.has(other))) continue
        this.#meet(key, other, splits)
      }
    }
    this.#uncrossed = new Set()
    for (const [key, through] of splits) this.#divide(key, [...through])
    return splits.size > 0
  }

  #meet(key: number, otherKey: number, splits: Map<number, Set<number>>): void {
    const edge = this.#edges.get(key)
    const other = this.#edges.get(otherKey)
    if (!edge || !other) return
    const at = crossing([this.#spot(edge.a), this.#spot(edge.b)], [this.#spot(other.a), this.#spot(other.b)])
    if (!at) return
    this.#met += 1
    const v = this.#vertex(at)
    for (const part of edge.parts) if (other.parts.includes(part)) this.#noteSelf(part, v)
    for (const each of [key, otherKey]) {
      const through = splits.get(each) ?? new Set()
      splits.set(each, through.add(v))
    }
  }

  result(): Noded {
    return {
      spots: this.#spots,
      edges: [...this.#edges.values()],
      selfCrossings: [...this.#selfCrossings.values()],
      passed: [...this.#passed.values()],
    }
  }

  #notePassing(edge: Edge, v: number): void {
    for (const part of edge.parts) {
      if (this.#had.get(part)?.has(v)) this.#noteSelf(part, v)
      else if (v < this.#given) this.#passed.set(`${part},${v}`, { part, at: this.#spot(v) })
      this.#had.get(part)?.add(v)
    }
  }

  #noteSelf(part: number, v: number): void {
    this.#selfCrossings.set(`${part},${v}`, { part, at: this.#spot(v) })
  }

  /**
   * Leads an edge through vertices, the nearest first. Each must pass what the ones before left of the edge: only then
   * is every new piece shorter than what it replaces, which is why noding ends.
   */
  #divide(key: number, through: number[]): void {
    const edge = this.#edges.get(key)
    if (!edge) return
    this.#edges.delete(key)
    const open = [{ a: edge.a, b: edge.b, near: through }]
    for (let at = open.pop(); at; at = open.pop()) {
      const { a, b } = at
      const near = at.near.filter(v => v !== a && v !== b && this.#passes({ a, b }, v))
      const v = this.#nearest({ a, b }, near)
      if (v === null) this.#toggle(a, b, edge.parts)
      else open.push({ a, b: v, near }, { a: v, b, near })
    }
  }

  #nearest({ a, b }: Pick<Edge, 'a' | 'b'>, vertices: readonly number[]): number | null {
    const off = (v: number) => Math.abs(turn(this.#spot(a), this.#spot(b), this.#spot(v)))
    let found: number | null = null
    let least = Infinity
    for (const v of vertices) {
      const distance = off(v)
      if (distance > least || (distance === least && found !== null && found < v)) continue
      found = v
      least = distance
    }
    return found
  }

  /** Two runs of one part along the same edge cancel: what lies on both sides of them is alike. */
  #toggle(a: number, b: number, parts: readonly number[]): void {
    if (a === b) return
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b)
    const known = this.#edges.get(key)
    const held = new Set(known?.parts)
    for (const part of parts) if (!held.delete(part)) held.add(part)
    if (held.size === 0) {
      this.#edges.delete(key)
      return
    }
    const sorted = [...held].sort((p, q) => p - q)
    this.#edges.set(key, { a: Math.min(a, b), b: Math.max(a, b), parts: sorted })
    if (known) return
    this.#newEdges.add(key)
    this.#uncrossed.add(key)
  }

  #vertex(spot: Spot): number {
    const name = `${spot[0]},${spot[1]}`
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const v = this.#spots.push(spot) - 1
    this.#ids.set(name, v)
    this.#newVertices.add(v)
    return v
  }

  #alive(): number[] {
    const used = new Set<number>()
    for (const { a, b } of this.#edges.values()) used.add(a).add(b)
    return [...used]
  }

  #edgeIndex(): { index: Flatbush; keys: number[] } {
    const keys = [...this.#edges.keys()]
    const index = new Flatbush(Math.max(1, keys.length), 16, Float64Array)
    for (const edge of this.#edges.values()) index.add(...this.#boxOf(edge))
    if (keys.length === 0) index.add(0, 0, 0, 0)
    index.finish()
    return { index, keys }
  }

  #passes({ a, b }: Pick<Edge, 'a' | 'b'>, v: number): boolean {
    const [from, to, spot] = [this.#spot(a), this.#spot(b), this.#spot(v)]
    const length = advance(from, to, to)
    const at = advance(from, to, spot)
    if (at <= 0 || at >= length) return false
    const off = turn(from, to, spot)
    // Beyond 2^26 the square would be rounded; by then it is far more than any length squared of a town.
    if (Math.abs(off) < 2 ** 26 && length < 2 ** 53) return off * off <= length
    return BigInt(off) * BigInt(off) <= BigInt(length)
  }

  #boxOf({ a, b }: Edge): [number, number, number, number] {
    const [ax, ay] = this.#spot(a)
    const [bx, by] = this.#spot(b)
    return [Math.min(ax, bx) - 1, Math.min(ay, by) - 1, Math.max(ax, bx) + 1, Math.max(ay, by) + 1]
  }

  #spot = (v: number): Spot => this.#spots[v] ?? [0, 0]
}

const pointBox = ([x, y]: Spot): [number, number, number, number] => [x, y, x, y]

/** How far p lies along a to b, times the length of a to b. Exact within a hundred degrees of latitude of each other. */
const advance = (a: Spot, b: Spot, p: Spot): number =>
  (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])

/** The lattice point nearest to where two segments cross each other's inside, or null. */
export function crossing([a, b]: readonly [Spot, Spot], [c, d]: readonly [Spot, Spot]): Spot | null {
  const toC = turn(a, b, c)
  const toD = turn(a, b, d)
  if (toC === 0 || toD === 0 || toC > 0 === toD > 0) return null
  const toA = turn(c, d, a)
  const toB = turn(c, d, b)
  if (toA === 0 || toB === 0 || toA > 0 === toB > 0) return null
  const [over, under] = [BigInt(toA), BigInt(toA) - BigInt(toB)]
  return [a[0] + share(b[0] - a[0], over, under), a[1] + share(b[1] - a[1], over, under)]
}

/** The whole number nearest to `length` times `over / under`; halves go up. */
function share(length: number, over: bigint, under: bigint): number {
  const [top, bottom] = under > 0n ? [over, under] : [-over, -under]
  const doubled = 2n * BigInt(length) * top + bottom
  const divisor = 2n * bottom
  const quotient = doubled / divisor
  return Number(doubled < 0n && doubled % divisor !== 0n ? quotient - 1n : quotient)
}
