import {
  type BlastMethod,
  chineseRings,
  crowl,
  efficiencies,
  epaCloud,
  kingery,
  swisdak,
  tntEnergy,
} from './blast-table.ts'

/** TNT mass in kg that stands for `massKg` of a fuel of so many kJ/kg. */
export const tntOf = (
  massKg: number,
  combustion: number,
  efficiency: number = efficiencies.usual,
  energy: number = tntEnergy,
): number => (efficiency * massKg * combustion) / energy

const polynomial = (c: readonly number[], u: number) => c.reduceRight((sum, each) => sum * u + each, 0)

/** Incident or reflected peak in kPa at Z m/kg^(1/3); null outside the fit. Kingery-Bulmash */
export function kingeryAt(z: number, part: 'incident' | 'reflected' = 'incident'): number | null {
  if (z < kingery.from || z > kingery.to) return null
  const { shift, slope, c } = kingery[part]
  return 10 ** polynomial(c, shift + slope * Math.log10(z))
}

/** Incident peak in kPa; null outside the fit. Swisdak (DDESB) */
export function swisdakAt(z: number): number | null {
  const piece = z < swisdak.from ? undefined : swisdak.pieces.find(({ to }) => z <= to)
  return piece ? Math.exp(polynomial(piece.c, Math.log(z))) : null
}

/** Incident peak in kPa. Crowl-Louvar */
export function crowlAt(z: number): number {
  const below = crowl.widths.reduce((product, width) => product * Math.sqrt(1 + (z / width) ** 2), 1)
  return (crowl.airKpa * crowl.peak * (1 + (z / crowl.rise) ** 2)) / below
}

const methods: Record<BlastMethod, { at: (z: number) => number | null; from: number; to: number }> = {
  swisdak: { at: swisdakAt, from: swisdak.from, to: 198.5 },
  kingery: { at: z => kingeryAt(z), from: kingery.from, to: kingery.to },
  crowl: { at: crowlAt, from: 0.05, to: 1000 },
}

/** Metres at which the peak falls to `kpa` for a charge of TNT; null where the fit does not reach so far. */
export function distanceOf(kpa: number, tntKg: number, method: BlastMethod = 'swisdak'): number | null {
  const { at, from, to } = methods[method]
  const above = (z: number) => (at(z) ?? 0) >= kpa
  if (!above(from) || above(to)) return null
  let [near, far] = [Math.log(from), Math.log(to)]
  for (let i = 0; i < 80; i++) {
    const middle = (near + far) / 2
    if (above(Math.exp(middle))) near = middle
    else far = middle
  }
  return Math.exp(near) * Math.cbrt(tntKg)
}

/** Metres to 1 psi of a vapour cloud of so many kJ/kg. EPA RMP OCA */
export const epaCloudMeters = (massKg: number, combustion: number): number =>
  epaCloud.factor * Math.cbrt((epaCloud.share * massKg * combustion) / tntEnergy)

/** Radius in metres inside which people die. */
export const deathRadius = (tntKg: number): number =>
  chineseRings.death.factor * (tntKg / 1000) ** chineseRings.death.power

/** Radius in metres of damage to property. */
export const propertyRadius = (tntKg: number): number =>
  (chineseRings.property.factor * Math.cbrt(tntKg)) /
  (1 + (chineseRings.property.mass / tntKg) ** 2) ** (1 / 6)

/** Joules of a burst of `massKg` at J/kg; a burst on the ground counts double. Baker-Strehlow-Tang */
export const burstEnergy = (massKg: number, joulesPerKg: number, onGround = true): number =>
  (onGround ? 2 : 1) * massKg * joulesPerKg

/** Scaled distance of a burst in air of `pascal`. Baker-Strehlow-Tang */
export const burstDistance = (meters: number, joules: number, pascal = 101_325): number =>
  meters * Math.cbrt(pascal / joules)
