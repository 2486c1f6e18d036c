import type { Both } from '../../region/place.ts'
import type { Domain } from '../../risk/risk.ts'
import type { HazardKind } from '../hazard.ts'

/** How the screens and the tables name the four domains. */
export const domainWords: Readonly<Record<Domain, Both>> = {
  natural: { zh: '自然灾害', en: 'Natural' },
  'work-safety': { zh: '安全生产', en: 'Work safety' },
  'public-health': { zh: '公共卫生', en: 'Health' },
  'social-security': { zh: '社会安全', en: 'Security' },
}

/** How the screens and the tables name the kinds of sources. */
export const kindWords: Readonly<Record<HazardKind, Both>> = {
  'tank-farm': { zh: '储罐区', en: 'Tank farm' },
  'chemical-plant': { zh: '化工装置', en: 'Chemical plant' },
  'fuel-station': { zh: '加油站', en: 'Fuel station' },
  'gas-facility': { zh: '燃气设施', en: 'Gas facility' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  works: { zh: '工厂', en: 'Works' },
  port: { zh: '港口码头', en: 'Port' },
  construction: { zh: '建筑工地', en: 'Construction site' },
  'transport-route': { zh: '危化品运输路线', en: 'Dangerous goods route' },
  boiler: { zh: '锅炉', en: 'Boiler' },
  waterlogging: { zh: '内涝点', en: 'Waterlogging spot' },
  'river-bank': { zh: '河道堤岸', en: 'River bank' },
  slope: { zh: '边坡', en: 'Slope' },
  forest: { zh: '林区', en: 'Forest' },
  'storm-exposed': { zh: '台风易损点', en: 'Exposed to storms' },
  'hospital-infection': { zh: '医院感染', en: 'Hospital infection' },
  food: { zh: '食品加工', en: 'Food processing' },
  'water-supply': { zh: '供水设施', en: 'Water supply' },
  market: { zh: '集贸市场', en: 'Market' },
  crowd: { zh: '人员聚集', en: 'Crowd' },
  'school-gate': { zh: '校门口', en: 'School gate' },
  venue: { zh: '大型场馆', en: 'Venue' },
  'residential-fire': { zh: '居民区火灾', en: 'House fires' },
  'high-rise': { zh: '高层建筑', en: 'High-rise' },
  other: { zh: '其他', en: 'Other' },
}

/** One language of a table of words. */
export const wordsOf = <Code extends string>(
  words: Readonly<Record<Code, Both>>,
  language: keyof Both,
): Record<Code, string> => mapped(words, each => each[language])

/** The keys of an object are those of the one it was made from. */
function mapped<Code extends string>(words: Readonly<Record<Code, Both>>, of: (each: Both) => string) {
  const entries = Object.entries<Both>(words).map(([code, each]) => [code, of(each)])
  return Object.fromEntries(entries) as Record<Code, string>
}
