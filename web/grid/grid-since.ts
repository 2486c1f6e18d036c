import type { Grid } from '../../server/grid/grid.ts'

type Stood = Pick<Grid, 'id' | 'name' | 'version' | 'retiredAt'>

/** What became of the grid that held a place on some day. */
export type Since =
  | { kind: 'same' }
  | { kind: 'redrawn' }
  | { kind: 'renamed'; name: string }
  /** The place lies in another grid now, or in none; the old one is still there or was retired. */
  | { kind: 'moved'; name: string | undefined; retiredAt: string | null }

export function sinceThen(then: Stood, now: Stood | undefined, later: Stood | undefined): Since {
  if (now?.id !== then.id) return { kind: 'moved', name: now?.name, retiredAt: later?.retiredAt ?? null }
  if (now.name !== then.name) return { kind: 'renamed', name: now.name }
  return { kind: now.version === then.version ? 'same' : 'redrawn' }
}
