import type { GridDraft } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { originOf } from './ground-change.ts'

/** The grids of a day to come. */
export interface Coming {
  grids: Grid[]
  /** Approved drafts that are in force by then. */
  counted: GridDraft[]
  /** Those that cannot be laid on the map beforehand: returns to earlier boundaries, files, and what does not fit. */
  left: GridDraft[]
}

/** Lays what is approved for a day until `at` on the grids of today, the earliest first. */
export function comingGrids(grids: readonly Grid[], drafts: readonly GridDraft[], at: number): Coming {
  const due = drafts
    .filter(({ state, effectiveAt }) => state === 'approved' && Date.parse(effectiveAt ?? '') <= at)
    .sort((a, b) => (a.effectiveAt ?? '').localeCompare(b.effectiveAt ?? '') || a.id - b.id)
  const coming: Coming = { grids: [...grids], counted: [], left: [] }
  for (const draft of due) {
    const next = draft.restore || draft.imported ? undefined : laidOn(coming.grids, draft)
    if (next) {
      coming.grids = next
      coming.counted.push(draft)
    } else coming.left.push(draft)
  }
  return coming
}

function laidOn(grids: readonly Grid[], draft: GridDraft): Grid[] | undefined {
  const work = new BoundaryDraft(grids, draft.edits)
  if (work.refused.length > 0) return undefined
  const given = new Map(draft.attributes.map(({ face, ...rest }) => [face, rest]))
  // Made faces of several drafts all begin at -1: each gets a number that no other has.
  const idOf = (face: number) => (face > 0 ? face : -(draft.id * 1000 - face))
  const named = (grid: Grid, face: number): Grid => {
    const { name = grid.name, code = grid.code, lead = grid.lead, phone = grid.phone } = given.get(face) ?? {}
    return { ...grid, id: idOf(face), name, code, lead, phone, validFrom: draft.effectiveAt }
  }
  const isTouched = (id: number) => work.touched.includes(id) || given.has(id)
  const kept = grids.flatMap(grid => {
    if (!isTouched(grid.id)) return [grid]
    if (!work.coverage.has(grid.id)) return []
    return [named({ ...grid, polygon: work.coverage.polygonOf(grid.id) }, grid.id)]
  })
  const made = work.made.flatMap(face => {
    const origin = originOf(work, face)
    const blank = { code: '', lead: '', phone: '', people: 0, households: 0 }
    const polygon = work.coverage.polygonOf(face)
    return origin ? [named({ ...origin, ...blank, polygon, name: `${origin.name}（新）` }, face)] : []
  })
  return thematicAfter([...kept, ...made], draft)
}

/** Thematic grids that are drawn, changed or retired, by the order of the draft. */
function thematicAfter(grids: Grid[], { id, townId, thematic, effectiveAt }: GridDraft): Grid[] {
  let after = grids
  for (const [place, edit] of thematic.entries()) {
    if (edit.kind === 'draw') {
      const { name, code = '', polygon, lead = '', phone = '' } = edit
      const [like] = grids
      const drawn = { id: -(id * 1000 + 500 + place), townId, parentId: null, level: 'thematic' as const }
      const empty = { people: 0, households: 0, areaSquareMeters: 0, version: 1, retiredAt: null }
      if (like)
        after = [
          ...after,
          { ...like, ...drawn, ...empty, name, code, polygon, lead, phone, validFrom: effectiveAt },
        ]
    } else if (edit.kind === 'retire') after = after.filter(grid => grid.id !== edit.id)
    else
      after = after.map(grid => {
        const { name = grid.name, lead = grid.lead, phone = grid.phone, polygon = grid.polygon } = edit
        return grid.id === edit.id ? { ...grid, name, lead, phone, polygon } : grid
      })
  }
  return after
}
