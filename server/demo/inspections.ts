import type { IncidentType } from '../incident/incident.ts'
import type { LngLat } from '../region/place.ts'
import { type Point, toLngLat } from './plane.ts'
import type { Sites } from './sites.ts'

/** Who answers for the sources, in turn. */
export const responsibles = ['韩立新', '陆秀兰', '顾海波', '吴晓峰', '沈国强', '唐敏', '何志远', '秦玉梅']

/** Sources whose inspection is overdue today, by how many days. */
export const lateByDays: Record<string, number> = { 'WXY-002': 18, 'WXY-009': 4 }

interface DemoDanger {
  code: string
  title: string
  detail: string
  grade: 'general' | 'major'
  steps: readonly ('assess' | 'supervise' | 'rectify' | 'accept' | 'close')[]
  daysAgo: number
  dueInDays: number
  responsible: string
  repair: { measures: string; fundsYuan: number | null; contingency: string }
}

const repair = {
  measures: '更换并复测，结果存档',
  fundsYuan: 38000,
  contingency: '停用该段并设警戒，备足堵漏器材',
}
const general = { grade: 'general' as const, repair }

/** A hidden danger in each state, one of them supervised. */
export const demoDangers: readonly DemoDanger[] = [
  {
    ...general,
    code: 'WXY-016',
    title: '卸油口静电接地仪失效',
    detail: '接地仪无声光报警，卸油作业未停。',
    steps: [],
    daysAgo: 2,
    dueInDays: 14,
    responsible: '顾海波',
  },
  {
    ...general,
    code: 'WXY-020',
    title: '压缩机房可燃气体探测器未校验',
    detail: '校验标签过期 4 个月。',
    steps: ['assess'],
    daysAgo: 20,
    dueInDays: -3,
    responsible: '吴晓峰',
  },
  {
    code: 'WXY-003',
    title: '液氯储罐紧急切断阀动作迟缓',
    detail: '切断时间 41 s，超过设计要求；氯气检测报警与切断未联锁。',
    grade: 'major',
    steps: ['assess', 'supervise'],
    daysAgo: 26,
    dueInDays: 21,
    responsible: '沈国强',
    repair,
  },
  {
    ...general,
    code: 'WXY-005',
    title: '合成塔平台护栏锈蚀',
    detail: '三层平台东侧护栏立柱锈穿两处。',
    steps: ['assess', 'rectify'],
    daysAgo: 30,
    dueInDays: 6,
    responsible: '何志远',
  },
  {
    ...general,
    code: 'WXY-047',
    title: '高层住宅消防车道被占用',
    detail: '两处消防登高面停放车辆。',
    steps: ['assess', 'rectify', 'accept'],
    daysAgo: 33,
    dueInDays: 3,
    responsible: '唐敏',
  },
  {
    ...general,
    code: 'WXY-027',
    title: '下穿泵站备用泵不能启动',
    detail: '备用泵电机受潮，绝缘不合格。',
    steps: ['assess', 'rectify', 'accept', 'close'],
    daysAgo: 40,
    dueInDays: 1,
    responsible: '陆秀兰',
  },
  {
    ...general,
    code: 'WXY-029',
    title: '老镇砖木房屋私拉电线',
    detail: '南街 6 户沿木檐敷设明线。',
    steps: ['assess'],
    daysAgo: 9,
    dueInDays: 12,
    responsible: '秦玉梅',
  },
]

interface DemoGauge {
  code: string
  name: string
  nameEn: string
  quantity: string
  unit: string
  /** Code of the source it stands at. */
  hazard: string
  lngLat: LngLat
  back: number
  first: number
  second: number
  /** Values of the last hours, the latest now. */
  day: number[]
}

/** A quiet day round a value, the same every time. */
const quiet = (middle: number, swing: number): number[] =>
  Array.from({ length: 24 }, (_, i) =>
    round(middle + swing * Math.sin(i * 1.7) + swing * 0.4 * Math.cos(i * 4.1)),
  )
const round = (value: number) => Math.round(value * 10) / 10

/** A little off the middle of a place, where the symbol of the source stands. */
const beside = ([x, y]: Point): LngLat => toLngLat([x + 70, y - 45])

/** Gauges at sources: gas at the plants, water at the underpasses and creeks. The probe at the leak is over. */
export function demoGauges(sites: Sites): DemoGauge[] {
  const gas = (code: string, key: string, [hazard, quantity]: [string, string], day: number[]): DemoGauge => {
    const { name, nameEn } = sites.named(key)
    return {
      code,
      name: `${name}气体探头`,
      nameEn: `${nameEn} gas probe`,
      quantity,
      unit: 'ppm',
      hazard,
      lngLat: beside(sites.at(key)),
      back: 20,
      first: 25,
      second: 50,
      day,
    }
  }
  const water = (
    code: string,
    [name, nameEn, hazard]: [string, string, string],
    at: Point,
    day: number[],
  ) => ({
    code,
    name,
    nameEn,
    quantity: '水深',
    unit: 'cm',
    hazard,
    lngLat: beside(at),
    back: 12,
    first: 15,
    second: 27,
    day,
  })
  const leak = quiet(3, 1.2).map((value, i) => (i < 22 ? value : i === 22 ? 34.5 : 62))
  const rising = quiet(2, 0.8).map((value, i) => (i < 20 ? value : round(3 + 3.4 * (i - 19))))
  return [
    gas('GAS-01', 'tanks-1', ['WXY-002', '可燃气体'], quiet(6, 2)),
    gas('GAS-02', 'tanks-2', ['WXY-003', '氯'], quiet(0.4, 0.3)),
    gas('GAS-03', 'tanks-3', ['WXY-001', '氨'], leak),
    gas('GAS-04', 'tanks-port', ['WXY-004', '可燃气体'], quiet(8, 3)),
    gas('GAS-05', 'plant-1', ['WXY-006', '氮氧化物'], quiet(2, 0.7)),
    gas('GAS-06', 'plant-2', ['WXY-007', '可燃气体'], quiet(4, 1.5)),
    gas('GAS-07', 'plant-3', ['WXY-005', '氨'], quiet(5, 2)),
    gas('GAS-08', 'cold-store', ['WXY-009', '氨'], quiet(4, 1.6)),
    water(
      'WL-01',
      ['申江大道下穿积水监测', 'Underpass gauge, Shenjiang Avenue', 'WXY-026'],
      sites.underpass('申江大道'),
      rising,
    ),
    water(
      'WL-02',
      ['西江路下穿积水监测', 'Underpass gauge, Xijiang Road', 'WXY-027'],
      sites.underpass('西江路'),
      quiet(2, 0.8),
    ),
    water(
      'WL-03',
      ['东湖路下穿积水监测', 'Underpass gauge, Donghu Road', 'WXY-028'],
      sites.underpass('东湖路'),
      quiet(3, 1),
    ),
  ]
}

export interface DemoPastIncident {
  daysAgo: number
  type: IncidentType
  title: string
  lngLat: LngLat
  address: string
}

/** Rear-end collisions on one stretch and fires in the old town, years back: what repeats is a risk point. */
export function demoPast(sites: Sites): DemoPastIncident[] {
  const [x, y] = sites.at('tanks-1')
  const road = sites.stretch('东港大道', [x, y], 420)
  const crashes = [420, 505, 610, 744, 902].map((daysAgo, i) => ({
    daysAgo,
    type: 'traffic' as const,
    title: `货车追尾 ${5 - i}`,
    lngLat: toLngLat(road[Math.min(road.length - 1, i)] ?? [x, y]),
    address: '东港大道园区段',
  }))
  const fires = [398, 560, 811].map((daysAgo, i) => ({
    daysAgo,
    type: 'fire' as const,
    title: `老镇南街民房火灾 ${3 - i}`,
    lngLat: toLngLat([-1380 + 60 * i, 3330 - 40 * i]),
    address: '申港老镇南街',
  }))
  return [...crashes, ...fires]
}
