import type { BoundaryEditOf } from '../boundary-edit.ts'
import { type FaceRings, reasons } from './coverage-edit.ts'
import { absent, type Plan, planOf, type Refused, refused } from './coverage-plan.ts'
import type { Faces } from './faces.ts'
import { begun } from './join-rings.ts'
import { type Overlay, overlay } from './overlay.ts'

/** Divides the faces that a line crosses; of each the largest piece stays, the others are new faces. */
export function planSplit(faces: Faces, { line, faces: only }: BoundaryEditOf<'split'>): Plan | Refused {
  const [start] = line
  const at = start ?? [0, 0]
  const strange = only?.find(id => !faces.has(id))
  if (strange !== undefined) return refused(absent(faces, strange), at)
  const named = only ? new Set(only) : null
  const over = overlay(faces, { line, isRing: false, wanted: face => !named || named.has(face) })
  if ('done' in over) return over
  const sets: FaceRings[] = []
  const plan = planOf({ bent: over.bent })
  let next = faces.nextId
  for (const id of [...over.pieces.keys()].sort((a, b) => a - b)) {
    const [stays, ...rest] = over.pieces.get(id) ?? []
    if (!stays || rest.length === 0) continue
    const first = faces.ringsOf(id)[0]?.[0]
    sets.push({ id, rings: stays.rings.map(ring => begun(ring, first)) })
    for (const { rings } of rest) {
      plan.parents.set(next, faces.parentOf(id))
      plan.above.set(next, faces.tiers.aboveOf(id))
      plan.origins.push({ face: next, from: [id] })
      sets.push({ id: next, rings: rings.map(ring => begun(ring, undefined)) })
      next -= 1
    }
  }
  if (sets.length === 0) return refused(reasons.notAcross, at)
  return { ...plan, sets: [...sets, ...nodedBeside(over, sets)] }
}

/** The faces beside those that change, which only take vertices into their edges. */
export function nodedBeside(over: Overlay, sets: readonly FaceRings[]): FaceRings[] {
  const known = new Set(sets.map(({ id }) => id))
  return over.noded.filter(id => !known.has(id)).map(id => ({ id, rings: over.ringsOf(id) }))
}
