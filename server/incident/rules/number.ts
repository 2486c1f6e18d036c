/** The calendar year in China, where the number is read. */
export function yearOf(now: Date): string {
  return String(new Date(now.getTime() + 8 * 3_600_000).getUTCFullYear())
}

/** `2026-0312` after `2026-0311`; the first of a year is `2026-0001`. */
export function numberAfter(year: string, last: string | undefined): string {
  const next = last ? Number(last.slice(year.length + 1)) + 1 : 1
  return `${year}-${String(next).padStart(4, '0')}`
}
