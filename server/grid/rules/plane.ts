import type { Spot } from '../../region/rules/lattice.ts'
import { type Box, EdgeIndex } from './edge-index.ts'
import { SpotTable, widened } from './spot-table.ts'

/** No face: the outside, or a gap. */
export const outside = -1

/**
 * Vertices and half-edges of a coverage in typed arrays. Half-edges 2e and 2e + 1 are the two sides of edge e;
 * each has the face on its left, or `outside`, and the half-edge that follows it round that face.
 * Faces are known here by slots; what a slot means is the coverage's business.
 */
export class Plane {
  readonly spots: SpotTable
  readonly index: EdgeIndex
  #origin: Int32Array
  #follows: Int32Array
  #face: Int32Array
  /** The next half-edge out of the same vertex, and the first one of each vertex. */
  #nextOut: Int32Array
  #firstOut: Int32Array
  #freeEdges: number[] = []
  #topEdge = 0

  constructor({ usualUnits = 1000, edges = 64 }: { usualUnits?: number; edges?: number } = {}) {
    this.spots = new SpotTable(edges)
    this.index = new EdgeIndex({ usualUnits, capacity: edges })
    this.#origin = new Int32Array(edges * 2)
    this.#follows = new Int32Array(edges * 2)
    this.#face = new Int32Array(edges * 2)
    this.#nextOut = new Int32Array(edges * 2)
    this.#firstOut = new Int32Array(edges).fill(-1)
  }

  /** What the arrays hold, in bytes. */
  get bytes(): number {
    return this.spots.bytes + this.index.bytes + this.#origin.length * 16 + this.#firstOut.length * 4
  }

  get edgeCount(): number {
    return this.#topEdge - this.#freeEdges.length
  }

  originOf = (half: number): number => this.#origin[half] ?? -1
  headOf = (half: number): number => this.#origin[half ^ 1] ?? -1
  follows = (half: number): number => this.#follows[half] ?? -1
  faceOf = (half: number): number => this.#face[half] ?? outside
  from = (half: number): Spot => this.spots.spot(this.originOf(half))
  to = (half: number): Spot => this.spots.spot(this.headOf(half))

  boxOf = (edge: number): Box => this.index.boxOf(edge)

  #spanOf(edge: number): Box {
    const [a, b] = [this.originOf(edge * 2), this.headOf(edge * 2)]
    const { x, y } = this.spots
    const [ax, ay, bx, by] = [x[a] ?? 0, y[a] ?? 0, x[b] ?? 0, y[b] ?? 0]
    return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)]
  }

  setFace(half: number, slot: number): void {
    this.#face[half] = slot
  }

  setFollows(half: number, next: number): void {
    this.#follows[half] = next
  }

  /** Half-edges out of a vertex, in no order that means anything. */
  outOf(v: number): number[] {
    const found: number[] = []
    for (let half = this.firstOut(v); half >= 0; half = this.nextOut(half)) found.push(half)
    return found
  }

  /** The same one by one: the first, and the one after another; -1 at the end. */
  firstOut = (v: number): number => this.#firstOut[v] ?? -1
  nextOut = (half: number): number => this.#nextOut[half] ?? -1

  /** The half-edge from one vertex to another, or -1. */
  between(a: number, b: number): number {
    let half = a < 0 || b < 0 ? -1 : (this.#firstOut[a] ?? -1)
    while (half >= 0 && this.headOf(half) !== b) half = this.#nextOut[half] ?? -1
    return half
  }

  eachEdge(visit: (edge: number) => void): void {
    const free = new Set(this.#freeEdges)
    for (let edge = 0; edge < this.#topEdge; edge++) if (!free.has(edge)) visit(edge)
  }

  /** Visits every vertex that has edges. */
  eachVertex(visit: (v: number) => void): void {
    for (let v = 0; v < this.spots.top; v++) if ((this.#firstOut[v] ?? -1) >= 0) visit(v)
  }

  isOuterEdge(half: number): boolean {
    return (this.faceOf(half) === outside) !== (this.faceOf(half ^ 1) === outside)
  }

  vertexAt(spot: Spot): number {
    return this.spots.find(spot)
  }

  /** The vertex at a spot, a new one without edges when there is none. */
  vertex(spot: Spot): number {
    const v = this.spots.take(spot)
    while (v >= this.#firstOut.length) {
      const { length } = this.#firstOut
      this.#firstOut = widened(this.#firstOut).fill(-1, length)
    }
    return v
  }

  /** The half-edge from a to b, made with both its sides outside when there is none. */
  edge(a: number, b: number): { half: number; isNew: boolean } {
    const known = this.between(a, b)
    if (known >= 0) return { half: known, isNew: false }
    const edge = this.#freeEdges.pop() ?? this.#topEdge++
    const half = edge * 2
    while (half >= this.#origin.length) this.#grow()
    for (const [side, v] of [
      [half, a],
      [half + 1, b],
    ] as const) {
      this.#origin[side] = v
      this.#face[side] = outside
      this.#follows[side] = -1
      this.#nextOut[side] = this.#firstOut[v] ?? -1
      this.#firstOut[v] = side
    }
    this.index.add(edge, this.#spanOf(edge))
    return { half, isNew: true }
  }

  /** Takes an edge out, and its vertices when nothing else is there. */
  dropEdge(edge: number): void {
    this.index.remove(edge)
    for (const half of [edge * 2, edge * 2 + 1]) {
      const v = this.originOf(half)
      this.#unlinkOut(v, half)
      if ((this.#firstOut[v] ?? -1) < 0) this.spots.drop(v)
    }
    this.#freeEdges.push(edge)
  }

  /** Puts vertices elsewhere, all at once; no spot may end up with two. */
  place(moves: readonly { v: number; to: Spot }[]): void {
    const edges = new Set(moves.flatMap(({ v }) => this.outOf(v).map(half => half >> 1)))
    for (const edge of edges) this.index.remove(edge)
    // Two may change places, so each waits at a spot that nobody can have.
    for (const [at, { v }] of moves.entries()) this.spots.move(v, [-2_000_000_000, at])
    for (const { v, to } of moves) this.spots.move(v, to)
    for (const edge of edges) this.index.add(edge, this.#spanOf(edge))
  }

  #unlinkOut(v: number, half: number): void {
    const after = this.#nextOut[half] ?? -1
    let before = this.#firstOut[v] ?? -1
    if (before === half) {
      this.#firstOut[v] = after
      return
    }
    while (before >= 0 && this.#nextOut[before] !== half) before = this.#nextOut[before] ?? -1
    if (before >= 0) this.#nextOut[before] = after
  }

  #grow(): void {
    this.#origin = widened(this.#origin)
    this.#follows = widened(this.#follows)
    this.#face = widened(this.#face)
    this.#nextOut = widened(this.#nextOut)
  }
}
