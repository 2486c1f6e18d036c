import type { Both } from '../../region/place.ts'
import { both } from './sourced.ts'

/** How a released gas behaves: what is not neutral is not for the neutral plume. */
export type Behaviour =
  | 'neutral'
  /** Heavier than air: it creeps along the ground. */
  | 'dense'
  /** Neutral as a warm vapour; as a cold jet of liquefied gas it is heavy. */
  | 'cold-jet'
  /** Not a gas that is told of by its concentration here. */
  | 'none'

export interface Substance {
  key: string
  un: number
  cas: readonly string[]
  name: Both
  /** Names in registers that mean it. */
  aliases: readonly string[]
  molarMass: number
  behaviour: Behaviour
  /** kJ/kg; null for what does not burn. */
  combustion: number | null
  /** kg/(m² s) of a burning pool; null for what does not lie in a pool. */
  burningRate: number | null
  /** A liquefied flammable gas, of which a vessel may burst into a fireball. */
  liquefied: boolean
}

// From 物质参数 / substance data, 分子量、燃烧热、燃烧速率 molar mass, heat of combustion, burning rate; not checked against the printed source.

type More = Partial<Pick<Substance, 'aliases' | 'combustion' | 'burningRate' | 'liquefied'>>

const substance = (
  [key, zh, en]: readonly [string, string, string],
  [un, cas, molarMass]: readonly [number, string, number],
  behaviour: Behaviour,
  more: More = {},
): Substance => ({
  key,
  un,
  cas: cas.split(' '),
  name: both(zh, en),
  molarMass,
  behaviour,
  aliases: [],
  combustion: null,
  burningRate: null,
  liquefied: false,
  ...more,
})

const gas = { liquefied: true }

export const substances: readonly Substance[] = [
  substance(['ammonia', '氨', 'Ammonia'], [1005, '7664-41-7', 17.031], 'cold-jet', {
    aliases: ['液氨', '氨气'],
    combustion: 18_600,
  }),
  substance(['chlorine', '氯', 'Chlorine'], [1017, '7782-50-5', 70.906], 'dense', {
    aliases: ['液氯', '氯气'],
  }),
  substance(['ethylene-oxide', '环氧乙烷', 'Ethylene oxide'], [1040, '75-21-8', 44.053], 'dense', {
    combustion: 27_650,
    ...gas,
  }),
  substance(['hydrogen-chloride', '氯化氢', 'Hydrogen chloride'], [1050, '7647-01-0', 36.461], 'dense'),
  substance(['hydrogen-fluoride', '氟化氢', 'Hydrogen fluoride'], [1052, '7664-39-3', 20.006], 'dense'),
  substance(['sulfur-dioxide', '二氧化硫', 'Sulfur dioxide'], [1079, '7446-09-5', 64.066], 'dense'),
  substance(['carbon-monoxide', '一氧化碳', 'Carbon monoxide'], [1016, '630-08-0', 28.01], 'neutral', {
    combustion: 10_100,
  }),
  substance(['hydrogen-cyanide', '氰化氢', 'Hydrogen cyanide'], [1051, '74-90-8', 27.025], 'neutral'),
  substance(['hydrogen-sulfide', '硫化氢', 'Hydrogen sulfide'], [1053, '7783-06-4', 34.081], 'neutral', {
    combustion: 15_200,
  }),
  substance(['nitrogen-dioxide', '二氧化氮', 'Nitrogen dioxide'], [1067, '10102-44-0', 46.006], 'dense'),
  substance(['phosgene', '光气', 'Phosgene'], [1076, '75-44-5', 98.915], 'dense'),
  substance(['bromine', '溴', 'Bromine'], [1744, '7726-95-6', 159.808], 'dense'),
  substance(['phosphine', '磷化氢', 'Phosphine'], [2199, '7803-51-2', 33.998], 'neutral'),
  substance(['arsine', '砷化氢', 'Arsine'], [2188, '7784-42-1', 77.945], 'dense'),
  substance(['methyl-isocyanate', '异氰酸甲酯', 'Methyl isocyanate'], [2480, '624-83-9', 57.051], 'dense'),
  substance(['acrolein', '丙烯醛', 'Acrolein'], [1092, '107-02-8', 56.063], 'dense'),
  substance(['benzene', '苯', 'Benzene'], [1114, '71-43-2', 78.112], 'dense', {
    combustion: 40_170,
    burningRate: 0.085,
  }),
  substance(['toluene', '甲苯', 'Toluene'], [1294, '108-88-3', 92.138], 'none', {
    combustion: 40_500,
    burningRate: 0.066,
  }),
  substance(['xylenes', '二甲苯', 'Xylenes'], [1307, '1330-20-7', 106.165], 'none', {
    combustion: 40_800,
    burningRate: 0.067,
  }),
  substance(['vinyl-chloride', '氯乙烯', 'Vinyl chloride'], [1086, '75-01-4', 62.498], 'dense', {
    combustion: 18_500,
    ...gas,
  }),
  substance(
    ['lpg', '液化石油气', 'Liquefied petroleum gas'],
    [1075, '68476-85-7 74-98-6 106-97-8', 44.097],
    'dense',
    {
      aliases: ['丙烷', '丁烷', 'LPG'],
      combustion: 46_333,
      ...gas,
    },
  ),
  substance(['methane', '天然气（甲烷）', 'Natural gas (methane)'], [1971, '74-82-8', 16.043], 'neutral', {
    aliases: ['天然气', '甲烷', 'CNG'],
    combustion: 50_030,
  }),
  substance(['lng', '液化天然气', 'Liquefied natural gas'], [1972, '8006-14-2', 16.043], 'dense', {
    aliases: ['LNG'],
    combustion: 50_030,
    burningRate: 0.04,
    ...gas,
  }),
  substance(['hydrogen', '氢', 'Hydrogen'], [1049, '1333-74-0', 2.016], 'none', {
    aliases: ['氢气'],
    combustion: 119_950,
  }),
  substance(['petrol', '汽油', 'Petrol'], [1203, '86290-81-5 8006-61-9', 100], 'none', {
    combustion: 43_700,
    burningRate: 0.055,
  }),
  substance(['crude-oil', '原油', 'Crude oil'], [1267, '8002-05-9', 200], 'none', {
    combustion: 42_500,
    burningRate: 0.078,
  }),
  substance(['methanol', '甲醇', 'Methanol'], [1230, '67-56-1', 32.042], 'none', {
    combustion: 19_900,
    burningRate: 0.017,
  }),
  substance(['ethanol', '乙醇', 'Ethanol'], [1170, '64-17-5', 46.068], 'none', {
    combustion: 26_800,
    burningRate: 0.015,
  }),
  substance(['acetone', '丙酮', 'Acetone'], [1090, '67-64-1', 58.08], 'none', {
    combustion: 28_600,
    burningRate: 0.041,
  }),
]
