import { type Spot, same } from '../../region/rules/lattice.ts'
import type { BoundaryEditOf } from '../boundary-edit.ts'
import { facesBeside } from './coverage-commit.ts'
import { reasons } from './coverage-edit.ts'
import { ringsWith } from './coverage-line.ts'
import { type Plan, planOf, type Refused, refused } from './coverage-plan.ts'
import type { Faces } from './faces.ts'

const isOffLattice = ([x, y]: Spot) => Math.abs(x) > 1_800_000_000 || Math.abs(y) > 900_000_000

export function planMove({ plane }: Faces, { from, to }: BoundaryEditOf<'move-vertex'>): Plan | Refused {
  if (plane.vertexAt(from) < 0) return refused(reasons.noVertex, from)
  if (plane.vertexAt(to) >= 0) return refused(reasons.occupied, from)
  if (isOffLattice(to)) return refused(reasons.outside, from)
  return planOf({ moves: [{ from, to }] })
}

export function planMoveEdge({ plane }: Faces, { between, by }: BoundaryEditOf<'move-edge'>): Plan | Refused {
  const [a, b] = between
  if (plane.between(plane.vertexAt(a), plane.vertexAt(b)) < 0) return refused(reasons.noEdge, a)
  const moves = between.map(from => ({ from, to: [from[0] + by[0], from[1] + by[1]] as Spot }))
  for (const { to } of moves) {
    if (isOffLattice(to)) return refused(reasons.outside, a)
    if (plane.vertexAt(to) >= 0 && !same(to, a) && !same(to, b)) return refused(reasons.occupied, a)
  }
  return same(by, [0, 0]) ? refused(reasons.nothing, a) : planOf({ moves })
}

/** The vertex may lie beside the edge, which then bends to it. */
export function planInsert(
  faces: Faces,
  { between: [a, b], at, outer }: BoundaryEditOf<'insert-vertex'> & { outer: boolean },
): Plan | Refused {
  const { plane } = faces
  const half = plane.between(plane.vertexAt(a), plane.vertexAt(b))
  if (half < 0) return refused(reasons.noEdge, at)
  if (!outer && plane.isOuterEdge(half)) return refused(reasons.outer, at)
  if (plane.vertexAt(at) >= 0) return refused(reasons.occupied, at)
  const inserts = new Map([[half >> 1, [at]]])
  const sets = facesBeside(faces, [half]).map(id => ({ id, rings: ringsWith(faces, id, inserts) }))
  return planOf({ sets })
}

export function planDelete(
  faces: Faces,
  { at, outer }: BoundaryEditOf<'delete-vertex'> & { outer: boolean },
): Plan | Refused {
  const { plane } = faces
  const v = plane.vertexAt(at)
  if (v < 0) return refused(reasons.noVertex, at)
  const halves = plane.outOf(v)
  const [one, two] = halves
  if (one === undefined || two === undefined || halves.length > 2) return refused(reasons.junction, at)
  if (!outer && plane.isOuterEdge(one)) return refused(reasons.outer, at)
  if (plane.between(plane.headOf(one), plane.headOf(two)) >= 0) return refused(reasons.folds, at)
  const sets = facesBeside(faces, [one]).map(id => ({
    id,
    rings: faces.ringsOf(id).map(ring => ring.filter(spot => !same(spot, at))),
  }))
  if (sets.some(({ rings }) => rings.some(ring => ring.length < 3))) return refused(reasons.folds, at)
  return planOf({ sets })
}
