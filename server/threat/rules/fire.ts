import { fireball, pool } from './fire-table.ts'

/** Diameter in m, duration in s and height of the middle in m of a fireball of `massKg`. */
export function fireballOf(massKg: number): { diameter: number; seconds: number; centerHeight: number } {
  const diameter = fireball.diameterFactor * Math.cbrt(massKg)
  const seconds =
    massKg < fireball.longFromKg
      ? fireball.shortFactor * Math.cbrt(massKg)
      : fireball.longFactor * massKg ** (1 / 6)
  return { diameter, seconds, centerHeight: fireball.centerShare * diameter }
}

export interface Burning {
  massKg: number
  /** kJ/kg. */
  combustion: number
  radiated?: number
  transmitted?: number
}

const fireballPower = ({ massKg, combustion, radiated = fireball.radiated, transmitted = 1 }: Burning) =>
  (fireball.hymes * transmitted * radiated * combustion * 1000 * massKg ** fireball.massPower) / (4 * Math.PI)

/** kW/m² at so many metres from a fireball. Hymes */
export const fireballHeat = (burning: Burning, meters: number): number =>
  fireballPower(burning) / meters ** 2 / 1000

/** Metres at which a fireball's heat falls to kW/m². Hymes */
export const fireballDistance = (burning: Burning, kw: number): number =>
  Math.sqrt(fireballPower(burning) / (kw * 1000))

/** Metres to second-degree burns over the life of the fireball. EPA RMP OCA */
export function fireballBurnDistance(burning: Burning): number {
  const { seconds } = fireballOf(burning.massKg)
  return fireballDistance(burning, (fireball.burnDose / seconds) ** 0.75 / 1000)
}

/** Surface emissive power in kW/m². */
export function emissivePower({ massKg, combustion, radiated = 0.3 }: Burning): number {
  const { diameter, seconds } = fireballOf(massKg)
  return (radiated * massKg * combustion) / (Math.PI * diameter ** 2 * seconds)
}

export interface Pool {
  diameterMeters: number
  /** kg/(m² s). */
  burningRate: number
  /** kJ/kg. */
  combustion: number
  radiated?: number
  transmitted?: number
}

/** Height of the flame in still air, metres. Thomas */
export const flameHeight = (
  { diameterMeters: d, burningRate }: Pick<Pool, 'diameterMeters' | 'burningRate'>,
  airDensity: number = pool.airDensity,
): number => pool.factor * d * (burningRate / (airDensity * Math.sqrt(pool.gravity * d))) ** pool.power

/** kg/s burnt by the whole pool. */
export const poolRate = ({
  diameterMeters,
  burningRate,
}: Pick<Pool, 'diameterMeters' | 'burningRate'>): number => (burningRate * Math.PI * diameterMeters ** 2) / 4

const poolPower = (burning: Pool) =>
  ((burning.radiated ?? pool.radiated) *
    (burning.transmitted ?? 1) *
    poolRate(burning) *
    burning.combustion) /
  (4 * Math.PI)

/** kW/m² at so many metres from the middle of the pool. Point source */
export const poolHeat = (burning: Pool, meters: number): number => poolPower(burning) / meters ** 2

/** Metres from the middle of the pool at which the heat falls to kW/m². Point source */
export const poolDistance = (burning: Pool, kw: number): number => Math.sqrt(poolPower(burning) / kw)

/** Metres to 5 kW/m² of a pool of `area` m²; J/kg, J/(kg K) and kelvin. EPA RMP OCA */
export const epaPoolDistance = (
  area: number,
  liquid: { combustion: number; vaporization: number; heatCapacity: number; boiling: number; air: number },
): number =>
  liquid.combustion *
  Math.sqrt(
    (0.0001 * area) /
      (5000 * Math.PI * (liquid.vaporization + liquid.heatCapacity * (liquid.boiling - liquid.air))),
  )
