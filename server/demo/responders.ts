import type { LngLat } from '../region/place.ts'
import type { ResponderKind, Skill } from '../responder/responder.ts'
import { phoneNumbers } from './names.ts'
import { type Point, polar, toLngLat } from './plane.ts'
import { at } from './random.ts'
import type { Sites } from './sites.ts'

/** `parent` is the key of the team that a vehicle or expert belongs to. */
export interface DemoResponder {
  key: string
  parent: string | null
  kind: ResponderKind
  name: string
  nameEn: string
  skills: Skill[]
  people: number
  vehicles: number
  heightMeters: number | null
  weightTons: number | null
  phone: string
  home: LngLat
  onDuty: boolean
}

type Team = [key: string, zh: string, en: string, skills: Skill[], people: number, place: string | Point]

const TEAMS: Team[] = [
  ['fire-lubin', '芦滨消防救援站', 'Lubin Fire and Rescue', ['fire', 'rescue', 'hazmat'], 24, 'fire-lubin'],
  ['fire-shengang', '申港专职消防队', 'Shengang Fire Brigade', ['fire', 'rescue'], 14, 'fire-shengang'],
  ['fire-port', '港区消防救援站', 'Port Fire and Rescue', ['fire', 'rescue', 'hazmat'], 26, 'fire-port'],
  ['fire-lake', '镜湖消防救援站', 'Jinghu Fire and Rescue', ['fire', 'rescue'], 30, 'fire-lake'],
  ['fire-park', '化工园区专职消防队', 'Chemical Park Fire Brigade', ['fire', 'hazmat'], 20, 'fire-park'],
  ['fire-zonghe', '综合社区微型消防站', 'Zonghe Fire Post', ['fire'], 8, 'fire-zonghe'],
  ['police-lake', '镜湖派出所', 'Jinghu Police', ['police', 'evacuation'], 32, 'police-lake'],
  ['police-shengang', '申港派出所', 'Shengang Police', ['police', 'evacuation'], 22, 'police-shengang'],
  ['police-lubin', '芦滨派出所', 'Lubin Police', ['police', 'evacuation'], 20, 'police-lubin'],
  ['police-zonghe', '综合社区派出所', 'Zonghe Police', ['police'], 18, 'police-zonghe'],
  ['traffic', '交警镜湖中队', 'Traffic Police', ['police'], 16, polar(2120, -60)],
  [
    'medical-lake',
    '镜湖人民医院急救队',
    "People's Hospital Emergency Team",
    ['medical', 'burns'],
    18,
    'hospital-lake',
  ],
  ['medical-north', '申港医院急救队', 'Shengang Hospital Emergency Team', ['medical'], 10, 'hospital-north'],
  ['medical-south', '芦滨卫生中心急救组', 'Lubin Health Centre Team', ['medical'], 6, 'hospital-south'],
  [
    'medical-west',
    '综合卫生中心急救组',
    'Zonghe Health Centre Team',
    ['medical', 'psychology'],
    6,
    'hospital-west',
  ],
  ['epidemic', '疾控应急处置队', 'Disease Control Team', ['epidemic', 'monitoring'], 12, polar(1290, 95)],
  ['flood-1', '防汛抢险一队', 'Flood Team 1', ['flood', 'engineering'], 28, [-1150, 2900]],
  ['flood-2', '防汛抢险二队', 'Flood Team 2', ['flood', 'engineering'], 24, [650, -2900]],
  [
    'hazmat-park',
    '临江化工园区应急救援队',
    'Chemical Park Rescue Team',
    ['hazmat', 'chemical', 'monitoring'],
    18,
    [2250, 1000],
  ],
  ['hazmat-port', '港区危化品救援队', 'Port Hazmat Team', ['hazmat'], 14, [3450, 1250]],
  [
    'engineering-1',
    '市政工程抢险队',
    'Municipal Engineering Team',
    ['engineering', 'structure'],
    26,
    [-1550, -1450],
  ],
  ['engineering-2', '道路桥梁抢修队', 'Road and Bridge Team', ['engineering'], 18, [1500, 2050]],
  ['power', '供电抢修队', 'Power Repair Team', ['power'], 16, [1820, -300]],
  ['gas', '燃气抢修队', 'Gas Repair Team', ['engineering', 'hazmat'], 10, [-2250, -1450]],
  ['water', '供水抢修队', 'Water Repair Team', ['water-supply', 'engineering'], 12, 'water-works'],
  [
    'monitoring',
    '生态环境监测组',
    'Environmental Monitoring',
    ['monitoring', 'chemical'],
    8,
    polar(1540, 12),
  ],
  ['militia-1', '镜湖民兵应急连', 'Jinghu Militia', ['militia', 'evacuation'], 60, [-1500, 1500]],
  ['militia-2', '芦滨民兵应急排', 'Lubin Militia', ['militia', 'evacuation', 'flood'], 30, [1480, -1550]],
  ['evacuation', '公交应急运输队', 'Bus Evacuation Team', ['evacuation'], 20, 'depot'],
  [
    'volunteers',
    '蓝鹭志愿救援队',
    'Blue Heron Volunteers',
    ['rescue', 'flood', 'psychology'],
    35,
    [-1000, -1700],
  ],
]

type Vehicle = [zh: string, en: string, height: number, weight: number, skills: Skill[]]
const TANKER: Vehicle = ['水罐消防车', 'Water tender', 3.5, 17, ['fire']]
const FOAM: Vehicle = ['重型泡沫消防车', 'Heavy foam tender', 3.7, 32, ['fire', 'hazmat']]
const LADDER: Vehicle = ['云梯消防车', 'Turntable ladder', 3.95, 33, ['fire', 'rescue']]
const RESCUE: Vehicle = ['抢险救援车', 'Rescue tender', 3.4, 14, ['rescue']]
const CHEMICAL: Vehicle = ['化学洗消车', 'Decontamination tender', 3.4, 15, ['hazmat']]
const AMBULANCE: Vehicle = ['负压救护车', 'Ambulance', 2.6, 3.5, ['medical']]
const PATROL: Vehicle = ['巡逻警车', 'Patrol car', 1.7, 2, ['police']]
const PUMP: Vehicle = ['龙吸水排涝车', 'Drainage pump truck', 3.4, 18, ['flood']]
const BOAT: Vehicle = ['冲锋舟运输车', 'Boat carrier', 3, 7.5, ['flood']]
const CRANE: Vehicle = ['工程抢险吊车', 'Recovery crane', 3.6, 26, ['engineering']]
const POWER: Vehicle = ['应急发电车', 'Generator truck', 3.5, 14, ['power']]
const PROBE: Vehicle = ['环境监测车', 'Monitoring van', 2.8, 5, ['monitoring']]
const BUS: Vehicle = ['应急转运大客车', 'Evacuation bus', 3.2, 12.5, ['evacuation']]

const FLEET: [string, Vehicle[]][] = [
  ['fire-lubin', [TANKER, FOAM, RESCUE, CHEMICAL]],
  ['fire-shengang', [TANKER, RESCUE]],
  ['fire-port', [TANKER, FOAM, LADDER, CHEMICAL]],
  ['fire-lake', [TANKER, LADDER, RESCUE]],
  ['fire-park', [FOAM, CHEMICAL]],
  ['fire-zonghe', [TANKER]],
  ['police-lake', [PATROL, PATROL]],
  ['police-lubin', [PATROL]],
  ['traffic', [PATROL]],
  ['medical-lake', [AMBULANCE, AMBULANCE, AMBULANCE]],
  ['medical-north', [AMBULANCE, AMBULANCE]],
  ['medical-south', [AMBULANCE]],
  ['medical-west', [AMBULANCE]],
  ['flood-1', [PUMP, BOAT]],
  ['flood-2', [PUMP, BOAT]],
  ['hazmat-park', [CHEMICAL, PROBE]],
  ['engineering-1', [CRANE]],
  ['power', [POWER, POWER]],
  ['monitoring', [PROBE]],
  ['evacuation', [BUS, BUS, BUS]],
]

const EXPERTS: [string, string, string, string, Skill[], Point][] = [
  ['顾明哲', 'Gu Mingzhe', '液氨工艺', 'ammonia processes', ['chemical', 'hazmat'], polar(1850, 5)],
  ['沈佳怡', 'Shen Jiayi', '危化品储运', 'hazardous storage', ['chemical', 'hazmat'], polar(1400, 40)],
  ['许建平', 'Xu Jianping', '储罐结构', 'tank structures', ['structure', 'chemical'], [1400, 1750]],
  [
    '陆海燕',
    'Lu Haiyan',
    '有毒气体扩散',
    'toxic gas dispersion',
    ['chemical', 'monitoring'],
    polar(1700, 150),
  ],
  ['郑立新', 'Zheng Lixin', '消防灭火', 'fire fighting', ['fire'], polar(1250, 170)],
  ['严正阳', 'Yan Zhengyang', '锂电池火灾', 'battery fires', ['fire', 'chemical'], [2050, -750]],
  ['金慧敏', 'Jin Huimin', '烧伤救治', 'burn care', ['burns', 'medical'], polar(1350, 210)],
  ['蒋雪芬', 'Jiang Xuefen', '中毒急救', 'poisoning', ['medical', 'chemical'], [60, 3120]],
  ['潘若兰', 'Pan Ruolan', '传染病防控', 'infectious disease', ['epidemic', 'medical'], polar(1290, 88)],
  ['施静怡', 'Shi Jingyi', '心理援助', 'psychological aid', ['psychology'], polar(1800, 230)],
  ['韩长青', 'Han Changqing', '水文预报', 'hydrology', ['hydrology', 'flood'], [-1500, 2080]],
  ['章宏伟', 'Zhang Hongwei', '堤防抢险', 'dyke repair', ['flood', 'structure'], [250, 2080]],
  ['魏启明', 'Wei Qiming', '城市内涝', 'urban flooding', ['hydrology', 'flood'], polar(1950, 290)],
  ['彭国栋', 'Peng Guodong', '地质灾害', 'geology', ['geology'], [-2300, -450]],
  ['云少华', 'Yun Shaohua', '边坡治理', 'slopes', ['geology', 'structure'], [-1900, 1250]],
  ['柏振宇', 'Bai Zhenyu', '桥梁结构', 'bridges', ['structure', 'engineering'], [1050, 2120]],
  ['苏晓峰', 'Su Xiaofeng', '电力保障', 'power supply', ['power'], [1900, 600]],
  ['窦学勤', 'Dou Xueqin', '供水安全', 'water supply', ['water-supply'], [-2300, 1650]],
  ['喻文斌', 'Yu Wenbin', '环境监测', 'environmental monitoring', ['monitoring'], polar(1650, 350)],
  ['范春梅', 'Fan Chunmei', '大型活动安保', 'event security', ['police', 'evacuation'], polar(1000, 120)],
]

const OFF_DUTY = new Set(['volunteers', 'militia-2', 'police-zonghe'])

/** 30 teams, 20 experts and 40 vehicles. Names and numbers are invented. */
export function demoResponders(sites: Sites): DemoResponder[] {
  const phone = phoneNumbers(2000)
  const none = { heightMeters: null, weightTons: null }
  const teams = TEAMS.map(([key, name, nameEn, skills, people, place]): DemoResponder => {
    const vehicles = FLEET.find(([team]) => team === key)?.[1].length ?? 0
    return {
      key,
      parent: null,
      kind: 'team',
      name,
      nameEn,
      skills,
      people,
      vehicles,
      ...none,
      phone: phone(),
      home: toLngLat(sites.at(place)),
      onDuty: !OFF_DUTY.has(key),
    }
  })
  const vehicles = FLEET.flatMap(([key, list]) => {
    const team = at(
      teams.filter(one => one.key === key),
      0,
    )
    return list.map(
      ([zh, en, heightMeters, weightTons, skills], i): DemoResponder => ({
        key: `${key}/${i + 1}`,
        parent: key,
        kind: 'vehicle',
        name: `${team.name}${zh}${i + 1} 号`,
        nameEn: `${team.nameEn} ${en} ${i + 1}`,
        skills,
        people: 0,
        vehicles: 1,
        heightMeters,
        weightTons,
        phone: phone(),
        home: team.home,
        onDuty: team.onDuty,
      }),
    )
  })
  const experts = EXPERTS.map(
    ([zh, en, field, fieldEn, skills, place], i): DemoResponder => ({
      key: `expert-${i + 1}`,
      parent: null,
      kind: 'expert',
      name: `${zh} · ${field}`,
      nameEn: `${en} · ${fieldEn}`,
      skills,
      people: 1,
      vehicles: 0,
      ...none,
      phone: phone(),
      home: toLngLat(place),
      onDuty: i % 7 !== 6,
    }),
  )
  return [...teams, ...vehicles, ...experts]
}
