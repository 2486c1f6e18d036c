import { both, type Sourced } from './sourced.ts'

export type BlastMethod = 'swisdak' | 'kingery' | 'crowl'

export const blastSources: Readonly<Record<BlastMethod, Sourced>> = {
  swisdak: {
    standard: 'Swisdak / DDESB',
    edition: '1994',
    clause: 'simplified Kingery airblast, hemispherical surface burst',
    verified: true,
  },
  kingery: {
    standard: 'Kingery-Bulmash',
    edition: '1984',
    clause: 'hemispherical surface burst, incident and reflected pressure',
    verified: true,
  },
  crowl: { standard: 'Crowl-Louvar', edition: '', clause: 'free-air TNT', verified: false },
}

export const tntSource: Sourced = {
  standard: 'TNT 当量 / TNT equivalence',
  edition: '',
  clause: 'W = η m ΔHc / E',
  verified: false,
}
/** kJ/kg. */
export const tntEnergy = 4680
export const efficiencies = { usual: 0.03, high: 0.05, worstCase: 0.1 } as const

/** U = shift + slope log10 Z; log10 kPa = sum of c U^i; Z in m/kg^(1/3). */
export const kingery = {
  from: 0.0674,
  to: 40,
  incident: {
    shift: -0.214362789151,
    slope: 1.35034249993,
    c: [
      2.78076916577, -1.6958988741, -0.154159376846, 0.514060730593, 0.0988534365274, -0.293912623038,
      -0.0268112345019, 0.109097496421, 0.00162846756311, -0.0214631030242, 0.0001456723382, 0.00167847752277,
    ],
  },
  reflected: {
    shift: -0.240657322658,
    slope: 1.36637719229,
    c: [
      3.40283217581, -2.21030870597, -0.218536586295, 0.895319589372, 0.24989009775, -0.569249436807,
      -0.11791682383, 0.224131161411, 0.0245620259375, -0.0455116002694, -0.00190930738887, 0.00361471193389,
    ],
  },
} as const

/** kPa = exp of the polynomial in ln Z, up to `to` m/kg^(1/3). */
export const swisdak = {
  from: 0.2,
  pieces: [
    { to: 2.9, c: [7.2106, -2.1069, -0.3229, 0.1117, 0.0685] },
    { to: 23.8, c: [7.5938, -3.0523, 0.40977, 0.0261, -0.01267] },
    { to: 198.5, c: [6.0536, -1.4066, 0, 0, 0] },
  ],
} as const

/** P/Pa = peak [1 + (Z/4.5)²] / sqrt of the product of [1 + (Z/w)²]. */
export const crowl = { peak: 1616, rise: 4.5, widths: [0.048, 0.32, 1.35], airKpa: 101.325 } as const

export interface Damage {
  kpa: number
  says: ReturnType<typeof both>
}

// From 超压破坏 / overpressure damage, Clancey; not checked against the printed source.

export const damages: readonly Damage[] = [
  { kpa: 68.9, says: both('建筑物可能全毁', 'Probable total destruction of buildings') },
  { kpa: 34.5, says: both('木电杆折断', 'Utility poles snapped') },
  { kpa: 20.7, says: both('钢框架变形', 'Steel frames distorted') },
  { kpa: 13.8, says: both('未加筋砌块墙破碎', 'Unreinforced block walls shattered') },
  { kpa: 6.9, says: both('房屋部分损坏，不能居住', 'Houses partly demolished, uninhabitable') },
  { kpa: 2.76, says: both('结构轻微损坏', 'Limited minor structural damage') },
  { kpa: 1.03, says: both('一般玻璃破碎', 'Typical glass breakage') },
]

/** Rings of Chinese safety evaluation: radii by charge and overpressure. */
export const chineseRings = {
  source: {
    standard: '安全评价常用公式',
    edition: '',
    clause: both('死亡、重伤、轻伤、财产损失半径', 'radii of death, serious and slight injury, damage'),
    verified: false,
  },
  death: { factor: 13.6, power: 0.37 },
  severeKpa: 44,
  slightKpa: 17,
  property: { factor: 4.6, mass: 3175 },
} as const

// EPA RMP OCA: D[m] = 17 (0.1 W Hc / Hc TNT)^(1/3) to 1 psi.
export const epaCloud = { factor: 17, share: 0.1, kpa: 6.9 } as const
