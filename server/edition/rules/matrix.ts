import type { Counts } from '../edition.ts'

export type Matrix = [Counts, Counts, Counts, Counts, Counts]
export type Moved = 'same' | 'rose' | 'fell' | 'assessed' | 'unassessed'

/** Tells what became of a cell. Red is 1 and blue 4, so a lower number is a higher risk; 0 is not assessed. */
export function movedOf(before: number, after: number): Moved {
  if (before === after) return 'same'
  if (before === 0) return 'assessed'
  if (after === 0) return 'unassessed'
  return after < before ? 'rose' : 'fell'
}

const none = (): Counts => [0, 0, 0, 0, 0]

/** Cells by level before and after. @param ordinals those that are cells; others of the array stand for nothing */
export function matrixOf(before: Uint8Array, after: Uint8Array, ordinals: Iterable<number>): Matrix {
  const matrix: Matrix = [none(), none(), none(), none(), none()]
  for (const ordinal of ordinals) {
    const row = matrix[before[ordinal] ?? 0]
    const to = after[ordinal] ?? 0
    if (row) row[to] = (row[to] ?? 0) + 1
  }
  return matrix
}

export type Moves = Record<Moved, number>

export const noMoves = (): Moves => ({ same: 0, rose: 0, fell: 0, assessed: 0, unassessed: 0 })

/** The sums of a matrix by what became of its cells. */
export function movesOf(matrix: Matrix): Moves {
  const moves = noMoves()
  for (const [from, row] of matrix.entries())
    for (const [to, count] of row.entries()) moves[movedOf(from, to)] += count
  return moves
}
