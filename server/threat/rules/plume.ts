import {
  briggs,
  molarVolume,
  plumeRange,
  type Spread,
  type StabilityClass,
  type Surface,
  stablePuff,
  windExponents,
} from './dispersion-table.ts'

export interface Plume {
  rateKgPerSecond: number
  /** At the height of the release. */
  windMetersPerSecond: number
  classes: readonly StabilityClass[]
  surface: Surface
  heightMeters: number
}

const spreadAt = ({ a, b, n }: Spread, x: number) => a * x * (1 + b * x) ** n
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Metres sideways and upwards at a distance; of split classes the mean. Briggs */
export function sigmaAt(
  { classes, surface }: Pick<Plume, 'classes' | 'surface'>,
  x: number,
): { y: number; z: number } {
  const spreads = classes.map(letter => briggs[surface][letter])
  return {
    y: mean(spreads.map(({ y }) => spreadAt(y, x))),
    z: mean(spreads.map(({ z }) => spreadAt(z, x))),
  }
}

/** kg/m³ at x downwind, y beside the axis and z above the ground, in metres. Gaussian plume with ground reflection. */
export function concentrationAt(
  plume: Plume,
  [x, y = 0, z = 0]: readonly [number, number?, number?],
): number {
  if (x <= 0) return 0
  const { rateKgPerSecond: rate, windMetersPerSecond: wind, heightMeters: height } = plume
  const sigma = sigmaAt(plume, x)
  const vertical =
    Math.exp(-((z - height) ** 2) / (2 * sigma.z ** 2)) + Math.exp(-((z + height) ** 2) / (2 * sigma.z ** 2))
  const across = Math.exp(-(y ** 2) / (2 * sigma.y ** 2))
  return (rate / (2 * Math.PI * wind * sigma.y * sigma.z)) * across * vertical
}

/** kg/m³ in the middle of a puff of very stable air at ground level, x metres downwind. CCPS 1999, p. 101 */
export function puffCenter(massKg: number, x: number): { concentration: number; y: number; z: number } {
  const y = stablePuff.y.a * x ** stablePuff.y.n
  const z = stablePuff.z.a * x ** stablePuff.z.n
  return { concentration: massKg / (Math.sqrt(2 * Math.PI) * Math.PI * y * y * z), y, z }
}

/** Wind at another height than 10 m; below 10 m it is taken as it is. */
export function windAt(
  wind: number,
  { heightMeters, classes, surface }: Pick<Plume, 'heightMeters' | 'classes' | 'surface'>,
): number {
  if (heightMeters <= 10) return wind
  return wind * (heightMeters / 10) ** mean(classes.map(letter => windExponents[surface][letter]))
}

/** Parts per million by volume; `molarMass` in g/mol, at 25 °C and 1 atm. */
export const ppmOf = (kgPerCubicMeter: number, molarMass: number) =>
  (kgPerCubicMeter * 1e6 * molarVolume) / molarMass
/** A mixing ratio as kg/m³; `molarMass` in g/mol, at 25 °C and 1 atm. */
export const kgPerCubicMeterOf = (ppm: number, molarMass: number) => (ppm * molarMass) / (1e6 * molarVolume)

/** Half the width at ground level where the concentration is `level` kg/m³, in metres; 0 where it is nowhere reached. */
export function halfWidthAt(plume: Plume, x: number, level: number): number {
  const ratio = concentrationAt(plume, [x]) / level
  return ratio > 1 ? sigmaAt(plume, x).y * Math.sqrt(2 * Math.log(ratio)) : 0
}

export interface Stretch {
  /** Metres downwind. */
  from: number
  to: number
  /** The level is still exceeded where the formula ends. */
  beyond: boolean
}

const samples = 400

/** Where along the axis at ground level `level` kg/m³ is exceeded; null for nowhere. */
export function stretchOf(plume: Plume, level: number): Stretch | null {
  const above = (x: number) => concentrationAt(plume, [x]) >= level
  const spots = Array.from({ length: samples + 1 }, (_, i) => plumeRange.mostMeters ** (i / samples))
  const first = spots.findIndex(above)
  const last = spots.findLastIndex(above)
  if (first < 0) return null
  const beyond = last === samples
  const end = spots[last] ?? 0
  return {
    from: first === 0 ? 0 : refined(above, spots[first - 1] ?? 0, spots[first] ?? 0),
    to: beyond ? plumeRange.mostMeters : refined(above, spots[last + 1] ?? end, end),
    beyond,
  }
}

/** The place between one where it holds not and one where it does. */
function refined(holds: (x: number) => boolean, not: number, does: number): number {
  let [out, within] = [not, does]
  for (let i = 0; i < 60; i++) {
    const middle = (out + within) / 2
    if (holds(middle)) within = middle
    else out = middle
  }
  return (out + within) / 2
}

/** The highest concentration at ground level along the axis and where it is. */
export function worstOf(plume: Plume): { x: number; concentration: number } {
  let best: { x: number; concentration: number } = { x: plumeRange.mostMeters, concentration: 0 }
  for (let x = 1; x <= plumeRange.mostMeters; x = x < 2000 ? x + 1 : x * 1.0005) {
    const concentration = concentrationAt(plume, [x])
    if (concentration > best.concentration) best = { x, concentration }
  }
  return best
}

/** Half the width of both ends: a sharper tip could cross itself on the lattice of 1e-7 degrees. */
const tipMeters = 0.5

/** Outline in metres downwind and to the left, closed, counterclockwise from where the level is first exceeded. */
export function outlineOf(plume: Plume, level: number): [number, number][] | null {
  const stretch = stretchOf(plume, level)
  if (!stretch || stretch.to - stretch.from < 1e-6) return null
  const steps = 72
  const right: [number, number][] = []
  for (let i = 0; i <= steps; i++) {
    // Closer together at both ends, where the outline turns.
    const x = stretch.from + ((stretch.to - stretch.from) * (1 - Math.cos((Math.PI * i) / steps))) / 2
    right.push([x, -Math.max(tipMeters, halfWidthAt(plume, x, level))])
  }
  const left = right.toReversed().map(([x, y]): [number, number] => [x, -y])
  return [...right, ...left, right[0] ?? [0, 0]]
}
