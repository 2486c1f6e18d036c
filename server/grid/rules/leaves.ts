import type { Grid } from '../grid.ts'

/** The grids that form the coverage: in force, not thematic, and not merely the outline of others. */
export function inCoverage<T extends Pick<Grid, 'id' | 'level' | 'parentId' | 'retiredAt'>>(
  grids: readonly T[],
): T[] {
  const standing = grids.filter(grid => grid.retiredAt === null)
  const parents = new Set(standing.map(grid => grid.parentId))
  return standing.filter(grid => grid.level !== 'thematic' && !parents.has(grid.id))
}
