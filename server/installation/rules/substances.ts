// GB 18218-2018, table 1: the 85 substances that are named, with their critical quantities.
import type { ClassSymbol } from './classes.ts'

/** A substance named in table 1. `quantity` is its critical quantity Q in tonnes, a decimal. */
export interface Substance {
  no: number
  name: string
  nameEn: string
  /** CAS numbers printed with the name; some of the entries carry none. */
  cas: readonly string[]
  /** UN numbers that belong to the entry beyond doubt; none is better than a wrong one. */
  un: readonly string[]
  quantity: string
  /** Hazard classes of tables 2 and 4 that the substance falls into. They are not part of table 1 and unverified. */
  classes: readonly ClassSymbol[]
  /** Other names and numbers under which people look for it. */
  also: readonly string[]
}

type Row = [
  name: string,
  nameEn: string,
  numbers: { cas?: string; un?: string },
  quantity: string,
  classes: string,
  also?: string,
]

const nitrocellulose = '9004-70-0'
const nitrate = '6484-52-2'

// Numbers, classes and other names are parted by spaces or, where a name has spaces, by bars.
const rows: Row[] = [
  ['氨', 'Ammonia', { cas: '7664-41-7', un: '1005' }, '10', 'J3 W2', '液氨|氨气|anhydrous ammonia'],
  ['二氟化氧', 'Oxygen difluoride', { cas: '7783-41-7', un: '2190' }, '1', 'J1 W4', '一氧化二氟'],
  ['二氧化氮', 'Nitrogen dioxide', { cas: '10102-44-0', un: '1067' }, '1', 'J3 W4', '四氧化二氮'],
  ['二氧化硫', 'Sulphur dioxide', { cas: '7446-09-5', un: '1079' }, '20', 'J3', '亚硫酸酐|sulfur dioxide'],
  ['氟', 'Fluorine', { cas: '7782-41-4', un: '1045' }, '1', 'J3 W4', '氟气'],
  ['碳酰氯', 'Phosgene', { cas: '75-44-5', un: '1076' }, '0.3', 'J1', '光气|carbonyl chloride'],
  ['环氧乙烷', 'Ethylene oxide', { cas: '75-21-8', un: '1040' }, '10', 'J3 W2', '氧化乙烯|oxirane|EO'],
  ['甲醛（含量＞90%）', 'Formaldehyde (over 90%)', { cas: '50-00-0' }, '5', 'J3 W2', '蚁醛|methanal'],
  ['磷化氢', 'Phosphine', { cas: '7803-51-2', un: '2199' }, '1', 'J3 W2', '磷化三氢|膦'],
  ['硫化氢', 'Hydrogen sulphide', { cas: '7783-06-4', un: '1053' }, '5', 'J3 W2', 'hydrogen sulfide|H2S'],
  ['氯化氢（无水）', 'Hydrogen chloride, anhydrous', { cas: '7647-01-0', un: '1050' }, '20', 'J3', 'HCl'],
  ['氯', 'Chlorine', { cas: '7782-50-5', un: '1017' }, '5', 'J3 W4', '液氯|氯气|Cl2'],
  [
    '煤气（CO，CO 和 H₂、CH₄ 的混合物等）',
    'Coal gas (CO, mixtures of CO with hydrogen or methane)',
    { un: '1023' },
    '20',
    'J3 W2',
    '一氧化碳|630-08-0|水煤气|发生炉煤气|焦炉煤气|carbon monoxide|town gas',
  ],
  ['砷化氢', 'Arsine', { cas: '7784-42-1', un: '2188' }, '1', 'J3 W2', '砷化三氢|胂'],
  ['锑化氢', 'Stibine', { cas: '7803-52-3', un: '2676' }, '1', 'J3 W2', '锑化三氢'],
  ['硒化氢', 'Hydrogen selenide', { cas: '7783-07-5', un: '2202' }, '1', 'J3 W2'],
  ['溴甲烷', 'Methyl bromide', { cas: '74-83-9', un: '1062' }, '10', 'J3', '甲基溴|bromomethane'],
  ['丙酮氰醇', 'Acetone cyanohydrin', { cas: '75-86-5', un: '1541' }, '20', 'J2', '丙酮合氰化氢'],
  ['丙烯醛', 'Acrolein', { cas: '107-02-8', un: '1092' }, '20', 'J2 W5.3', '烯丙醛'],
  ['氟化氢', 'Hydrogen fluoride', { cas: '7664-39-3', un: '1052' }, '1', 'J2 J4', '无水氢氟酸|HF'],
  [
    '1-氯-2,3-环氧丙烷',
    'Epichlorohydrin',
    { cas: '106-89-8', un: '2023' },
    '20',
    'W5.4',
    '环氧氯丙烷|3-氯-1,2-环氧丙烷|ECH',
  ],
  [
    '3-溴-1,2-环氧丙烷',
    'Epibromohydrin',
    { cas: '3132-64-7', un: '2558' },
    '20',
    'J5 W5.4',
    '环氧溴丙烷|表溴醇',
  ],
  [
    '甲苯二异氰酸酯',
    'Toluene diisocyanate',
    { cas: '26471-62-5', un: '2078' },
    '100',
    'J5',
    'TDI|二异氰酸甲苯酯',
  ],
  [
    '一氯化硫',
    'Sulphur monochloride',
    { cas: '10025-67-9', un: '1828' },
    '1',
    'J5',
    '氯化硫|sulfur chloride',
  ],
  ['氰化氢', 'Hydrogen cyanide', { cas: '74-90-8', un: '1051' }, '1', 'J2 J4 W5.1', '氢氰酸|HCN'],
  ['三氧化硫', 'Sulphur trioxide', { cas: '7446-11-9', un: '1829' }, '75', '', '硫酸酐|sulfur trioxide'],
  ['3-氨基丙烯', 'Allylamine', { cas: '107-11-9', un: '2334' }, '20', 'J2 W5.3', '烯丙胺'],
  ['溴', 'Bromine', { cas: '7726-95-6', un: '1744' }, '20', 'J5', '溴素|Br2'],
  [
    '乙撑亚胺',
    'Ethyleneimine',
    { cas: '151-56-4', un: '1185' },
    '20',
    'J2 W5.3',
    '乙烯亚胺|吖丙啶|aziridine',
  ],
  ['异氰酸甲酯', 'Methyl isocyanate', { cas: '624-83-9', un: '2480' }, '0.75', 'J2 W5.3', '甲基异氰酸酯|MIC'],
  ['叠氮化钡', 'Barium azide', { cas: '18810-58-7', un: '0224' }, '0.5', 'W1.1'],
  ['叠氮化铅', 'Lead azide', { cas: '13424-46-9', un: '0129' }, '0.5', 'W1.1'],
  ['雷汞', 'Mercury fulminate', { cas: '628-86-4', un: '0135' }, '0.5', 'W1.1', '雷酸汞'],
  ['三硝基苯甲醚', 'Trinitroanisole', { cas: '28653-16-9', un: '0213' }, '5', 'W1.1', '苦味酸甲酯'],
  [
    '2,4,6-三硝基甲苯',
    'Trinitrotoluene',
    { cas: '118-96-7', un: '0209' },
    '5',
    'W1.1',
    'TNT|梯恩梯|茶色炸药',
  ],
  ['硝化甘油', 'Nitroglycerin', { cas: '55-63-0', un: '0143' }, '1', 'W1.1', '硝化丙三醇|甘油三硝酸酯'],
  [
    '硝化纤维素［干的或含水（或乙醇）＜25%］',
    'Nitrocellulose, dry or wetted with less than 25% water or alcohol',
    { cas: nitrocellulose, un: '0340' },
    '1',
    'W1.1',
    '硝化棉',
  ],
  [
    '硝化纤维素（未改型的，或增塑的，含增塑剂＜18%）',
    'Nitrocellulose, unmodified or plasticized with less than 18% plasticizer',
    { cas: nitrocellulose, un: '0341' },
    '1',
    'W1.1',
    '硝化棉',
  ],
  [
    '硝化纤维素（含乙醇≥25%）',
    'Nitrocellulose, wetted with at least 25% alcohol',
    { cas: nitrocellulose, un: '0342' },
    '10',
    'W1.2',
    '硝化棉',
  ],
  [
    '硝化纤维素（含氮≤12.6%）',
    'Nitrocellulose, at most 12.6% nitrogen',
    { cas: nitrocellulose, un: '2557' },
    '50',
    'W10',
    '硝化棉',
  ],
  [
    '硝化纤维素（含水≥25%）',
    'Nitrocellulose, wetted with at least 25% water',
    { cas: nitrocellulose, un: '2555' },
    '50',
    'W10',
    '硝化棉',
  ],
  [
    '硝化纤维素溶液（含氮量≤12.6%，含硝化纤维素≤55%）',
    'Nitrocellulose solution, at most 12.6% nitrogen and 55% nitrocellulose',
    { cas: nitrocellulose, un: '2059' },
    '50',
    'W5.3',
    '硝化棉溶液',
  ],
  [
    '硝酸铵（含可燃物＞0.2%，包括以碳计算的任何有机物，但不包括任何其他添加剂）',
    'Ammonium nitrate, over 0.2% combustible',
    { cas: nitrate, un: '0222' },
    '5',
    'W1.1',
  ],
  [
    '硝酸铵（含可燃物≤0.2%）',
    'Ammonium nitrate, at most 0.2% combustible',
    { cas: nitrate, un: '1942' },
    '50',
    'W9.2',
  ],
  [
    '硝酸铵肥料（含可燃物≤0.4%）',
    'Ammonium nitrate fertilizer, at most 0.4% combustible',
    { un: '2067' },
    '200',
    'W9.2',
    '硝酸铵基化肥',
  ],
  ['硝酸钾', 'Potassium nitrate', { cas: '7757-79-1', un: '1486' }, '1000', 'W9.2', '硝石'],
  ['1,3-丁二烯', '1,3-Butadiene', { cas: '106-99-0', un: '1010' }, '5', 'W2', '丁二烯|联乙烯'],
  ['二甲醚', 'Dimethyl ether', { cas: '115-10-6', un: '1033' }, '50', 'W2', '甲醚|DME'],
  [
    '甲烷，天然气',
    'Methane, natural gas',
    { cas: '74-82-8 8006-14-2', un: '1971 1972' },
    '50',
    'W2',
    'LNG|CNG|液化天然气|压缩天然气|沼气',
  ],
  ['氯乙烯', 'Vinyl chloride', { cas: '75-01-4', un: '1086' }, '50', 'W2', 'VCM|乙烯基氯'],
  ['氢', 'Hydrogen', { cas: '1333-74-0', un: '1049 1966' }, '5', 'W2', '氢气|液氢|H2'],
  [
    '液化石油气（含丙烷、丁烷及其混合物）',
    'Liquefied petroleum gas, propane, butane',
    { cas: '68476-85-7 74-98-6 106-97-8', un: '1075 1978 1011' },
    '50',
    'W2',
    'LPG|丙烷|丁烷|液化气',
  ],
  ['一甲胺', 'Methylamine', { cas: '74-89-5', un: '1061' }, '5', 'W2', '甲胺|氨基甲烷'],
  ['乙炔', 'Acetylene', { cas: '74-86-2', un: '1001' }, '1', 'W2', '电石气|ethyne'],
  ['乙烯', 'Ethylene', { cas: '74-85-1', un: '1962 1038' }, '50', 'W2', 'ethene'],
  [
    '氧（压缩的或液化的）',
    'Oxygen, compressed or liquefied',
    { cas: '7782-44-7', un: '1072 1073' },
    '200',
    'W4',
    '氧气|液氧|O2',
  ],
  ['苯', 'Benzene', { cas: '71-43-2', un: '1114' }, '50', 'W5.3', '纯苯|安息油'],
  ['苯乙烯', 'Styrene', { cas: '100-42-5', un: '2055' }, '500', 'W5.4', '乙烯基苯'],
  ['丙酮', 'Acetone', { cas: '67-64-1', un: '1090' }, '500', 'W5.3', '二甲基酮'],
  ['2-丙烯腈', 'Acrylonitrile', { cas: '107-13-1', un: '1093' }, '50', 'W5.3', '丙烯腈|乙烯基氰'],
  ['二硫化碳', 'Carbon disulphide', { cas: '75-15-0', un: '1131' }, '50', 'W5.3', 'carbon disulfide|CS2'],
  ['环己烷', 'Cyclohexane', { cas: '110-82-7', un: '1145' }, '500', 'W5.3', '六氢化苯'],
  ['1,2-环氧丙烷', 'Propylene oxide', { cas: '75-56-9', un: '1280' }, '10', 'W5.1', '环氧丙烷|氧化丙烯|PO'],
  ['甲苯', 'Toluene', { cas: '108-88-3', un: '1294' }, '500', 'W5.3', '甲基苯'],
  ['甲醇', 'Methanol', { cas: '67-56-1', un: '1230' }, '500', 'W5.3', '木醇|木精|methyl alcohol'],
  [
    '汽油（乙醇汽油、甲醇汽油）',
    'Petrol (including ethanol and methanol petrol)',
    { cas: '86290-81-5', un: '1203' },
    '200',
    'W5.3',
    'gasoline|燃油',
  ],
  ['乙醇', 'Ethanol', { cas: '64-17-5', un: '1170' }, '500', 'W5.3', '酒精|ethyl alcohol'],
  ['乙醚', 'Diethyl ether', { cas: '60-29-7', un: '1155' }, '10', 'W5.1', '二乙醚|ether'],
  ['乙酸乙酯', 'Ethyl acetate', { cas: '141-78-6', un: '1173' }, '500', 'W5.3', '醋酸乙酯'],
  ['正己烷', 'n-Hexane', { cas: '110-54-3', un: '1208' }, '500', 'W5.3', '己烷'],
  ['过乙酸', 'Peracetic acid', { cas: '79-21-0' }, '10', 'W7.2', '过氧乙酸|过醋酸|peroxyacetic acid'],
  [
    '过氧化甲基乙基酮（10%＜有效氧含量≤10.7%，含 A 型稀释剂≥48%）',
    'Methyl ethyl ketone peroxide, over 10% to 10.7% available oxygen, at least 48% diluent A',
    { cas: '1338-23-4', un: '3101' },
    '10',
    'W7.1',
    '过氧化甲乙酮|MEKP',
  ],
  ['白磷', 'White phosphorus', { cas: '12185-10-3', un: '1381' }, '50', 'J5 W8', '黄磷|yellow phosphorus'],
  [
    '烷基铝',
    'Aluminium alkyls',
    { un: '3394' },
    '1',
    'W8 W11',
    '三乙基铝|三甲基铝|三异丁基铝|aluminum alkyls',
  ],
  ['戊硼烷', 'Pentaborane', { cas: '19624-22-7', un: '1380' }, '1', 'J2 W8', '五硼烷'],
  ['过氧化钾', 'Potassium peroxide', { cas: '17014-71-0', un: '1491' }, '20', 'W9.1'],
  ['过氧化钠', 'Sodium peroxide', { cas: '1313-60-6', un: '1504' }, '20', 'W9.1', '双氧化钠'],
  ['氯酸钾', 'Potassium chlorate', { cas: '3811-04-9', un: '1485' }, '100', 'W9.1', '白药粉'],
  ['氯酸钠', 'Sodium chlorate', { cas: '7775-09-9', un: '1495' }, '100', 'W9.1'],
  ['发烟硝酸', 'Fuming nitric acid', { cas: '52583-42-3', un: '2032' }, '20', 'W9.1'],
  [
    '硝酸（发红烟的除外，含硝酸＞70%）',
    'Nitric acid, not red fuming, over 70%',
    { cas: '7697-37-2', un: '2031' },
    '100',
    'W9.2',
  ],
  ['硝酸胍', 'Guanidine nitrate', { cas: '506-93-4', un: '1467' }, '50', 'W9.2', '硝酸亚氨脲'],
  ['碳化钙', 'Calcium carbide', { cas: '75-20-7', un: '1402' }, '100', 'W11', '电石'],
  ['钾', 'Potassium', { cas: '7440-09-7', un: '2257' }, '1', 'W11', '金属钾'],
  ['钠', 'Sodium', { cas: '7440-23-5', un: '1428' }, '10', 'W11', '金属钠'],
]

const parts = (text = '', by = ' '): string[] => text.split(by).filter(part => part !== '')

/** The rows above name only symbols of table 2; a test holds them to it. */
const symbols = (text: string) => parts(text) as ClassSymbol[]

export const substances: readonly Substance[] = rows.map(
  ([name, nameEn, { cas, un }, quantity, classes, also], index) => ({
    no: index + 1,
    name,
    nameEn,
    cas: parts(cas),
    un: parts(un),
    quantity,
    classes: symbols(classes),
    also: parts(also, '|'),
  }),
)

const byNo = new Map(substances.map(substance => [substance.no, substance]))

/** A named substance by its number, 1 to 85. GB 18218-2018, table 1 */
export const substanceOf = (no: number): Substance | undefined => byNo.get(no)
