import type { Consequences } from '../../server/grid/consequence.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { groundOf, type OuterAreas, originOf } from './ground-change.ts'
import type { MadeFace } from './made-names.svelte.ts'

/** What the edits of a draft make of the ground, reckoned here when the hand rests: areas alone. */
export class DraftGround {
  consequences = $state.raw<Consequences['grids']>([])
  handovers = $state.raw<Consequences['handovers']>([])
  /** Faces that are there now and were not before. */
  made = $state.raw<readonly MadeFace[]>([])
  /** The grids with the boundaries of the draft; undefined while it changes none. */
  shown = $state.raw<readonly Grid[] | undefined>()

  /** What the town gets and gives away. */
  outer = $state.raw<OuterAreas>()

  reckon(draft: BoundaryDraft): void {
    const { grids, handovers, outer } = groundOf(draft)
    this.outer = outer
    this.consequences = grids
    this.handovers = handovers
  }

  /** Shows the grids as the edits leave them. */
  show(draft: BoundaryDraft, grids: readonly Grid[]): void {
    this.shown = shownOf(draft, grids)
  }

  findMade(draft: BoundaryDraft | undefined): void {
    this.made = draft ? draft.made.map(face => madeOf(draft, face)) : []
  }

  clear(): void {
    this.outer = undefined
    this.consequences = []
    this.handovers = []
    this.made = []
    this.shown = undefined
  }
}

/** The grids of a draft as its edits leave them; undefined when it changes none. */
function shownOf({ touched, coverage }: BoundaryDraft, grids: readonly Grid[]): Grid[] | undefined {
  if (touched.length === 0) return undefined
  const changed = new Set(touched)
  return grids
    .filter(({ id }) => !changed.has(id) || coverage.stands(id))
    .map(grid => (changed.has(grid.id) ? { ...grid, polygon: coverage.polygonOf(grid.id) } : grid))
}

function madeOf(draft: BoundaryDraft, face: number): MadeFace {
  const { coverage } = draft
  const origin = originOf(draft, face)
  const [lowest = face] = coverage.facesUnder(face)
  const above = coverage.aboveOf(face)
  return {
    face,
    origin: origin?.name ?? '',
    regionId: coverage.parentOf(lowest) ?? origin?.regionId ?? 0,
    level: levels[coverage.pathOf(face).length] ?? 'micro',
    above: above ?? undefined,
  }
}

const levels = ['first', 'second', 'micro'] as const
