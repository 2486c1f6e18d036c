import type { LngLat } from '../region/place.ts'
import type { ShelterKind } from '../shelter/shelter.ts'
import type { TargetKind } from '../target/target.ts'
import { personNames, phoneNumbers } from './names.ts'
import { BRIDGES } from './outer-streets.ts'
import { type Point, polar, toLngLat } from './plane.ts'
import { random } from './random.ts'
import type { Sites } from './sites.ts'

interface Named {
  name: string
  nameEn: string
  lngLat: LngLat
}
export interface DemoShelter extends Named {
  kind: ShelterKind
  areaSquareMeters: number
  capacityDay: number
  capacityNight: number
  contact: string
}
export interface DemoTarget extends Named {
  kind: TargetKind
  people: number
}
export interface DemoSupply extends Named {
  contact: string
  stock: { item: string; itemEn: string; unit: string; quantity: number }[]
}

const keys = (start: string, count: number) => Array.from({ length: count }, (_, i) => `${start}-${i + 1}`)

const SHELTERS: [ShelterKind, string[], number][] = [
  ['school', keys('school', 14), 9000],
  ['park', ['park-forest', 'park-south', 'park-east', 'park-north', 'park-west', 'hill'], 24000],
  ['stadium', ['stadium'], 42000],
  ['square', ['square'], 18000],
  ['hall', ['expo', 'theatre', 'campus'], 12000],
]

/** 25 shelters; 1.5 m2 a person by day in the open, 3.5 m2 with beds at night. */
export function demoShelters(sites: Sites): DemoShelter[] {
  const [chance, person, phone] = [
    random('shelters'),
    personNames(random('shelter leads')),
    phoneNumbers(4000),
  ]
  return SHELTERS.flatMap(([kind, places, usual]) =>
    places.map(key => {
      const { name, nameEn } = sites.named(key)
      const area = Math.round((usual * chance.between(0.7, 1.3)) / 100) * 100
      const beds = kind === 'school' || kind === 'hall' || kind === 'stadium' ? 1 : 0.25
      return {
        name: `${name}应急避难场所`,
        nameEn: `${nameEn} Shelter`,
        kind,
        lngLat: toLngLat(sites.at(key)),
        areaSquareMeters: area,
        capacityDay: Math.floor(area / 1.5 / 10) * 10,
        capacityNight: Math.floor((area * beds) / 3.5 / 10) * 10,
        contact: `${person()} ${phone()}`,
      }
    }),
  )
}

const TARGETS: [TargetKind, string[], number][] = [
  ['school', keys('school', 14), 1100],
  ['kindergarten', keys('kindergarten', 8), 280],
  ['hospital', ['hospital-lake', 'hospital-north', 'hospital-south', 'hospital-west'], 620],
  ['care-home', ['care-home'], 340],
  ['venue', ['stadium', 'theatre', 'expo', 'mall'], 4200],
  ['government', ['government'], 360],
  ['station', ['station'], 1500],
]

/** What is protected first: schools, hospitals, venues, bridges. */
export function demoTargets(sites: Sites): DemoTarget[] {
  const chance = random('targets')
  const places = TARGETS.flatMap(([kind, list, usual]) =>
    list.map(
      (key): DemoTarget => ({
        ...sites.named(key),
        kind,
        lngLat: toLngLat(sites.at(key)),
        people: Math.round(usual * chance.between(0.6, 1.4)),
      }),
    ),
  )
  const bridges = Object.values(BRIDGES).map(
    ({ zh, en }): DemoTarget => ({
      name: zh,
      nameEn: en,
      kind: 'bridge',
      lngLat: toLngLat(sites.bridge(zh)),
      people: 0,
    }),
  )
  return [...places, ...bridges]
}

const ITEMS = {
  suit: ['防化服', 'Heavy chemical suit', '套'],
  air: ['空气呼吸器', 'Breathing apparatus', '套'],
  mask: ['口罩', 'Masks', '箱'],
  sorbent: ['吸附棉', 'Sorbent pads', '包'],
  sand: ['沙袋', 'Sandbags', '只'],
  boat: ['冲锋舟', 'Assault boat', '艘'],
  pump: ['水泵', 'Pump', '台'],
  vest: ['救生衣', 'Life vest', '件'],
  tent: ['帐篷', 'Tent', '顶'],
  bed: ['折叠床', 'Folding bed', '张'],
  blanket: ['毛毯', 'Blanket', '条'],
  power: ['发电机', 'Generator', '台'],
  kit: ['急救包', 'First-aid kit', '个'],
  light: ['照明灯组', 'Light set', '套'],
  probe: ['气体检测仪', 'Gas detector', '台'],
  seal: ['堵漏工具', 'Sealing kit', '套'],
  absorbent: ['吸附材料', 'Absorbent', '千克'],
  neutral: ['中和药剂', 'Neutraliser', '千克'],
  decon: ['洗消帐篷', 'Decontamination tent', '顶'],
  bags: ['编织袋', 'Woven bags', '条'],
  water: ['饮用水', 'Drinking water', '箱'],
  stretcher: ['担架', 'Stretcher', '副'],
  foam: ['泡沫灭火剂', 'Foam concentrate', '吨'],
  food: ['方便食品', 'Ready meals', '箱'],
} as const
type Item = keyof typeof ITEMS

const STORES: [string, string, string | Point, Partial<Record<Item, number>>][] = [
  [
    '镇应急物资总库',
    'Town Main Store',
    polar(1540, 100),
    {
      suit: 4,
      air: 12,
      tent: 220,
      bed: 800,
      blanket: 1600,
      power: 14,
      light: 20,
      kit: 400,
      mask: 260,
      food: 900,
      water: 1200,
      stretcher: 40,
      decon: 1,
    },
  ],
  [
    '临港危化物资库',
    'Port Hazmat Store',
    [3500, 900],
    {
      probe: 6,
      seal: 3,
      absorbent: 900,
      neutral: 600,
      suit: 10,
      air: 24,
      sorbent: 320,
      foam: 18,
      mask: 80,
      kit: 60,
    },
  ],
  [
    '化工园区应急库',
    'Chemical Park Store',
    [2270, 1150],
    {
      probe: 4,
      seal: 2,
      absorbent: 600,
      neutral: 400,
      decon: 2,
      suit: 2,
      air: 16,
      sorbent: 240,
      foam: 24,
      kit: 40,
    },
  ],
  [
    '北岸防汛仓库',
    'North Bank Flood Store',
    [-1500, 2860],
    { bags: 20000, sand: 12000, pump: 16, boat: 6, vest: 300, light: 12, power: 6 },
  ],
  ['南湖防汛仓库', 'Nanhu Flood Store', [450, -2860], { sand: 9000, pump: 12, boat: 4, vest: 240, power: 4 }],
  [
    '申港社区物资点',
    'Shengang Community Store',
    [200, 2880],
    { tent: 40, bed: 120, blanket: 260, kit: 60, food: 120 },
  ],
  [
    '芦滨社区物资点',
    'Lubin Community Store',
    [1750, -1250],
    { tent: 40, bed: 140, blanket: 280, kit: 70, food: 140 },
  ],
  [
    '综合社区物资点',
    'Zonghe Community Store',
    [-2200, -1000],
    { tent: 36, bed: 110, blanket: 220, kit: 60, food: 110 },
  ],
  ['人民医院药械库', 'Hospital Medical Store', 'hospital-lake', { kit: 900, mask: 600, bed: 120 }],
  [
    '港区防台物资库',
    'Port Typhoon Store',
    [3300, -300],
    { sand: 5000, pump: 8, vest: 120, power: 6, light: 16 },
  ],
  ['雁渚村物资点', 'Yanzhu Village Store', [-3650, 1050], { sand: 1500, tent: 12, blanket: 80, kit: 20 }],
  [
    '潮音村物资点',
    'Chaoyin Village Store',
    [3050, -3880],
    { sand: 2000, boat: 2, vest: 60, tent: 12, kit: 20 },
  ],
]

/** 12 stores and what lies in them. */
export function demoSupplies(sites: Sites): DemoSupply[] {
  const [person, phone] = [personNames(random('store keepers')), phoneNumbers(5000)]
  return STORES.map(([name, nameEn, place, stock]) => ({
    name,
    nameEn,
    lngLat: toLngLat(sites.at(place)),
    contact: `${person()} ${phone()}`,
    stock: Object.entries(ITEMS).flatMap(([key, [item, itemEn, unit]]) => {
      const quantity = Object.entries(stock).find(([wanted]) => wanted === key)?.[1]
      return quantity ? [{ item, itemEn, unit, quantity }] : []
    }),
  }))
}
