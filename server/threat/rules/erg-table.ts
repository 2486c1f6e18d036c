import type { Both } from '../../region/place.ts'
import { both, type Sourced } from './sourced.ts'

/** Isolation radius, protective distance by day and by night, in metres; 11000 stands for "11+ km". */
export type Distances = readonly [isolation: number, day: number, night: number]

export interface ErgRow {
  un: number
  guide: number
  name: Both
  small: Distances
  /** Null where table 3 says the distances of a large spill by container and wind. */
  large: Distances | null
}

export const ergSource: Sourced = {
  standard: 'ERG',
  edition: both('2020（版次待核）', '2020 (edition unconfirmed)'),
  clause: 'Table 1, Table 3',
  verified: false,
}

export const ergNotice = both('仅供初期处置参考', 'For the first phase of response only')

/** The longest distance the tables give: it means this or more. */
export const ergFarthestMeters = 11_000

const row = (un: number, guide: number, name: Both, small: Distances, large: Distances | null): ErgRow => ({
  un,
  guide,
  name,
  small,
  large,
})

// ERG, Table 1: initial isolation and protective action distances.
export const ergTable1: readonly ErgRow[] = [
  row(1005, 125, both('氨（无水）', 'Ammonia anhydrous'), [30, 100, 200], null),
  row(1017, 124, both('氯', 'Chlorine'), [60, 300, 1400], null),
  row(1040, 119, both('环氧乙烷', 'Ethylene oxide'), [30, 100, 200], null),
  row(1050, 125, both('氯化氢（无水）', 'Hydrogen chloride anhydrous'), [30, 100, 300], null),
  row(1052, 125, both('氟化氢（无水）', 'Hydrogen fluoride anhydrous'), [30, 100, 500], null),
  row(1079, 125, both('二氧化硫', 'Sulfur dioxide'), [100, 600, 2500], null),
  row(1008, 125, both('三氟化硼', 'Boron trifluoride'), [30, 200, 700], [400, 2400, 4700]),
  row(1016, 119, both('一氧化碳', 'Carbon monoxide'), [30, 100, 200], [200, 1200, 4300]),
  // The same number stands for a second name; without a name the larger distance counts.
  row(
    1016,
    119,
    both('一氧化碳（压缩的）', 'Carbon monoxide, compressed'),
    [30, 100, 200],
    [200, 1200, 3900],
  ),
  row(1026, 119, both('氰', 'Cyanogen'), [30, 100, 400], [60, 300, 1100]),
  row(1045, 124, both('氟', 'Fluorine'), [30, 100, 200], [100, 500, 2300]),
  row(1048, 125, both('溴化氢（无水）', 'Hydrogen bromide anhydrous'), [30, 100, 200], [150, 1000, 3200]),
  row(1051, 117, both('氰化氢（稳定的）', 'Hydrogen cyanide stabilized'), [60, 200, 700], [200, 700, 1800]),
  row(1053, 117, both('硫化氢', 'Hydrogen sulfide'), [30, 100, 500], [400, 2400, 6300]),
  row(1061, 118, both('甲胺（无水）', 'Methylamine anhydrous'), [30, 100, 200], [200, 600, 2100]),
  row(1062, 123, both('溴甲烷', 'Methyl bromide'), [30, 100, 100], [150, 300, 700]),
  row(1064, 117, both('甲硫醇', 'Methyl mercaptan'), [30, 100, 300], [200, 1300, 3900]),
  row(1067, 124, both('二氧化氮', 'Nitrogen dioxide'), [30, 100, 400], [400, 1400, 3300]),
  row(1069, 125, both('亚硝酰氯', 'Nitrosyl chloride'), [30, 200, 1000], [800, 4300, 9600]),
  row(1076, 125, both('光气', 'Phosgene'), [100, 600, 2500], [500, 3000, 9500]),
  row(1092, 131, both('丙烯醛（稳定的）', 'Acrolein stabilized'), [100, 1300, 3500], [600, 6800, 11100]),
  row(1093, 131, both('丙烯腈（稳定的）', 'Acrylonitrile stabilized'), [30, 200, 600], [100, 1300, 2300]),
  row(1098, 131, both('烯丙醇', 'Allyl alcohol'), [30, 200, 300], [60, 800, 1200]),
  row(1185, 131, both('乙撑亚胺（稳定的）', 'Ethyleneimine stabilized'), [30, 200, 500], [200, 1000, 1800]),
  row(1580, 154, both('氯化苦', 'Chloropicrin'), [60, 500, 1200], [200, 2400, 3700]),
  row(1744, 154, both('溴', 'Bromine'), [60, 800, 2400], [400, 4200, 7600]),
  row(
    1829,
    137,
    both('三氧化硫（稳定的）', 'Sulfur trioxide stabilized'),
    [60, 400, 1000],
    [300, 2900, 6300],
  ),
  row(1831, 137, both('发烟硫酸', 'Sulfuric acid fuming'), [60, 400, 1000], [300, 2900, 6300]),
  row(2032, 157, both('发红烟硝酸', 'Nitric acid red fuming'), [30, 100, 100], [150, 300, 500]),
  row(2188, 119, both('砷化氢', 'Arsine'), [150, 1000, 3900], [1000, 6200, 10500]),
  row(2199, 119, both('磷化氢', 'Phosphine'), [60, 300, 1100], [400, 1300, 3700]),
  row(2334, 131, both('烯丙胺', 'Allylamine'), [30, 200, 500], [150, 1600, 2500]),
  row(2480, 155, both('异氰酸甲酯', 'Methyl isocyanate'), [150, 1700, 5200], [1000, 11000, 11000]),
  row(
    1810,
    137,
    both('三氯氧磷（遇水）', 'Phosphorus oxychloride (in water)'),
    [30, 100, 100],
    [60, 500, 1500],
  ),
  row(
    1838,
    137,
    both('四氯化钛（遇水）', 'Titanium tetrachloride (in water)'),
    [30, 100, 100],
    [30, 300, 1200],
  ),
]

export const ergContainers = {
  rail: both('铁路罐车', 'Rail tank car'),
  truck: both('公路罐车', 'Highway tank truck'),
  'nurse-tank': both('农用氨罐', 'Agricultural nurse tank'),
  'small-cylinders': both('多只小钢瓶', 'Multiple small cylinders'),
  'ton-cylinders': both('多只吨瓶', 'Multiple ton cylinders'),
  'ton-cylinder': both('单只吨瓶', 'Single ton cylinder'),
} satisfies Record<string, Both>
export type ErgContainer = keyof typeof ergContainers

export interface ErgLargeRow {
  un: number
  container: ErgContainer
  isolation: number
  /** By wind: low, moderate, high. */
  day: readonly [number, number, number]
  night: readonly [number, number, number]
}

// ERG, Table 3: large spills of the six common toxic gases.
export const ergTable3: readonly ErgLargeRow[] = [
  { un: 1005, container: 'rail', isolation: 300, day: [1600, 1200, 1000], night: [4100, 2100, 1300] },
  { un: 1005, container: 'truck', isolation: 150, day: [800, 500, 400], night: [1800, 700, 600] },
  { un: 1005, container: 'nurse-tank', isolation: 60, day: [500, 300, 300], night: [1400, 300, 300] },
  { un: 1005, container: 'small-cylinders', isolation: 30, day: [300, 200, 100], night: [700, 300, 200] },
  { un: 1017, container: 'rail', isolation: 1000, day: [9600, 6300, 5100], night: [11000, 8900, 6500] },
  { un: 1017, container: 'truck', isolation: 600, day: [5600, 3300, 2500], night: [6400, 4700, 3800] },
  {
    un: 1017,
    container: 'ton-cylinders',
    isolation: 300,
    day: [1900, 1300, 1000],
    night: [3500, 2300, 1300],
  },
  { un: 1017, container: 'ton-cylinder', isolation: 150, day: [1300, 700, 500], night: [2400, 1200, 600] },
  { un: 1040, container: 'rail', isolation: 200, day: [1500, 800, 700], night: [3000, 1400, 800] },
  { un: 1040, container: 'truck', isolation: 100, day: [900, 500, 400], night: [2000, 700, 400] },
  { un: 1040, container: 'ton-cylinder', isolation: 30, day: [400, 200, 100], night: [800, 300, 200] },
  { un: 1050, container: 'rail', isolation: 500, day: [3700, 2000, 1700], night: [9700, 3300, 2200] },
  { un: 1050, container: 'truck', isolation: 200, day: [1500, 800, 600], night: [3700, 1500, 800] },
  { un: 1050, container: 'ton-cylinders', isolation: 30, day: [400, 200, 100], night: [1000, 300, 100] },
  { un: 1050, container: 'ton-cylinder', isolation: 30, day: [300, 200, 100], night: [900, 300, 200] },
  { un: 1052, container: 'rail', isolation: 500, day: [3400, 2100, 1800], night: [6400, 3000, 1900] },
  { un: 1052, container: 'truck', isolation: 200, day: [2000, 1000, 900], night: [3600, 1500, 900] },
  { un: 1052, container: 'ton-cylinder', isolation: 100, day: [800, 400, 300], night: [1700, 500, 300] },
  { un: 1079, container: 'rail', isolation: 1000, day: [11000, 11000, 6900], night: [11000, 11000, 9600] },
  { un: 1079, container: 'truck', isolation: 1000, day: [11000, 6000, 5000], night: [11000, 7900, 6000] },
  {
    un: 1079,
    container: 'ton-cylinders',
    isolation: 500,
    day: [5200, 2200, 1700],
    night: [7400, 4000, 2700],
  },
  { un: 1079, container: 'ton-cylinder', isolation: 200, day: [3100, 1500, 1100], night: [5600, 2400, 1500] },
]

/** Isolation radius of a small and a large spill and in fire, in metres, from the orange guides. */
export interface ErgGuideRow {
  un: number
  name: Both
  small: number
  large: number
  fire: number
}

const guide = (
  un: number,
  name: Both,
  [small, large, fire]: readonly [number, number, number],
): ErgGuideRow => ({
  un,
  name,
  small,
  large,
  fire,
})

// ERG, orange guides: flammable materials that are not toxic by inhalation.
export const ergGuides: readonly ErgGuideRow[] = [
  guide(1203, both('汽油', 'Gasoline'), [50, 300, 800]),
  guide(1075, both('液化石油气', 'Liquefied petroleum gas'), [100, 800, 1600]),
  guide(1971, both('甲烷、天然气', 'Methane'), [100, 800, 1600]),
  guide(1972, both('液化天然气', 'Liquefied natural gas'), [100, 800, 1600]),
  guide(1049, both('氢', 'Hydrogen'), [100, 800, 1600]),
  guide(1086, both('氯乙烯', 'Vinyl chloride'), [100, 800, 1600]),
  guide(1114, both('苯', 'Benzene'), [50, 300, 800]),
  guide(1294, both('甲苯', 'Toluene'), [50, 300, 800]),
  guide(1307, both('二甲苯', 'Xylenes'), [50, 300, 800]),
  guide(1170, both('乙醇', 'Ethanol'), [50, 300, 800]),
  guide(1090, both('丙酮', 'Acetone'), [50, 300, 800]),
  guide(1073, both('液氧', 'Oxygen, refrigerated liquid'), [100, 500, 800]),
]
