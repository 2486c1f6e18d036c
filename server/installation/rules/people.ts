import type { ExposedCell, Exposure } from '../installation.ts'

/** People who come to a cell of the map, or leave it (negative). */
export interface Move {
  ordinal: number
  people: number
}

/** Whole people in cells by their shares. A part of a person counts as one: nobody is rounded away. */
export function peopleOf(cells: readonly Pick<ExposedCell, 'day' | 'night' | 'share'>[]) {
  const sum = (of: (cell: Pick<ExposedCell, 'day' | 'night' | 'share'>) => number) =>
    Math.max(0, Math.ceil(cells.reduce((total, cell) => total + of(cell), 0) - 1e-3))
  return { day: sum(cell => cell.day * cell.share), night: sum(cell => cell.night * cell.share) }
}

/** The exposure after people moved: nobody leaves a cell who was not there. */
export function moved<Of extends Pick<Exposure, 'cells' | 'day' | 'night'>>(
  exposure: Of,
  moves: readonly Move[],
): Of {
  if (moves.length === 0) return exposure
  const by = new Map<number, number>()
  for (const { ordinal, people } of moves) by.set(ordinal, (by.get(ordinal) ?? 0) + people)
  const cells = exposure.cells.map(cell => {
    const people = by.get(cell.ordinal) ?? 0
    return { ...cell, day: Math.max(0, cell.day + people), night: Math.max(0, cell.night + people) }
  })
  return { ...exposure, cells, ...peopleOf(cells) }
}
