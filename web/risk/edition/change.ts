import { movedOf } from '../../../server/edition/rules/matrix.ts'

/** What became of a cell, as the map of changes holds it: the worst news has the lowest number, 0 is nothing. */
export const CHANGE = { same: 0, rose: 1, unassessed: 2, fell: 3, assessed: 4 } as const
export type Change = keyof typeof CHANGE

/** The map of what became of each cell between two maps of levels. */
export function changesBetween(before: Uint8Array, after: Uint8Array): Uint8Array {
  const changes = new Uint8Array(Math.max(before.length, after.length))
  for (let ordinal = 0; ordinal < changes.length; ordinal++)
    changes[ordinal] = CHANGE[movedOf(before[ordinal] ?? 0, after[ordinal] ?? 0)]
  return changes
}

/** Moments at the same day of each month, the oldest first, the last one `now`. */
export function monthsUntil(now: number, months: number): Date[] {
  return Array.from({ length: months + 1 }, (_, i) => {
    const back = months - i
    const date = new Date(now)
    if (back === 0) return date
    const day = date.getUTCDate()
    date.setUTCDate(1)
    date.setUTCMonth(date.getUTCMonth() - back)
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
    date.setUTCDate(Math.min(day, last))
    return date
  })
}

/** Cells of each level, given which ordinals are cells. */
export function countsOf(levels: Uint8Array, ordinals: Iterable<number>): number[] {
  const counts = [0, 0, 0, 0, 0]
  for (const ordinal of ordinals) {
    const level = levels[ordinal] ?? 0
    counts[level] = (counts[level] ?? 0) + 1
  }
  return counts
}
