import type { Both } from '../../region/place.ts'
import type { BoundaryEditOf } from '../boundary-edit.ts'
import { reasons } from './coverage-edit.ts'
import { absent, type Plan, planOf, type Refused, refused } from './coverage-plan.ts'
import type { Faces } from './faces.ts'
import { joinRings } from './join-rings.ts'

/** Joins faces that touch along edges into the first of them; what they enclose together becomes a hole. */
export function planMerge(faces: Faces, edit: BoundaryEditOf<'merge'>): Plan | Refused {
  const [keep = 0, ...others] = new Set(edit.faces)
  const first = faces.ringsOf(keep)[0]?.[0]
  const at = first ?? [0, 0]
  const strange = [keep, ...others].find(id => !faces.has(id))
  if (strange !== undefined) return refused(absent(faces, strange), at)
  if (others.length === 0) return refused(reasons.nothing, at)
  const parent = faces.parentOf(keep)
  const stranger = others.find(id => faces.parentOf(id) !== parent)
  if (stranger !== undefined) return refused(reasons.parents, faces.ringsOf(stranger)[0]?.[0] ?? at)
  const apart = tierRefusal(faces, [keep, ...others])
  if (apart) return refused(apart, at)
  const rings = joinRings(
    [keep, ...others].map(id => faces.ringsOf(id)),
    first,
  )
  if (!Array.isArray(rings)) return refused(rings.reason, rings.at)
  const gone = others.sort((a, b) => a - b)
  const origins = gone.map(face => ({ face, from: [keep] }))
  return planOf({ sets: [{ id: keep, rings }], gone, origins })
}

/** Grids of two grids above, or all that one above is divided into, are not joined. */
function tierRefusal({ tiers }: Faces, ids: readonly number[]): Both | undefined {
  const [above = null] = ids.map(tiers.aboveOf)
  if (ids.some(id => tiers.aboveOf(id) !== above)) return reasons.strangers
  return above !== null && tiers.childrenOf(above).length === ids.length ? reasons.lastTwo : undefined
}
