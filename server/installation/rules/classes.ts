// GB 18218-2018, tables 2 to 5: hazard classes, correction factors and grades.

export const classSymbols = [
  'J1',
  'J2',
  'J3',
  'J4',
  'J5',
  'W1.1',
  'W1.2',
  'W1.3',
  'W2',
  'W3',
  'W4',
  'W5.1',
  'W5.2',
  'W5.3',
  'W5.4',
  'W6.1',
  'W6.2',
  'W7.1',
  'W7.2',
  'W8',
  'W9.1',
  'W9.2',
  'W10',
  'W11',
] as const
export type ClassSymbol = (typeof classSymbols)[number]

interface Both {
  zh: string
  en: string
}

/** A class of table 2 with its critical quantity Q in tonnes and its factor beta of table 4. */
export interface HazardClass {
  symbol: ClassSymbol
  name: Both
  definition: Both
  quantity: string
  beta: string
  /** False where two readings of the table differ. */
  verified: boolean
}

const both = (zh: string, en: string): Both => ({ zh, en })
const names = {
  J: both('急性毒性', 'Acute toxicity'),
  'W1.': both('爆炸物', 'Explosives'),
  W2: both('易燃气体', 'Flammable gases'),
  W3: both('气溶胶', 'Aerosols'),
  W4: both('氧化性气体', 'Oxidizing gases'),
  'W5.': both('易燃液体', 'Flammable liquids'),
  'W6.': both('自反应物质和混合物', 'Self-reactive substances'),
  'W7.': both('有机过氧化物', 'Organic peroxides'),
  W8: both('自燃液体和自燃固体', 'Pyrophoric liquids and solids'),
  'W9.': both('氧化性固体和液体', 'Oxidizing solids and liquids'),
  W10: both('易燃固体', 'Flammable solids'),
  W11: both('遇水放出易燃气体的物质和混合物', 'Substances that give off flammable gas in water'),
}
type Family = keyof typeof names

const row = (
  symbol: ClassSymbol,
  definition: [zh: string, en: string],
  numbers: [quantity: string, beta: string],
  verified = true,
): HazardClass => ({
  symbol,
  name: names[familyOf(symbol)],
  definition: both(...definition),
  quantity: numbers[0],
  beta: numbers[1],
  verified,
})

// J1 and J3 are gases and the other J are not, but they share their name.
function familyOf(symbol: ClassSymbol): Family {
  if (symbol.startsWith('J')) return 'J'
  const stem = symbol.replace(/\.\d$/, '.')
  // The stem of a listed symbol is a key of the names; a test walks through all of them.
  return stem as Family
}

export const hazardClasses: readonly HazardClass[] = [
  row('J1', ['类别 1，所有暴露途径，气体', 'Category 1, all routes, gas'], ['5', '4']),
  row('J2', ['类别 1，所有暴露途径，固体、液体', 'Category 1, all routes, solid or liquid'], ['50', '1']),
  row('J3', ['类别 2、类别 3，所有暴露途径，气体', 'Category 2 or 3, all routes, gas'], ['50', '2']),
  row(
    'J4',
    [
      '类别 2、类别 3，吸入途径，液体（沸点≤35 ℃）',
      'Category 2 or 3, inhalation, liquid boiling at 35 °C or below',
    ],
    ['50', '2'],
  ),
  row(
    'J5',
    [
      '类别 2，所有暴露途径，液体（除 J4 外）、固体',
      'Category 2, all routes, solid, or liquid other than J4',
    ],
    ['500', '1'],
    false,
  ),
  row('W1.1', ['不稳定爆炸物；1.1 项爆炸物', 'Unstable explosives; division 1.1'], ['1', '2']),
  row('W1.2', ['1.2、1.3、1.5、1.6 项爆炸物', 'Divisions 1.2, 1.3, 1.5, 1.6'], ['10', '2']),
  row('W1.3', ['1.4 项爆炸物', 'Division 1.4'], ['50', '2']),
  row('W2', ['类别 1 和类别 2', 'Categories 1 and 2'], ['10', '1.5']),
  row('W3', ['类别 1 和类别 2（净重）', 'Categories 1 and 2 (net contents)'], ['150', '1'], false),
  row('W4', ['类别 1', 'Category 1'], ['50', '1']),
  row(
    'W5.1',
    [
      '类别 1；类别 2 和 3，工作温度高于沸点',
      'Category 1; categories 2 and 3 worked above their boiling point',
    ],
    ['10', '1.5'],
  ),
  row(
    'W5.2',
    [
      '类别 2 和 3，具有引发重大事故的特殊工艺条件',
      'Categories 2 and 3 in special process conditions that can cause a major accident',
    ],
    ['50', '1'],
  ),
  row('W5.3', ['不属于 W5.1 或 W5.2 的其他类别 2', 'Other category 2'], ['1000', '1']),
  row('W5.4', ['不属于 W5.1 或 W5.2 的其他类别 3', 'Other category 3'], ['5000', '1']),
  row('W6.1', ['A 型和 B 型自反应物质和混合物', 'Types A and B'], ['10', '1.5']),
  row('W6.2', ['C 型、D 型和 E 型自反应物质和混合物', 'Types C, D and E'], ['50', '1']),
  row('W7.1', ['A 型和 B 型有机过氧化物', 'Types A and B'], ['10', '1.5']),
  row('W7.2', ['C 型、D 型、E 型和 F 型有机过氧化物', 'Types C, D, E and F'], ['50', '1']),
  row('W8', ['类别 1 自燃液体；类别 1 自燃固体', 'Category 1'], ['50', '1']),
  row('W9.1', ['类别 1', 'Category 1'], ['50', '1']),
  row('W9.2', ['类别 2、类别 3', 'Categories 2 and 3'], ['200', '1']),
  row('W10', ['类别 1 易燃固体', 'Category 1'], ['200', '1']),
  row('W11', ['类别 1 和类别 2', 'Categories 1 and 2'], ['200', '1']),
]

const bySymbol = new Map<string, HazardClass>(hazardClasses.map(each => [each.symbol, each]))

/** A hazard class by its symbol, such as `W5.1`. GB 18218-2018, table 2 */
export const classOf = (symbol: string): HazardClass | undefined => bySymbol.get(symbol)

/** Gases, explosives, liquids…: classes of different kinds cannot both be those of one substance's state. */
export const kindOf = (symbol: ClassSymbol): string =>
  symbol === 'J1' || symbol === 'J3' ? 'J gas' : familyOf(symbol)

/** A toxic gas that table 3 names with a factor of its own. */
export interface ToxicGas {
  name: Both
  cas: string
  beta: string
}

export const toxicGases: readonly ToxicGas[] = [
  { name: both('一氧化碳', 'Carbon monoxide'), cas: '630-08-0', beta: '2' },
  { name: both('二氧化硫', 'Sulphur dioxide'), cas: '7446-09-5', beta: '2' },
  { name: both('氨', 'Ammonia'), cas: '7664-41-7', beta: '2' },
  { name: both('环氧乙烷', 'Ethylene oxide'), cas: '75-21-8', beta: '2' },
  { name: both('氯化氢', 'Hydrogen chloride'), cas: '7647-01-0', beta: '3' },
  { name: both('溴甲烷', 'Methyl bromide'), cas: '74-83-9', beta: '3' },
  { name: both('氯', 'Chlorine'), cas: '7782-50-5', beta: '4' },
  { name: both('硫化氢', 'Hydrogen sulphide'), cas: '7783-06-4', beta: '5' },
  { name: both('氟化氢', 'Hydrogen fluoride'), cas: '7664-39-3', beta: '5' },
  { name: both('二氧化氮', 'Nitrogen dioxide'), cas: '10102-44-0', beta: '10' },
  { name: both('氰化氢', 'Hydrogen cyanide'), cas: '74-90-8', beta: '10' },
  { name: both('碳酰氯', 'Phosgene'), cas: '75-44-5', beta: '20' },
  { name: both('磷化氢', 'Phosphine'), cas: '7803-51-2', beta: '20' },
  { name: both('异氰酸甲酯', 'Methyl isocyanate'), cas: '624-83-9', beta: '20' },
]

/** Table 5: the factor alpha from a number of people on, most people first. */
export const alphaTable: readonly { from: number; alpha: string }[] = [
  { from: 100, alpha: '2' },
  { from: 50, alpha: '1.5' },
  { from: 30, alpha: '1.2' },
  { from: 1, alpha: '1' },
  { from: 0, alpha: '0.5' },
]

/** Table 6: the grade from a value of R on, the highest first. The grade below 10 has no lower end. */
export const gradeTable = [
  { grade: 1, from: '100' },
  { grade: 2, from: '50' },
  { grade: 3, from: '10' },
  { grade: 4, from: '0' },
] as const
