import type { Context } from '../context.ts'
import { findHazards } from '../hazard/find.ts'
import { file } from '../installation/file.ts'
import type { InstallationKind } from '../installation/installation.ts'
import { register } from '../installation/register.ts'
import type { LngLat } from '../region/place.ts'
import { toLngLat } from './plane.ts'
import type { Sites } from './sites.ts'

/** A unit of the chemical park: the source it belongs to by name, its middle off the source's, what it holds. */
interface DemoUnit {
  source: string
  name: [zh: string, en: string]
  kind: InstallationKind
  at: string
  east: number
  north: number
  holds: [no: number, tonnes: string, note: string][]
  filed?: [number: string, monthsAgo: number]
}

const units: DemoUnit[] = [
  {
    source: '申澜新材料聚合装置',
    name: ['光气化装置', 'Phosgenation unit'],
    kind: 'production-unit',
    at: 'plant-2',
    east: 40,
    north: 20,
    holds: [
      [6, '1.5', '光气缓冲罐 V-101'],
      [12, '9', '液氯汽化器'],
      [57, '40', '溶剂罐'],
    ],
    filed: ['LJ-危源-2024-003', 33],
  },
  {
    source: '申澜新材料聚合装置',
    name: ['TDI 成品库', 'TDI store'],
    kind: 'warehouse',
    at: 'plant-2',
    east: -60,
    north: -40,
    holds: [[23, '85', '桶装 340 桶']],
  },
  {
    source: '3 号罐区液氨罐组',
    name: ['液氨球罐组', 'Ammonia spheres'],
    kind: 'tank-area',
    at: 'tanks-3',
    east: 0,
    north: 0,
    holds: [
      [1, '60', 'V-301 球罐，设计最大 60 t'],
      [1, '60', 'V-302 球罐，设计最大 60 t'],
    ],
    filed: ['LJ-危源-2025-011', 14],
  },
  {
    source: '1 号罐区甲醇汽油罐组',
    name: ['甲醇罐组', 'Methanol tanks'],
    kind: 'tank-area',
    at: 'tanks-1',
    east: -60,
    north: 20,
    holds: [
      [65, '900', 'T-101'],
      [65, '900', 'T-102'],
    ],
    filed: ['LJ-危源-2023-006', 40],
  },
  {
    source: '1 号罐区甲醇汽油罐组',
    name: ['汽油罐组', 'Petrol tanks'],
    kind: 'tank-area',
    at: 'tanks-1',
    east: 70,
    north: -10,
    holds: [[66, '900', 'T-111 至 T-113']],
  },
  {
    source: '2 号罐区液氯环氧乙烷罐组',
    name: ['液氯罐组', 'Chlorine tanks'],
    kind: 'tank-area',
    at: 'tanks-2',
    east: -50,
    north: 0,
    holds: [[12, '12', '卧罐 3 台，1 台备用']],
    filed: ['LJ-危源-2025-002', 20],
  },
  {
    source: '2 号罐区液氯环氧乙烷罐组',
    name: ['环氧乙烷罐组', 'Ethylene oxide tanks'],
    kind: 'tank-area',
    at: 'tanks-2',
    east: 60,
    north: 0,
    holds: [[7, '30', '氮封球罐']],
  },
  {
    source: '港区油品库罐组',
    name: ['港区汽油乙醇罐组', 'Port petrol and ethanol tanks'],
    kind: 'tank-area',
    at: 'tanks-port',
    east: 0,
    north: 0,
    holds: [
      [66, '5200', '内浮顶罐 8 台'],
      [67, '800', '变性燃料乙醇罐 2 台'],
    ],
    filed: ['LJ-危源-2024-009', 25],
  },
  {
    source: '合成氨装置',
    name: ['氨合成单元', 'Ammonia synthesis'],
    kind: 'production-unit',
    at: 'plant-3',
    east: 0,
    north: 0,
    holds: [
      [1, '45', '合成塔、氨分离器、冷冻系统'],
      [51, '6', '合成气中的氢'],
    ],
  },
  {
    source: '东港冷链涉氨制冷机房',
    name: ['制冷机房', 'Refrigeration room'],
    kind: 'production-unit',
    at: 'cold-store',
    east: 0,
    north: 0,
    holds: [[1, '8', '贮氨器与系统充注量']],
  },
]

const halfMeters = 34

/** Enters the units of the made-up town by the verbs that people use, so that each is counted and graded. */
export async function foundInstallations(context: Context, townId: number, sites: Sites): Promise<void> {
  const hazards = await findHazards(context, { town: townId, limit: 5000, cursor: 0 })
  const sources = new Map(hazards.map(({ id, name }) => [name, id]))
  for (const unit of units) {
    const hazardId = sources.get(unit.source)
    if (hazardId === undefined) throw new Error(`the made-up town has no source ${unit.source}`)
    const [x, y] = sites.at(unit.at)
    const corner = (east: number, north: number): LngLat =>
      toLngLat([x + unit.east + east * halfMeters, y + unit.north + north * halfMeters])
    const ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)]
    const made = await register(context, {
      hazardId,
      name: unit.name[0],
      nameEn: unit.name[1],
      kind: unit.kind,
      place: { type: 'Polygon', coordinates: [ring] },
      ringFrom: 'source',
      lines: unit.holds.map(([no, tonnes, note]) => ({ no, cas: null, classes: [], name: '', tonnes, note })),
    })
    if (!unit.filed || made.grade === 0) continue
    const [number, monthsAgo] = unit.filed
    const filedAt = new Date(context.inside?.now ?? Date.now())
    filedAt.setUTCMonth(filedAt.getUTCMonth() - monthsAgo)
    await file(context, made.id, {
      number,
      filedOn: filedAt.toISOString().slice(0, 10),
      years: 3,
      version: made.version,
    })
  }
}
