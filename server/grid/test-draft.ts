import type { Context } from '../context.ts'
import { type Spot, spotOf } from '../region/rules/lattice.ts'
import { origin, type TestTown } from '../test-town.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import { type GridDraft, GridDraftInput, type GridDraftSent } from './draft.ts'
import { findGrids, GridQuery } from './find.ts'
import type { Grid } from './grid.ts'
import { saveDraft } from './save-draft.ts'

const [x0, y0] = spotOf(origin)

/** A spot of the test town by column and row of its cells, fractions allowed. */
export const spot = (column: number, row: number): Spot => [
  x0 + Math.round(column * 10_000),
  y0 + Math.round(row * 10_000),
]

export const move = (from: Spot, to: Spot): BoundaryEdit => ({ kind: 'move-vertex', from, to })

export const gridsOf = (context: Context, town: TestTown, at?: string): Promise<Grid[]> =>
  findGrids(context, GridQuery.parse({ town: String(town.id), at }))

/** Keeps a draft that has seen every grid as it is now. */
export async function aDraft(
  context: Context,
  { town, ...more }: { town: TestTown } & Partial<GridDraftSent>,
): Promise<GridDraft> {
  const seen = (await gridsOf(context, town)).map(({ id, version }) => ({ id, version }))
  const input = { townId: town.id, name: '东门调整', edits: [], seen, version: 0, ...more }
  return saveDraft(context, null, GridDraftInput.parse(input))
}

/** What the work refuses with; it has to refuse. */
export const refusal = (work: Promise<unknown>): Promise<Record<string, unknown>> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    error => error,
  )
