import { distance, type Point } from './plane.ts'
import { at } from './random.ts'
import { ringArea, ringMiddle } from './ring.ts'

/** A piece of a coverage: one ring of shared point numbers, anticlockwise. */
export interface Piece {
  ring: number[]
  /** What merging should even out, e.g. hectares plus people. */
  load: number
  /** Pieces merge only within their group. */
  group: number
  /** Members by their numbers in the pieces given. */
  members: number[]
}

const SHIFT = 1_048_576
/** One number for a directed edge between two numbered points. */
const edgeKey = (from: number, to: number): number => from * SHIFT + to

function eachEdge(ring: readonly number[], visit: (from: number, to: number) => void): void {
  let from = at(ring, -1)
  for (const to of ring) {
    visit(from, to)
    from = to
  }
}

/** The one ring round two neighbouring rings, or null when the union has a hole or pinches at a point. */
export function joined(one: readonly number[], other: readonly number[]): number[] | null {
  const edges = new Set<number>()
  for (const ring of [one, other])
    eachEdge(ring, (from, to) => {
      if (!edges.delete(edgeKey(to, from))) edges.add(edgeKey(from, to))
    })
  const next = new Map<number, number>()
  for (const edge of edges) {
    const from = Math.floor(edge / SHIFT)
    if (next.has(from)) return null
    next.set(from, edge % SHIFT)
  }
  const start = next.keys().next().value
  if (start === undefined) return null
  const ring: number[] = []
  let here: number | undefined = start
  do {
    ring.push(here)
    here = next.get(here)
  } while (here !== undefined && here !== start)
  return ring.length === next.size ? ring : null
}

/** Merges the lightest piece with the neighbour it fits best, until `count` are left. */
export class Merger {
  readonly #points: readonly Point[]
  readonly #owner = new Map<number, Piece>()
  readonly pieces: Set<Piece>

  constructor(points: readonly Point[], pieces: readonly Piece[]) {
    this.#points = points
    this.pieces = new Set(pieces)
    for (const piece of pieces) this.#own(piece)
  }

  #own(piece: Piece): void {
    eachEdge(piece.ring, (from, to) => this.#owner.set(edgeKey(from, to), piece))
  }

  /** Neighbours of the same group with the metres of border shared. */
  #neighbours(piece: Piece): Map<Piece, number> {
    const found = new Map<Piece, number>()
    eachEdge(piece.ring, (from, to) => {
      const other = this.#owner.get(edgeKey(to, from))
      if (!other || other === piece || other.group !== piece.group || !this.pieces.has(other)) return
      const span = distance(at(this.#points, from), at(this.#points, to))
      found.set(other, (found.get(other) ?? 0) + span)
    })
    return found
  }

  #roundness(ring: readonly number[]): number {
    const corners = ring.map(id => at(this.#points, id))
    let length = 0
    eachEdge(ring, (from, to) => {
      length += distance(at(this.#points, from), at(this.#points, to))
    })
    return (4 * Math.PI * ringArea(corners)) / (length * length)
  }

  #best(piece: Piece): Piece | null {
    let best: { piece: Piece; cost: number } | null = null
    for (const [other, border] of this.#neighbours(piece)) {
      const ring = joined(piece.ring, other.ring)
      if (!ring || border < 4) continue
      const load = piece.load + other.load
      const cost = load / (0.15 + this.#roundness(ring))
      const merged = { ring, load, group: piece.group, members: [...piece.members, ...other.members] }
      if (!best || cost < best.cost) best = { piece: merged, cost }
    }
    return best?.piece ?? null
  }

  mergeTo(count: number, group?: number): this {
    const waiting = new Set<Piece>()
    const open = () => [...this.pieces].filter(piece => group === undefined || piece.group === group)
    for (let list = open(); list.length > count; list = open()) {
      const light = list.filter(piece => !waiting.has(piece)).sort((a, b) => a.load - b.load)[0]
      if (!light) break
      const merged = this.#best(light)
      if (!merged) {
        waiting.add(light)
        continue
      }
      const gone = list.filter(piece => piece.members.some(member => merged.members.includes(member)))
      for (const piece of gone) this.pieces.delete(piece)
      this.pieces.add(merged)
      this.#own(merged)
      waiting.clear()
    }
    return this
  }
}

export const middleOf = (points: readonly Point[], ring: readonly number[]): Point =>
  ringMiddle(ring.map(id => at(points, id)))
