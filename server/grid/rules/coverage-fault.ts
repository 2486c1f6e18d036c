import { placeIn, type Spot } from '../../region/rules/lattice.ts'
import { reasons } from './coverage-edit.ts'
import { type Refused, refused } from './coverage-plan.ts'
import { conflictOf, exactDoubleArea } from './exact.ts'
import type { Faces } from './faces.ts'

/**
 * Why faces do not fit after a change, or null. When the outer boundary stays, faces that are each valid and share
 * their edges cannot overlap or leave a gap: their sides cancel, so together they cover what they covered before.
 */
export function faultOf(
  faces: Faces,
  { edges, changed }: { edges: Iterable<number>; changed: readonly number[] },
): Refused | null {
  for (const edge of edges) {
    const fault = edgeFault(faces, edge)
    if (fault) return fault
  }
  for (const id of changed) {
    const fault = faceFault(faces, id)
    if (fault) return fault
  }
  return null
}

/** The first edge in the way of a new one. */
function edgeFault({ plane }: Faces, edge: number): Refused | null {
  const [a, b] = [plane.from(edge * 2), plane.to(edge * 2)]
  let fault: Refused | null = null
  plane.index.each(plane.boxOf(edge), other => {
    if (other === edge) return false
    const conflict = conflictOf(a, b, { c: plane.from(other * 2), d: plane.to(other * 2) })
    if (conflict) fault = refused(conflict === 'close' ? reasons.tooClose : reasons.crosses, a)
    return conflict !== null
  })
  return fault
}

/** Why a face is not valid by itself, or null. */
export function faceFault(faces: Faces, id: number): Refused | null {
  const starts = faces.startsOf(id)
  const rings: Spot[][] = []
  for (const [index, start] of starts.entries()) {
    const halves = faces.ring(start)
    const ring = halves.map(faces.plane.from)
    const [first] = ring
    if (!first || exactDoubleArea(ring) > 0n !== (index === 0)) return refused(reasons.folds, first ?? [0, 0])
    const touch = halves.find(half => meetsItself(faces, half))
    if (touch !== undefined) return refused(reasons.touches, faces.plane.from(touch))
    rings.push(ring)
  }
  return rings.length > 1 ? misplacedHole(rings) : null
}

/** Whether a face comes to the vertex where a half-edge begins more than once. */
function meetsItself({ plane }: Faces, half: number): boolean {
  const slot = plane.faceOf(half)
  for (const other of plane.outOf(plane.originOf(half))) {
    if (other !== half && plane.faceOf(other) === slot) return true
  }
  return false
}

/** Rings do not meet, so one vertex tells where a whole hole is. */
function misplacedHole([outer = [], ...holes]: Spot[][]): Refused | null {
  for (const hole of holes) {
    const at = hole[0] ?? [0, 0]
    if (placeIn(outer, at) !== 1) return refused(reasons.folds, at)
    if (holes.some(other => other !== hole && placeIn(other, at) === 1)) return refused(reasons.folds, at)
  }
  return null
}

/** The first vertex of another face inside a face that grew outward. */
export function swallowedVertex(faces: Faces, id: number): Spot | null {
  const [outer = [], ...holes] = faces.ringsOf(id)
  const own = new Set(faces.halvesOf(id).map(faces.plane.originOf))
  const xs = outer.map(([x]) => x)
  const ys = outer.map(([, y]) => y)
  const box = [least(xs), least(ys), -least(xs.map(x => -x)), -least(ys.map(y => -y))] as const
  let found: Spot | null = null
  faces.plane.index.each(box, edge => {
    for (const half of [edge * 2, edge * 2 + 1]) {
      if (own.has(faces.plane.originOf(half))) continue
      const at = faces.plane.from(half)
      if (placeIn(outer, at) === 1 && holes.every(hole => placeIn(hole, at) !== 1)) found = at
    }
    return found !== null
  })
  return found
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity)
