import { both, type Sourced } from './sourced.ts'

export const fireballSource: Sourced = {
  standard: 'CCPS / Hymes',
  edition: '',
  clause: 'D = 5.8 M^(1/3); q = 2.2 τ R Hc M^0.67 / 4πX²',
  verified: false,
}
export const poolSource: Sourced = {
  standard: 'Thomas / 点源模型 point source',
  edition: '',
  clause: 'H = 42 D [m″/(ρ√(gD))]^0.61; q = η τ ṁ Hc / 4πx²',
  verified: false,
}

export const fireball = {
  diameterFactor: 5.8,
  shortFactor: 0.45,
  longFactor: 2.6,
  /** From this mass on the longer law holds. */
  longFromKg: 30_000,
  centerShare: 0.75,
  hymes: 2.2,
  massPower: 0.67,
  radiated: 0.4,
  /** Second-degree burns, (W/m²)^(4/3) s. */
  burnDose: 3.42e6,
} as const

export const pool = { factor: 42, power: 0.61, gravity: 9.81, airDensity: 1.2, radiated: 0.35 } as const

/** Thermal thresholds in kW/m² and what they do. */
export const thermalLevels = [
  { kw: 37.5, says: both('设备损坏，1 min 内 100% 致死', 'Equipment damage, all die within 1 min') },
  { kw: 25, says: both('木材无明火自燃，10 s 严重烧伤', 'Wood ignites unpiloted, severe injury in 10 s') },
  { kw: 12.5, says: both('木材被引燃，1 min 内 1% 致死', 'Wood ignites by a pilot, 1 % die within 1 min') },
  { kw: 9.5, says: both('8 s 感到疼痛', 'Pain within 8 s') },
  { kw: 5, says: both('EPA 终点值，40 s 二度烧伤', 'EPA endpoint, second-degree burns in 40 s') },
  { kw: 4, says: both('20 s 感到疼痛，可能起泡', 'Pain in about 20 s, blisters possible') },
  { kw: 1.6, says: both('长时间无不适', 'No discomfort over a long time') },
] as const
