/** The calendar day in China (UTC+8) at an instant, `2026-11-22`. */
export const dayOf = (instant: Date): string =>
  new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
