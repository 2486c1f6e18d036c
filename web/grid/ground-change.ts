import type { Consequences } from '../../server/grid/consequence.ts'
import type { Grid } from '../../server/grid/grid.ts'
import { consequencesOf, type GroundFace } from '../../server/grid/rules/consequences.ts'
import type { LngLat } from '../../server/region/place.ts'
import { lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'

type Rings = readonly (readonly Spot[])[]

/** What is on the ground is counted by the server; the screen says at once which ground goes where. */
const nothing = { cells: [], hazards: [], incidents: [], tasks: [], dangers: [] }

/** What edits make of the grids and which ground changes hands: areas alone, reckoned as the server does. */
export function groundOf(draft: BoundaryDraft): Pick<Consequences, 'grids' | 'handovers'> {
  const changed = changedFaces(draft)
  if (changed.length === 0) return { grids: [], handovers: [] }
  const before = changed.flatMap(face => faceOf(draft, face, draft.base.get(face)))
  const after = changed.flatMap(face => faceOf(draft, face, ringsNow(draft, face)))
  return consequencesOf({ before, after, heirs: new Map() }, nothing)
}

function faceOf(draft: BoundaryDraft, face: number, rings: Rings | undefined): GroundFace[] {
  if (!rings || rings.length === 0) return []
  const { name = '', regionId = 0 } = originOf(draft, face) ?? {}
  return [{ face, name, regionId, rings, households: 0 }]
}

/** The grid, or the one that a made face was cut from. */
export const originOf = (draft: BoundaryDraft, face: number): Grid | undefined => {
  let at: number | undefined = face
  // A made face may come from a made one.
  while (at !== undefined && at < 0) at = draft.origins.get(at)
  return at === undefined ? undefined : draft.grids.get(at)
}

export const changedFaces = (draft: BoundaryDraft): number[] =>
  draft.touched.filter(id => String(draft.base.get(id) ?? '') !== String(ringsNow(draft, id)))

const ringsNow = (draft: BoundaryDraft, id: number) =>
  draft.coverage.has(id) ? draft.coverage.ringsOf(id) : []

/** Boundaries as they were, where they no longer are. */
export function leftEdges(draft: BoundaryDraft): LngLat[][] {
  const now = new Set<string>()
  const changed = changedFaces(draft)
  for (const id of changed.filter(each => draft.coverage.has(each))) {
    for (const { a, b } of draft.coverage.edgesOf(id)) now.add(`${a} ${b}`).add(`${b} ${a}`)
  }
  const left = new Map<string, LngLat[]>()
  for (const id of changed) {
    for (const ring of draft.base.get(id) ?? []) {
      for (const [i, a] of ring.entries()) {
        const b = ring[(i + 1) % ring.length]
        if (b && !now.has(`${a} ${b}`))
          left.set([String(a), String(b)].sort().join(' '), [lngLatOf(a), lngLatOf(b)])
      }
    }
  }
  return [...left.values()]
}
