import { heavyGasTable } from './heavy-gas-table.ts'

export interface HeavyRelease {
  /** Volume of the released gas, m³/s. */
  flow: number
  windMetersPerSecond: number
  /** kg/m³ of the released gas and of the air. */
  density: number
  airDensity: number
  /** Kelvin of the gas and of the air. */
  kelvin: number
  airKelvin: number
}

const gravity = 9.81
const nearScale = 306

/** Britter-McQuaid's scales: length in metres, abscissa alpha, and whether the release is heavy at all. */
export function heavyScales({ flow, windMetersPerSecond: u, density, airDensity }: HeavyRelease) {
  const reduced = (gravity * (density - airDensity)) / airDensity
  const lengthMeters = Math.sqrt(flow / u)
  return {
    lengthMeters,
    alpha: 0.2 * Math.log10(reduced ** 2 * flow * u ** -5),
    isHeavy: Math.cbrt((reduced * flow) / (u ** 3 * lengthMeters)) >= 0.15,
  }
}

/** log10(x / D) where a volume fraction of the table is reached. */
function betaOf({ pieces }: (typeof heavyGasTable)[number], alpha: number): number {
  const [, slope, intercept] = pieces.find(([most]) => alpha <= most) ?? pieces.at(-1) ?? [0, 0, 0]
  return slope * alpha + intercept
}

/** Volume fraction x metres downwind of a continuous heavy release, corrected for a cold gas. Britter-McQuaid */
export function heavyFractionAt(release: HeavyRelease, x: number): number {
  const { lengthMeters, alpha } = heavyScales(release)
  const fraction = isothermal(x / lengthMeters, alpha)
  return fraction / (fraction + ((1 - fraction) * release.kelvin) / release.airKelvin)
}

function isothermal(relative: number, alpha: number): number {
  const near = nearScale / relative ** 2 / (1 + nearScale / relative ** 2)
  if (relative < 30) return near
  const beta = Math.log10(relative)
  const points = heavyGasTable.map(row => ({ beta: betaOf(row, alpha), fraction: row.fraction }))
  const after = points.findIndex(point => point.beta >= beta)
  const [low, high] = [points[after - 1], points[after]]
  const last = points.at(-1)
  if (after < 0 && last) return last.fraction * 10 ** (2 * (last.beta - beta))
  if (!low || !high) return Math.min(near, high?.fraction ?? near)
  return low.fraction + ((high.fraction - low.fraction) * (beta - low.beta)) / (high.beta - low.beta)
}

/** Flammable cloud of a continuous heavy release, m³, from the distance to half the lower limit. */
export const cloudVolume = (halfLowerLimitMeters: number) => 0.03 * halfLowerLimitMeters ** 3
