import type { StabilityClass } from './dispersion-table.ts'

export type Sun = 'strong' | 'moderate' | 'slight'
/** `overcast` covers the whole sky; `cloudy` at least half of it. */
export type Sky = 'overcast' | 'cloudy' | 'clear'

export interface Weather {
  /** At 10 m height. */
  windMetersPerSecond: number
  night: boolean
  sun: Sun
  sky: Sky
}

// Pasquill's table by wind at 10 m: strong, moderate, slight sun; cloudy, clear night.
const rows: readonly { below: number; day: Record<Sun, string>; night: { cloudy: string; clear: string } }[] =
  [
    { below: 2, day: { strong: 'A', moderate: 'AB', slight: 'B' }, night: { cloudy: 'F', clear: 'F' } },
    { below: 3, day: { strong: 'AB', moderate: 'B', slight: 'C' }, night: { cloudy: 'E', clear: 'F' } },
    { below: 5, day: { strong: 'B', moderate: 'BC', slight: 'C' }, night: { cloudy: 'D', clear: 'E' } },
    { below: 6, day: { strong: 'C', moderate: 'CD', slight: 'D' }, night: { cloudy: 'D', clear: 'D' } },
  ]
const strongest = { day: { strong: 'C', moderate: 'D', slight: 'D' }, night: { cloudy: 'D', clear: 'D' } }

/** One class, or two whose spreads are averaged. Pasquill; the night below 2 m/s is not in the table and taken as F. */
export function stabilityOf({ windMetersPerSecond: wind, night, sun, sky }: Weather): StabilityClass[] {
  if (sky === 'overcast') return ['D']
  // "Above 6" has the strict sign, so 6 m/s itself is still of the row before.
  const row = rows.find(({ below }) => wind < below || (below === 6 && wind === 6)) ?? strongest
  return letters(night ? row.night[sky] : row.day[sun])
}

const letters = (text: string): StabilityClass[] => [...text].filter(isClass)

const isClass = (letter: string): letter is StabilityClass => 'ABCDEF'.includes(letter)
