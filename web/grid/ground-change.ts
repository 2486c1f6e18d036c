import type { Consequences } from '../../server/grid/consequence.ts'
import type { Grid } from '../../server/grid/grid.ts'
import { consequencesOf, type GroundFace } from '../../server/grid/rules/consequences.ts'
import { outerChange } from '../../server/grid/rules/outer-change.ts'
import type { LngLat } from '../../server/region/place.ts'
import { lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'

type Rings = readonly (readonly Spot[])[]

/** What is on the ground is counted by the server; the screen says at once which ground goes where. */
const nothing = { cells: [], hazards: [], incidents: [], tasks: [], dangers: [] }

/** What edits make of the grids and which ground changes hands: areas alone, reckoned as the server does. */
export function groundOf(
  draft: BoundaryDraft,
): Pick<Consequences, 'grids' | 'handovers'> & { outer: OuterAreas } {
  const changed = changedFaces(draft)
  if (changed.length === 0) return { grids: [], handovers: [], outer: undefined }
  const was = (face: number) => pathBefore(draft, face)
  const is = (face: number) => draft.coverage.pathOf(face)
  const before = changed.flatMap(face =>
    faceOf(draft, face, { rings: draft.base.get(face), above: was(face) }),
  )
  const after = changed.flatMap(face =>
    faceOf(draft, face, { rings: ringsNow(draft, face), above: is(face) }),
  )
  const told = consequencesOf({ before, after, heirs: new Map(), tiers: turnedTiers(draft) }, nothing)
  return { ...told, outer: outerOf(before, after) }
}

/** Ground in square metres that the town gets and gives away; undefined while its outer boundary stays. */
export type OuterAreas = { gained: number; lost: number } | undefined

function outerOf(before: readonly GroundFace[], after: readonly GroundFace[]): OuterAreas {
  const ringsIn = (faces: readonly GroundFace[]) => faces.map(({ rings }) => rings)
  const { gained, lost } = outerChange(ringsIn(before), ringsIn(after))
  const sum = (pieces: typeof gained) => pieces.reduce((all, { squareMeters }) => all + squareMeters, 0)
  return gained.length + lost.length > 0 ? { gained: sum(gained), lost: sum(lost) } : undefined
}

/** Grids that were divided in the draft, and divided ones that are whole again. */
const turnedTiers = (draft: BoundaryDraft) =>
  [...draft.grids.values()].flatMap(({ id, name, regionId }) => {
    const [was, is] = [draft.base.has(id), draft.coverage.has(id)]
    const isTurned = was ? draft.coverage.isDivided(id) : is
    return isTurned ? [{ face: id, name, regionId }] : []
  })

const pathBefore = ({ grids }: BoundaryDraft, face: number) => upFrom(grids, face)

const upFrom = (grids: ReadonlyMap<number, Grid>, id: number): number[] => {
  const above = grids.get(id)?.parentId ?? null
  return above === null ? [] : [above, ...upFrom(grids, above)]
}

interface Lying {
  rings: Rings | undefined
  above: readonly number[]
}

function faceOf(draft: BoundaryDraft, face: number, { rings, above }: Lying): GroundFace[] {
  if (!rings || rings.length === 0) return []
  const { name = '', regionId = 0 } = originOf(draft, face) ?? {}
  return [{ face, name, regionId, rings, above, households: 0 }]
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
