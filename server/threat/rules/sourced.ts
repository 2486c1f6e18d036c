import type { Both } from '../../region/place.ts'

/** What reads the same in both languages, or each of them. */
export type Said = string | Both

/** Where a coefficient comes from. `verified` is false until somebody has compared it with the publication itself. */
export interface Sourced {
  standard: Said
  edition: Said
  clause: Said
  verified: boolean
}

/** A working step as the screen and the print show it. */
export interface Step {
  label: Both
  value: Said
}

/** Parts one after another, in each language; empty ones are left out. */
export function joined(parts: readonly Said[]): Both {
  const of = (language: keyof Both) =>
    parts
      .map(part => (typeof part === 'string' ? part : part[language]))
      .filter(Boolean)
      .join(' · ')
  return { zh: of('zh'), en: of('en') }
}

export const both = (zh: string, en: string): Both => ({ zh, en })
