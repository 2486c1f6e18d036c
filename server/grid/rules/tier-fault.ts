import { reasons } from './coverage-edit.ts'
import { type Refused, refused } from './coverage-plan.ts'
import type { Faces } from './faces.ts'
import { partsOf } from './parent-outline.ts'

/** The divided grids that some faces lie in. When all lie in the same ones, nothing leaves any of them: none. */
export function tiersOver(faces: Faces, ids: readonly number[]): number[] {
  const { tiers } = faces
  if (tiers.isEmpty) return []
  const paths = ids.map(id => tiers.pathOf(id))
  const isSame = paths.every(path => String(path) === String(paths[0]))
  return isSame ? [] : [...new Set(paths.flat())].sort((a, b) => a - b)
}

/** Why a divided grid is no longer one whole, or null: its faces are apart, or its outline meets itself. */
export function tierFault(faces: Faces, divided: readonly number[]): Refused | null {
  for (const id of divided) {
    const under = new Set(faces.tiers.facesUnder(id).filter(faces.has))
    const [first = id] = under
    if (partsOf(faces, under) > 1) return refused(reasons.tierDivides, faces.ringsOf(first)[0]?.[0] ?? [0, 0])
    const at = pinchOf(faces, under)
    if (at) return refused(reasons.touches, at)
  }
  return null
}

/** A vertex from which the outline of several faces together goes on in two ways. */
function pinchOf(faces: Faces, ids: ReadonlySet<number>) {
  const begun = new Set<number>()
  for (const id of ids) {
    for (const half of faces.halvesOf(id)) {
      const other = faces.idOf(half ^ 1)
      if (other !== null && ids.has(other)) continue
      const vertex = faces.plane.originOf(half)
      if (begun.has(vertex)) return faces.plane.from(half)
      begun.add(vertex)
    }
  }
  return null
}
