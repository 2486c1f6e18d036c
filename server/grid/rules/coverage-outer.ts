import type { Spot } from '../../region/rules/lattice.ts'
import { reasons } from './coverage-edit.ts'
import { swallowedVertex } from './coverage-fault.ts'
import { type Bounds, type Plan, type Refused, refused } from './coverage-plan.ts'
import type { Faces } from './faces.ts'
import { loopsOn, type OuterLoops } from './outer-loops.ts'

/** Outer edges that were not there before, without those that only took a vertex where a line met them. */
export function drawnOuter({ plane }: Faces, nowOuter: readonly number[], { bent }: Plan): number[] {
  const kept = new Set(bent.flatMap(({ between: [a, b], at }) => [nameOf(a, at), nameOf(at, b)]))
  return nowOuter.filter(edge => {
    const [a, b] = [plane.from(edge * 2), plane.to(edge * 2)]
    return !kept.has(nameOf(a, b)) && !kept.has(nameOf(b, a))
  })
}

const nameOf = (a: Spot, b: Spot) => `${a},${b}`

export const none: ReadonlySet<number> = new Set()
export const heldBy = (faces: Faces, ids: readonly number[], { within }: Bounds) =>
  within?.heldBy(ids.map(id => faces.ringsOf(id))) ?? none

interface OuterChange {
  edges: readonly number[]
  changed: readonly number[]
  bounds: Bounds
  /** What the faces held before of the ground that belongs to others. */
  held: ReadonlySet<number>
}

/** Why the outer boundary cannot run where it was drawn. */
export function outerFault(
  faces: Faces,
  { edges, changed, bounds: { outer, within }, held }: OuterChange,
): Refused | null {
  if (!outer || edges.length === 0) return null
  const { plane } = faces
  for (const id of changed) {
    const at = swallowedVertex(faces, id)
    if (at) return refused(reasons.swallows, at)
  }
  if (!within) return null
  for (const edge of edges) {
    const fault = within.faultOf(plane.from(edge * 2), plane.to(edge * 2))
    if (fault) return refused(fault.reason, fault.at)
  }
  const now = within.heldBy(changed.map(id => faces.ringsOf(id)))
  const closed = within.newlyHeld(held, now)
  return closed && refused(closed.reason, closed.at)
}

/** An outer boundary that meets itself, or goes round ground that no grid has. */
export function tornOuter(
  faces: Faces,
  { was, changed }: { was: OuterLoops; changed: readonly number[] },
): Refused | null {
  const now = loopsOn(faces, changed)
  const at = faces.ringsOf(changed[0] ?? 0)[0]?.[0] ?? [0, 0]
  if (now.pinches > was.pinches) return refused(reasons.pinch, at)
  return now.holes > was.holes ? refused(reasons.gap, at) : null
}
