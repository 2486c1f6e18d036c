import type { Both } from '../../region/place.ts'
import type { BoundaryEditOf } from '../boundary-edit.ts'
import { reasons } from './coverage-edit.ts'
import { absent, type Plan, planOf, type Refused, refused } from './coverage-plan.ts'
import type { Faces } from './faces.ts'
import { joinRings } from './join-rings.ts'

/**
 * Joins grids that touch along edges into the first of them; what they enclose together becomes a hole. Divided ones
 * keep their lower grids, which then lie in the first divided one; an undivided one becomes a lower grid beside them.
 */
export function planMerge(faces: Faces, edit: BoundaryEditOf<'merge'>): Plan | Refused {
  const { tiers } = faces
  const [keep = 0, ...others] = new Set(edit.faces)
  const under = [keep, ...others].map(id => tiers.facesUnder(id))
  const lowest = under.flat()
  const first = faces.ringsOf(lowest[0] ?? keep)[0]?.[0]
  const at = first ?? [0, 0]
  const strange = lowest.find(id => !faces.has(id))
  if (strange !== undefined) return refused(absent(faces, strange), at)
  if (others.length === 0) return refused(reasons.nothing, at)
  const parent = faces.parentOf(lowest[0] ?? keep)
  const stranger = lowest.find(id => faces.parentOf(id) !== parent)
  if (stranger !== undefined) return refused(reasons.parents, faces.ringsOf(stranger)[0]?.[0] ?? at)
  const apart = tierRefusal(faces, [keep, ...others])
  if (apart) return refused(apart, at)
  const rings = joinRings(
    lowest.map(id => faces.ringsOf(id)),
    first,
  )
  if (!Array.isArray(rings)) return refused(rings.reason, rings.at)
  if (lowest.length > under.length || tiers.isDivided(keep)) return joinDivided(faces, [keep, ...others])
  const gone = others.sort((a, b) => a - b)
  const origins = gone.map(face => ({ face, from: [keep] }))
  return planOf({ sets: [{ id: keep, rings }], gone, origins })
}

/** No boundary changes: only who lies in whom. */
function joinDivided({ tiers }: Faces, ids: readonly number[]): Plan {
  const divided = ids.filter(tiers.isDivided)
  const [into = 0, ...gone] = divided
  const moved = [...gone.flatMap(id => tiers.childrenOf(id)), ...ids.filter(id => !tiers.isDivided(id))]
  return planOf({
    above: new Map([...moved.map(id => [id, into] as const), ...gone.map(id => [id, null] as const)]),
    origins: gone.sort((a, b) => a - b).map(face => ({ face, from: [into] })),
  })
}

/** Grids of two grids above, or all that one above is divided into, are not joined. */
function tierRefusal({ tiers }: Faces, ids: readonly number[]): Both | undefined {
  const [above = null] = ids.map(tiers.aboveOf)
  if (ids.some(id => tiers.aboveOf(id) !== above)) return reasons.strangers
  return above !== null && tiers.childrenOf(above).length === ids.length ? reasons.lastTwo : undefined
}
