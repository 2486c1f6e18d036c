// From Probit, Eisenberg, Tsao-Perry, TNO, Lees, HSE; not checked against the printed source.

/** (W/m²)^(4/3) s of a heat over a time. */
export const thermalDose = (wattsPerSquareMeter: number, seconds: number): number =>
  seconds * wattsPerSquareMeter ** (4 / 3)

/** Y = a + b ln of what acts: the dose, half of it (Lees), pascal or bar. */
export const thermalProbits = {
  eisenberg: (dose: number) => -38.48 + 2.56 * Math.log(dose),
  eisenbergScaled: (dose: number) => -14.9 + 2.56 * Math.log(dose / 1e4),
  tsaoPerry: (dose: number) => -36.38 + 2.56 * Math.log(dose),
  tno: (dose: number) => -37.23 + 2.56 * Math.log(dose),
  lees: (dose: number) => -29.02 + 1.99 * Math.log(0.5 * dose),
} as const

export const blastProbits = {
  /** Lung haemorrhage by pascal, Eisenberg. */
  lung: (pascal: number) => -77.1 + 6.91 * Math.log(pascal),
  /** Lung by pascal, HSE. */
  lungHse: (pascal: number) => 5.13 + 1.37 * Math.log(pascal / 1e5),
  /** Head impact by pascal and pascal seconds, TNO. */
  head: (pascal: number, impulse: number) => 5 - 8.49 * Math.log(2430 / pascal + 4e8 / (pascal * impulse)),
  /** Structural collapse by pascal and pascal seconds, TNO. */
  collapse: (pascal: number, impulse: number) =>
    5 - 0.22 * Math.log((40_000 / pascal) ** 7.4 + (460 / impulse) ** 11.3),
} as const

/** Y = a + b ln(C^n t), C in ppm and t in minutes; the power stands inside the logarithm once. */
export const toxicProbits = {
  chlorine: { a: -8.29, b: 0.92, n: 2 },
  chlorineOlder: { a: -17.1, b: 1.69, n: 2.75 },
  ammonia: { a: -35.9, b: 1.85, n: 2 },
  'hydrogen-sulfide': { a: -31.42, b: 3.008, n: 1.43 },
} as const

/** The probit of breathing `ppm` for so many minutes. */
export const toxicProbit = (gas: keyof typeof toxicProbits, ppm: number, minutes: number): number => {
  const { a, b, n } = toxicProbits[gas]
  return a + b * Math.log(ppm ** n * minutes)
}

/** Share of people hit. */
export const shareOf = (probit: number): number => (1 + erf((probit - 5) / Math.SQRT2)) / 2

/** Error function to about 1e-13: its series near zero, the continued fraction of its complement further out. */
function erf(x: number): number {
  if (x < 0) return -erf(-x)
  if (x > 2.5) return 1 - complement(x)
  let [term, sum] = [x, x]
  for (let n = 1; Math.abs(term) > 1e-17 && n < 200; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

function complement(x: number): number {
  let fraction = x
  for (let k = 80; k > 0; k--) fraction = x + k / 2 / fraction
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI))
}
