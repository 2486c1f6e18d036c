import { type Spot, same } from '../../region/rules/lattice.ts'
import { reasons } from './coverage-edit.ts'
import { type Refused, refused } from './coverage-plan.ts'
import { along, byPlace, conflictOf, crossesInside, exactlyOn, meetingSpot, passes } from './exact.ts'
import type { Faces } from './faces.ts'
import type { Plane } from './plane.ts'

/** A drawn line after it was laid on the lattice among the edges. */
export interface NodedLine {
  /** Every spot of the line in order; next to one another are always different ones. */
  chain: Spot[]
  /** Vertices that edges take where the line meets them, in order from the edge's first side. */
  inserts: Map<number, Spot[]>
}

// An outer edge takes a vertex exactly on it when one is this near, so that no area is won or lost.
const exactReachUnits = 20

/**
 * Lays a line among the edges. It bends to vertices whose unit square it passes through, and where it crosses an
 * edge both get the nearest lattice spot; edges through the unit square of such a spot take it too.
 */
export function nodeLine(faces: Faces, line: readonly Spot[], isRing: boolean): NodedLine | Refused {
  const spots = line.filter((spot, i) => i === 0 || !same(spot, line[i - 1] ?? spot))
  const [first] = spots
  if (!first) return refused(reasons.nothing, [0, 0])
  const drawn = isRing && !same(first, spots.at(-1) ?? first) ? [...spots, first] : spots
  const knot = selfCrossing(drawn, isRing)
  if (knot) return refused(reasons.lineCrosses, knot)
  const chain: Spot[] = [first]
  for (const [i, b] of drawn.entries()) {
    const a = drawn[i - 1]
    if (a) chain.push(...meetings(faces, a, b), b)
  }
  const clean = withoutSpikes(chain)
  return { chain: clean, inserts: insertsAt(faces.plane, clean) }
}

/** Where a segment of the line meets edges or passes vertices, in order. */
function meetings({ plane }: Faces, p: Spot, q: Spot): Spot[] {
  const found = new Map<string, Spot>()
  eachAlong(plane, { p, q }, edge => {
    const [a, b] = [plane.from(edge * 2), plane.to(edge * 2)]
    for (const end of [a, b]) if (passes(p, q, end)) found.set(String(end), end)
    if (!crossesInside(p, q, { c: a, d: b })) return
    const at = meetingSpot(p, q, { c: a, d: b })
    const exact = plane.isOuterEdge(edge * 2) ? exactlyOn(a, b, { near: at, reach: exactReachUnits }) : null
    const spot = exact ?? at
    found.set(String(spot), spot)
  })
  return [...found.values()].sort((s, t) => along(p, q, s) - along(p, q, t) || byPlace(s, t))
}

/** Visits each edge near a segment; a long one is followed in pieces, so that its box stays small. */
function eachAlong(plane: Plane, { p, q }: { p: Spot; q: Spot }, visit: (edge: number) => void): void {
  const seen = new Set<number>()
  const length = Math.max(Math.abs(q[0] - p[0]), Math.abs(q[1] - p[1]))
  const pieces = Math.min(4096, Math.ceil((length + 1) / (8 * plane.index.squareUnits)))
  for (let i = 0; i < pieces; i++) {
    const [s, t] = [i / pieces, (i + 1) / pieces].map(share => [
      p[0] + (q[0] - p[0]) * share,
      p[1] + (q[1] - p[1]) * share,
    ])
    const [sx = 0, sy = 0, tx = 0, ty = 0] = [...(s ?? []), ...(t ?? [])]
    const box = [
      Math.min(sx, tx) - 2,
      Math.min(sy, ty) - 2,
      Math.max(sx, tx) + 2,
      Math.max(sy, ty) + 2,
    ] as const
    plane.index.each(box, edge => {
      if (seen.has(edge)) return false
      seen.add(edge)
      visit(edge)
      return false
    })
  }
}

function insertsAt(plane: Plane, chain: readonly Spot[]): Map<number, Spot[]> {
  const inserts = new Map<number, Spot[]>()
  const done = new Set<string>()
  for (const spot of chain) {
    if (done.has(String(spot)) || plane.vertexAt(spot) >= 0) continue
    done.add(String(spot))
    plane.index.each([spot[0], spot[1], spot[0], spot[1]], edge => {
      if (!passes(plane.from(edge * 2), plane.to(edge * 2), spot)) return false
      inserts.set(edge, [...(inserts.get(edge) ?? []), spot])
      return false
    })
  }
  for (const [edge, spots] of inserts) {
    const [a, b] = [plane.from(edge * 2), plane.to(edge * 2)]
    spots.sort((s, t) => along(a, b, s) - along(a, b, t) || byPlace(s, t))
  }
  return inserts
}

/** Leaves out repeats, and ways out and straight back that rounding made. */
function withoutSpikes(chain: readonly Spot[]): Spot[] {
  const kept: Spot[] = []
  for (const spot of chain) {
    const [last, before] = [kept.at(-1), kept.at(-2)]
    if (last && same(last, spot)) continue
    if (before && same(before, spot)) kept.pop()
    else kept.push(spot)
  }
  return kept
}

/** Where a drawn line meets itself, or null. Sweeps from west to east. */
function selfCrossing(line: readonly Spot[], isRing: boolean): Spot | null {
  const sides = line.slice(1).map((b, i) => {
    const a = line[i] ?? b
    return { a, b, i, west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) }
  })
  const last = sides.length - 1
  let open: typeof sides = []
  for (const side of sides.toSorted((s, t) => s.west - t.west)) {
    open = open.filter(({ east }) => east >= side.west)
    for (const other of open) {
      const isNext = Math.abs(side.i - other.i) === 1 || (isRing && Math.abs(side.i - other.i) === last)
      const conflict = conflictOf(side.a, side.b, { c: other.a, d: other.b })
      const sharesEnd = [side.a, side.b].some(end => same(end, other.a) || same(end, other.b))
      if (conflict || (sharesEnd && !isNext)) return side.a
    }
    open.push(side)
  }
  return null
}

/** The rings of a face with the vertices that its edges take. */
export function ringsWith(faces: Faces, id: number, inserts: ReadonlyMap<number, readonly Spot[]>): Spot[][] {
  const { plane } = faces
  return faces.startsOf(id).map(start => {
    const ring: Spot[] = []
    for (const half of faces.ring(start)) {
      ring.push(plane.from(half))
      const spots = inserts.get(half >> 1)
      if (spots) ring.push(...(half % 2 === 0 ? spots : spots.toReversed()))
    }
    return ring
  })
}
