import { both, type Sourced } from './sourced.ts'

export type StabilityClass = 'A' | 'B' | 'C' | 'D' | 'E' | 'F'
export type Surface = 'rural' | 'urban'

export const dispersionSource: Sourced = {
  standard: 'Briggs / Pasquill-Gifford',
  edition: '1973',
  clause: both('σy、σz，开阔地与建成区', 'σy, σz, open country and urban'),
  verified: true,
}

/** sigma = a x (1 + b x)^n, x in metres. */
export interface Spread {
  a: number
  b: number
  n: number
}

const ruralY = (a: number): Spread => ({ a, b: 1e-4, n: -0.5 })
const urbanY = (a: number): Spread => ({ a, b: 4e-4, n: -0.5 })

// Briggs: urban A and B take the root with a plus, all others divide.
export const briggs: Readonly<Record<Surface, Readonly<Record<StabilityClass, { y: Spread; z: Spread }>>>> = {
  rural: {
    A: { y: ruralY(0.22), z: { a: 0.2, b: 0, n: 1 } },
    B: { y: ruralY(0.16), z: { a: 0.12, b: 0, n: 1 } },
    C: { y: ruralY(0.11), z: { a: 0.08, b: 2e-4, n: -0.5 } },
    D: { y: ruralY(0.08), z: { a: 0.06, b: 1.5e-3, n: -0.5 } },
    E: { y: ruralY(0.06), z: { a: 0.03, b: 3e-4, n: -1 } },
    F: { y: ruralY(0.04), z: { a: 0.016, b: 3e-4, n: -1 } },
  },
  urban: {
    A: { y: urbanY(0.32), z: { a: 0.24, b: 1e-3, n: 0.5 } },
    B: { y: urbanY(0.32), z: { a: 0.24, b: 1e-3, n: 0.5 } },
    C: { y: urbanY(0.22), z: { a: 0.2, b: 0, n: 1 } },
    D: { y: urbanY(0.16), z: { a: 0.14, b: 3e-4, n: -0.5 } },
    E: { y: urbanY(0.11), z: { a: 0.08, b: 1.5e-3, n: -0.5 } },
    F: { y: urbanY(0.11), z: { a: 0.08, b: 1.5e-3, n: -0.5 } },
  },
}

// Wind profile u(z) = u0 (z / z0)^p; urban E and F after ISC.
export const windExponents: Readonly<Record<Surface, Readonly<Record<StabilityClass, number>>>> = {
  rural: { A: 0.07, B: 0.07, C: 0.1, D: 0.15, E: 0.35, F: 0.55 },
  urban: { A: 0.15, B: 0.15, C: 0.2, D: 0.25, E: 0.3, F: 0.3 },
}

/** Puff spread sigma = a x^n, very stable air. CCPS 1999 */
export const stablePuff = { y: { a: 0.02, n: 0.89 }, z: { a: 0.05, n: 0.61 } } as const

/** Where the plume formula may be used. */
export const plumeRange = { leastMeters: 100, mostMeters: 10_000, leastWind: 1 } as const

/** Molar volume at 25 degrees and 1 atm, litres. */
export const molarVolume = 24.465
