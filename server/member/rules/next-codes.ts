import type { Template } from './codes.ts'

/** By what a village's codes are made, and which of them were ever given or are promised to a draft. */
export interface CodeSource {
  /** Code of the village. */
  division: string
  /** `1` for a first-level grid; empty when codes say no level. */
  level: string
  serialDigits: number
  taken: ReadonlySet<string>
}

/**
 * The next free codes of a village, after the highest that was ever given.
 * @returns fewer than asked when the serials run out
 */
export function nextCodes({ division, level, serialDigits, taken }: CodeSource, count: number): string[] {
  const beginning = division + level
  const most = 10 ** serialDigits - 1
  const given = [...taken].filter(
    code => code.startsWith(beginning) && code.length === beginning.length + serialDigits,
  )
  const serials = given.map(code => Number(code.slice(beginning.length))).filter(Number.isInteger)
  const highest = serials.reduce((most, each) => Math.max(most, each), 0)
  return Array.from({ length: count }, (_, i) => highest + 1 + i)
    .filter(serial => serial <= most)
    .map(serial => beginning + String(serial).padStart(serialDigits, '0'))
}

/** The template that most codes of a village follow where nobody has set one; null when none has its division. */
export function templateLike(codes: readonly string[], division: string): Template | null {
  const lengths = new Map<number, number>()
  for (const code of codes) {
    const rest = code.startsWith(division) ? code.slice(division.length) : ''
    if (/^\d{2,6}$/.test(rest)) lengths.set(rest.length, (lengths.get(rest.length) ?? 0) + 1)
  }
  const [most] = [...lengths].sort(([, a], [, b]) => b - a)
  return most ? { levelDigits: 0, serialDigits: most[0] } : null
}
