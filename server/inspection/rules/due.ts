const dayMs = 86_400_000

/** When a source is to be looked at next, counted in whole days from the last look or, before the first, from its assessment. */
export const dueAfter = (from: Date, everyDays: number): Date => new Date(from.getTime() + everyDays * dayMs)

/** Days past the due moment, the begun one counted; 0 up to and at that moment. */
export const daysLate = (dueAt: Date, now: Date): number =>
  Math.max(0, Math.ceil((now.getTime() - dueAt.getTime()) / dayMs))
