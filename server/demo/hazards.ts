import type { HazardKind, Stock } from '../hazard/hazard.ts'
import type { LngLat, Polygon } from '../region/place.ts'
import type { Domain } from '../risk/risk.ts'
import { type Assessed, diagnosed, lec, ls, mes } from './assessment.ts'
import { healthSources, naturalSources, socialSources, villageSources } from './everyday-hazards.ts'
import { type Point, toLngLat } from './plane.ts'
import { at } from './random.ts'
import type { DemoRegion } from './regions.ts'
import type { Ring } from './ring.ts'
import type { Sites } from './sites.ts'

/** A hazard source as the made-up town's register lists it. `inherent` and `residual` are null when not assessed. */
export interface DemoHazard {
  code: string
  name: string
  nameEn: string
  domain: Domain
  kind: HazardKind
  lngLat: LngLat
  area: Polygon | null
  reachMeters: number
  major: boolean
  inventory: Stock[]
  owner: string
  inherent: Assessed | null
  residual: Assessed | null
}

/** One line of the tables below. */
export interface Source {
  name: [string, string]
  kind: HazardKind
  domain: Domain
  at: Point
  reach: number
  ring?: Ring | null
  area?: Polygon
  inventory?: Stock[]
  owner?: string
  risk: [inherent: Assessed, residual: Assessed] | null
}

const stock = (name: string, cas: string | null, tonnes: number): Stock => ({ name, cas, tonnes })
const work = { domain: 'work-safety' as const }
const RED: Source['risk'] = [lec(6, 6, 40), lec(3, 3, 40)]
const ORANGE: Source['risk'] = [lec(6, 6, 15), lec(3, 6, 15)]
const YELLOW: Source['risk'] = [lec(3, 6, 15), lec(1, 6, 15)]

function majorInstallations(sites: Sites): Source[] {
  const farm = (key: string) => ({
    ...work,
    kind: 'tank-farm' as const,
    at: sites.at(key),
    ring: sites.ring(key),
  })
  return [
    {
      ...farm('tanks-3'),
      name: ['3 号罐区液氨罐组', 'Tank Farm 3, liquid ammonia'],
      reach: 60,
      owner: '镜湖合成氨厂',
      inventory: [stock('液氨', '7664-41-7', 120)],
      risk: RED,
    },
    {
      ...farm('tanks-1'),
      name: ['1 号罐区甲醇汽油罐组', 'Tank Farm 1, methanol and petrol'],
      reach: 220,
      owner: '澜海精细化工',
      inventory: [stock('甲醇', '67-56-1', 1800), stock('汽油', '86290-81-5', 900)],
      risk: ORANGE,
    },
    {
      ...farm('tanks-2'),
      name: ['2 号罐区液氯环氧乙烷罐组', 'Tank Farm 2, chlorine and ethylene oxide'],
      reach: 260,
      owner: '申澜新材料',
      inventory: [stock('氯', '7782-50-5', 12), stock('环氧乙烷', '75-21-8', 30)],
      risk: [lec(3, 6, 40), lec(3, 6, 15)],
    },
    {
      ...farm('tanks-port'),
      name: ['港区油品库罐组', 'Port oil depot'],
      reach: 70,
      owner: '东港油品仓储',
      inventory: [stock('汽油', '86290-81-5', 5200), stock('乙醇', '64-17-5', 800)],
      risk: ORANGE,
    },
    {
      ...work,
      kind: 'chemical-plant',
      at: sites.at('plant-3'),
      name: ['合成氨装置', 'Ammonia synthesis unit'],
      reach: 130,
      owner: '镜湖合成氨厂',
      inventory: [stock('氨', '7664-41-7', 45), stock('氢', '1333-74-0', 6)],
      risk: [lec(6, 6, 40), lec(3, 3, 40)],
    },
  ]
}

function works(sites: Sites): Source[] {
  const plain = (key: string, kind: HazardKind, name: [string, string]) => ({
    ...work,
    kind,
    name,
    at: sites.at(key),
    ring: sites.ring(key),
    owner: sites.named(key).name,
  })
  return [
    {
      ...plain('plant-1', 'chemical-plant', ['澜海精细化工硝化车间', 'Lanhai nitration workshop']),
      reach: 220,
      risk: [lec(6, 6, 15), diagnosed(66.5)],
    },
    {
      ...plain('plant-2', 'chemical-plant', ['申澜新材料聚合装置', 'Shenlan polymerisation unit']),
      reach: 160,
      risk: [lec(6, 6, 15), diagnosed(71)],
    },
    {
      ...plain('battery', 'works', ['鹭新动力电池化成车间', 'Luxin battery formation shop']),
      reach: 90,
      risk: [mes(5, 6, 10), mes(1, 6, 10)],
    },
    {
      ...plain('cold-store', 'warehouse', ['东港冷链涉氨制冷机房', 'Donggang ammonia refrigeration room']),
      reach: 120,
      ring: null,
      inventory: [stock('氨', '7664-41-7', 8)],
      risk: ORANGE,
    },
    {
      ...plain('shipyard', 'works', ['北岸船厂涂装与受限空间', 'Shipyard painting and confined spaces']),
      reach: 150,
      risk: [mes(3, 6, 8), mes(1, 6, 10)],
    },
    {
      ...plain('yard', 'port', ['东港危险货物堆场', 'Donggang dangerous goods yard']),
      reach: 90,
      risk: [lec(3, 6, 15), lec(1, 6, 15)],
    },
    {
      ...plain('sewage', 'works', ['污水厂受限空间', 'Sewage works confined spaces']),
      reach: 80,
      risk: [lec(6, 3, 15), lec(3, 3, 15)],
    },
    { ...plain('depot', 'works', ['公交总站充电区', 'Bus depot charging area']), reach: 140, risk: null },
    {
      ...work,
      kind: 'gas-facility',
      name: ['望湖天然气门站', 'Wanghu natural gas station'],
      at: [-2700, -1750],
      reach: 220,
      inventory: [stock('天然气', '74-82-8', 9)],
      risk: [lec(3, 6, 40), lec(1, 6, 15)],
    },
    {
      ...work,
      kind: 'transport-route',
      name: ['临江大道危化品运输', 'Dangerous goods on Linjiang Avenue'],
      at: [2600, 1275],
      ring: [
        [1800, 1000],
        [2250, 1215],
        [3420, 1295],
        [3420, 1365],
        [2250, 1285],
        [1780, 1070],
      ],
      reach: 60,
      risk: [ls(4, 4), ls(3, 4)],
    },
  ]
}

function fuelStations(sites: Sites): Source[] {
  return Array.from({ length: 8 }, (_, i) => {
    const key = `fuel-${i + 1}`
    const { name, nameEn } = sites.named(key)
    const risk =
      i === 7 ? null : i === 4 ? ORANGE : i === 5 ? ([lec(1, 6, 15), lec(0.5, 6, 15)] as const) : YELLOW
    return {
      ...work,
      kind: 'fuel-station' as const,
      name: [name, nameEn],
      at: sites.at(key),
      reach: 230,
      owner: name,
      inventory: [stock('汽油', '86290-81-5', 60)],
      risk: risk && [...risk],
    }
  })
}

function buildingSites(sites: Sites): Source[] {
  const grounds = sites.unnamed('building-site')
  const names: [string, string][] = [
    ['人才公寓工地深基坑', 'Talent flats deep pit'],
    ['听涛安置房工地', 'Tingtao housing site'],
  ]
  return names.map((name, i) => ({
    ...work,
    kind: 'construction' as const,
    name,
    at: at(grounds, i),
    reach: 130,
    risk: i === 0 ? [mes(5, 6, 10), mes(3, 6, 8)] : null,
  }))
}

function polygonOf(ring: Ring): Polygon {
  const corners = ring.map(toLngLat)
  return { type: 'Polygon', coordinates: [[...corners, at(corners, 0)]] }
}

/** The register of 60 hazard sources over all four domains. */
export function demoHazards(sites: Sites, villages: readonly DemoRegion[]): DemoHazard[] {
  const major = majorInstallations(sites)
  const sources = [
    ...major,
    ...works(sites),
    ...fuelStations(sites),
    ...buildingSites(sites),
    ...naturalSources(sites),
    ...healthSources(sites),
    ...socialSources(sites),
    ...villageSources(villages),
  ]
  return sources.map((source, i) => ({
    code: `WXY-${String(i + 1).padStart(3, '0')}`,
    name: source.name[0],
    nameEn: source.name[1],
    domain: source.domain,
    kind: source.kind,
    lngLat: toLngLat(source.at),
    area: source.area ?? (source.ring ? polygonOf(source.ring) : null),
    reachMeters: source.reach,
    major: i < major.length,
    inventory: source.inventory ?? [],
    owner: source.owner ?? '',
    inherent: source.risk?.[0] ?? null,
    residual: source.risk?.[1] ?? null,
  }))
}
