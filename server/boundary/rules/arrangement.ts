import Flatbush from 'flatbush'
import { type Spot, turn } from '../../region/rules/lattice.ts'
import type { Noded } from './noding.ts'

/** A piece of the plane that no boundary divides, and what lies over it. */
export interface Cell {
  /** Half-edges whose left side is this cell. */
  halves: number[]
  /** Twice the area in square units, exactly. */
  doubleArea: bigint
  /** Parts that cover it, ascending. */
  parts: number[]
}

/** The number of the cell around everything. */
export const outside = -1

/**
 * What noded boundaries divide the plane into. Half-edge 2e runs from edge e's `a` to its `b`, 2e + 1 back; each has
 * one cell on its left. A cell is covered by a part when an odd number of the part's edges lies between it and the
 * outside, which needs no point to be located and so cannot be wrong.
 */
export class Arrangement {
  readonly spots: readonly Spot[]
  readonly edges: Noded['edges']
  readonly cells: Cell[] = []
  /** The next half-edge around the cell on the left. */
  readonly next: Int32Array
  readonly #cellOf: Int32Array

  constructor({ spots, edges }: Noded) {
    this.spots = spots
    this.edges = edges
    this.next = this.#join()
    this.#cellOf = new Int32Array(edges.length * 2).fill(outside)
    this.#makeCells()
    this.#cover()
  }

  from = (half: number): number => {
    const edge = this.edges[half >> 1]
    return (half & 1 ? edge?.b : edge?.a) ?? 0
  }
  to = (half: number): number => this.from(half ^ 1)
  spot = (v: number): Spot => this.spots[v] ?? [0, 0]
  /** The cell on the left, or `outside`. */
  cellOf = (half: number): number => this.#cellOf[half] ?? outside

  /** Joins half-edges at their vertices in the order of their directions. */
  #join(): Int32Array {
    const leaving = new Map<number, number[]>()
    for (let half = 0; half < this.edges.length * 2; half++) {
      const list = leaving.get(this.from(half))
      if (list) list.push(half)
      else leaving.set(this.from(half), [half])
    }
    const next = new Int32Array(this.edges.length * 2)
    for (const [v, halves] of leaving) {
      const at = this.spot(v)
      halves.sort((p, q) => direction(at, this.spot(this.to(p)), this.spot(this.to(q))))
      for (const [i, half] of halves.entries()) {
        // Arriving against `half`, the cell on the left goes on along the next one clockwise.
        next[half ^ 1] = halves[(i + halves.length - 1) % halves.length] ?? half
      }
    }
    return next
  }

  #makeCells(): void {
    const cycles = this.#cycles()
    const loops: { halves: number[]; doubleArea: bigint }[] = []
    for (const halves of cycles) {
      const doubleArea = this.#areaOf(halves)
      if (doubleArea <= 0n) loops.push({ halves, doubleArea })
      else {
        for (const half of halves) this.#cellOf[half] = this.cells.length
        this.cells.push({ halves, doubleArea, parts: [] })
      }
    }
    this.#placeLoops(loops)
  }

  #cycles(): number[][] {
    const seen = new Uint8Array(this.edges.length * 2)
    const cycles: number[][] = []
    for (let start = 0; start < seen.length; start++) {
      if (seen[start]) continue
      const halves: number[] = []
      for (let half = start; !seen[half]; half = this.next[half] ?? start) {
        seen[half] = 1
        halves.push(half)
      }
      cycles.push(halves)
    }
    return cycles
  }

  #areaOf(halves: readonly number[]): bigint {
    const origin = this.spot(this.from(halves[0] ?? 0))
    let sum = 0n
    for (const half of halves) {
      const a = this.spot(this.from(half))
      const b = this.spot(this.to(half))
      sum += BigInt(a[0] - origin[0]) * BigInt(b[1] - origin[1])
      sum -= BigInt(b[0] - origin[0]) * BigInt(a[1] - origin[1])
    }
    return sum
  }

  /** Finds the cell around each connected piece of boundary, from west to east, so that what is around is known. */
  #placeLoops(loops: { halves: number[]; doubleArea: bigint }[]): void {
    if (loops.length <= 1) return
    const corners = loops.map(loop => ({ ...loop, corner: this.#westmost(loop.halves) }))
    corners.sort((p, q) => p.corner[0] - q.corner[0] || p.corner[1] - q.corner[1])
    const index = this.#edgeIndex()
    const west = Math.min(...corners.map(({ corner }) => corner[0]))
    for (const { halves, doubleArea, corner } of corners) {
      const half = this.#firstWest(index, corner, west)
      const cell = half === null ? outside : this.cellOf(half)
      for (const each of halves) this.#cellOf[each] = cell
      const around = this.cells[cell]
      if (!around) continue
      around.halves.push(...halves)
      around.doubleArea += doubleArea
    }
  }

  #westmost(halves: readonly number[]): Spot {
    let found = this.spot(this.from(halves[0] ?? 0))
    for (const half of halves) {
      const spot = this.spot(this.from(half))
      if (spot[0] < found[0] || (spot[0] === found[0] && spot[1] < found[1])) found = spot
    }
    return found
  }

  #edgeIndex(): Flatbush {
    const index = new Flatbush(Math.max(1, this.edges.length), 16, Float64Array)
    for (const { a, b } of this.edges) {
      const [ax, ay] = this.spot(a)
      const [bx, by] = this.spot(b)
      index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
    }
    index.finish()
    return index
  }

  /** The half-edge whose left side one meets first going west from just north of a spot, or null. */
  #firstWest(index: Flatbush, [x, y]: Spot, west: number): number | null {
    let nearest: { lower: Spot; upper: Spot; down: number } | null = null
    for (const edge of index.search(west, y, x, y)) {
      const [from, to] = [this.spot(this.from(edge * 2)), this.spot(this.to(edge * 2))]
      if (from[1] === to[1]) continue
      const [lower, upper, down] = from[1] < to[1] ? [from, to, edge * 2 + 1] : [to, from, edge * 2]
      const spans = lower[1] <= y && y < upper[1]
      if (!spans || turn(lower, upper, [x, y]) >= 0) continue
      if (!nearest || isEast({ lower, upper }, nearest, y)) nearest = { lower, upper, down }
    }
    return nearest?.down ?? null
  }

  /** Carries what covers a cell across its edges, beginning outside, where nothing does. */
  #cover(): void {
    const known = new Set<number>([outside])
    const open: { cell: number; halves: readonly number[]; parts: number[] }[] = []
    const outer: number[] = []
    for (let half = 0; half < this.#cellOf.length; half++)
      if (this.#cellOf[half] === outside) outer.push(half)
    open.push({ cell: outside, halves: outer, parts: [] })
    for (let at = open.pop(); at; at = open.pop()) {
      for (const half of at.halves) {
        const cell = this.cellOf(half ^ 1)
        const there = this.cells[cell]
        if (!there || known.has(cell)) continue
        known.add(cell)
        there.parts = toggled(at.parts, this.edges[half >> 1]?.parts ?? [])
        open.push({ cell, halves: there.halves, parts: there.parts })
      }
    }
  }
}

function toggled(parts: readonly number[], by: readonly number[]): number[] {
  const held = new Set(parts)
  for (const part of by) if (!held.delete(part)) held.add(part)
  return [...held].sort((p, q) => p - q)
}

/** Orders directions from a spot counterclockwise from due east. Exact. */
function direction(at: Spot, p: Spot, q: Spot): number {
  const halves = half(at, p) - half(at, q)
  return halves === 0 ? -turn(at, p, q) : halves
}

const half = ([x, y]: Spot, [px, py]: Spot): 0 | 1 => (py > y || (py === y && px > x) ? 0 : 1)

interface Rising {
  lower: Spot
  upper: Spot
}

/** Whether the first of two edges that do not cross lies east of the second just north of a latitude. */
function isEast(p: Rising, q: Rising, y: number): boolean {
  const [over, under] = xAt(p, y)
  const [otherOver, otherUnder] = xAt(q, y)
  const by = over * otherUnder - otherOver * under
  if (by !== 0n) return by > 0n
  const slope = (each: Rising) => [each.upper[0] - each.lower[0], each.upper[1] - each.lower[1]] as const
  const [dx, dy] = slope(p)
  const [ex, ey] = slope(q)
  return BigInt(dx) * BigInt(ey) > BigInt(ex) * BigInt(dy)
}

/** Where an edge is at a latitude, as a fraction with a positive divisor. */
function xAt({ lower, upper }: Rising, y: number): [bigint, bigint] {
  const rise = BigInt(upper[1] - lower[1])
  return [BigInt(lower[0]) * rise + BigInt(upper[0] - lower[0]) * BigInt(y - lower[1]), rise]
}
