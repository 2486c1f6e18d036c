import { both, type Sourced } from './sourced.ts'

export const bleveSource: Sourced = {
  standard: 'ERG',
  edition: both('版次未注明', 'edition not stated'),
  clause: 'BLEVE safety precautions (LPG)',
  verified: false,
}

/** Coefficients of the rule by which the row of the guide is made. */
export const bleveTable = {
  radiusFactor: 3,
  responseRadii: 4,
  leastResponseMeters: 90,
  evacuationRadii: 15,
  preferredRadii: 30,
  mostPreferredMeters: 2200,
} as const

export interface Bleve {
  /** Metres, all from the vessel. */
  fireballRadius: number
  response: number
  evacuation: number
  preferred: number
}

/** Distances for a vessel with so many kilograms of liquefied petroleum gas. ERG, BLEVE safety precautions. */
export function bleveOf(massKg: number): Bleve {
  const t = bleveTable
  const radius = t.radiusFactor * Math.cbrt(massKg)
  return {
    fireballRadius: radius,
    response: Math.max(t.leastResponseMeters, t.responseRadii * radius),
    evacuation: t.evacuationRadii * radius,
    preferred: Math.min(t.mostPreferredMeters, t.preferredRadii * radius),
  }
}
