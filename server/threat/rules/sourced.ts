import type { Both } from '../../region/place.ts'

/** Where a coefficient comes from. `verified` is false until somebody has compared it with the publication itself. */
export interface Sourced {
  standard: string
  edition: string
  clause: string
  verified: boolean
}

/** A working step as the screen and the print show it. */
export interface Step {
  label: Both
  value: string
}

export const both = (zh: string, en: string): Both => ({ zh, en })
