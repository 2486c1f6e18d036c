import type { Polygon } from '../region/place.ts'
import { coverage } from './coverage.ts'
import type { Layout } from './layout.ts'
import { Merger, middleOf, type Piece } from './merge.ts'
import { distance, type Point, toLattice } from './plane.ts'
import { at } from './random.ts'
import type { Ring } from './ring.ts'

export interface DemoRegion {
  code: string
  name: string
  nameEn: string
  level: 'town' | 'community' | 'village'
  parentCode: string | null
  polygon: Polygon
}
export interface DemoGrid {
  code: string
  name: string
  regionCode: string
  polygon: Polygon
  ring: Ring
}
interface Division {
  regions: DemoRegion[]
  grids: DemoGrid[]
}

const TOWN = '999115100000'
const COMMUNITIES = [
  { code: '999115101000', name: '申港社区', nameEn: 'Shengang Community', villages: 5, grids: 74 },
  { code: '999115102000', name: '芦滨社区', nameEn: 'Lubin Community', villages: 4, grids: 62 },
  { code: '999115103000', name: '综合社区', nameEn: 'Zonghe Community', villages: 4, grids: 68 },
]

/** Villages by the place they are named after; the nearest free name is taken. */
const VILLAGES: [number, string, string, Point][] = [
  [0, '老镇居委会', 'Old Town Neighbourhood', [-900, 3150]],
  [0, '北新居委会', 'Beixin Neighbourhood', [1000, 3300]],
  [0, '北沙村', 'Beisha Village', [-3100, 3350]],
  [0, '临江居委会', 'Linjiang Neighbourhood', [1000, 1200]],
  [0, '港区居委会', 'Port Neighbourhood', [3200, 1500]],
  [1, '采菱居委会', 'Cailing Neighbourhood', [900, -1300]],
  [1, '芦滨居委会', 'Lubin Neighbourhood', [2000, -1000]],
  [1, '潮音村', 'Chaoyin Village', [3000, -3000]],
  [1, '棠梨村', 'Tangli Village', [1100, -3700]],
  [2, '听涛居委会', 'Tingtao Neighbourhood', [-1500, 1200]],
  [2, '望湖居委会', 'Wanghu Neighbourhood', [-1400, -1200]],
  [2, '雁渚村', 'Yanzhu Village', [-3700, 800]],
  [2, '荻溪村', 'Dixi Village', [-3300, -2900]],
]

function polygonOf(points: readonly Point[], ring: readonly number[]): Polygon {
  const corners = ring.map(id => {
    const [lng, lat] = toLattice(at(points, id))
    return [lng / 1e7, lat / 1e7] as [number, number]
  })
  return { type: 'Polygon', coordinates: [[...corners, at(corners, 0)]] }
}

/** Town, communities, villages and grids as one coverage: borders are shared vertex by vertex. */
export function divide(layout: Layout, peopleIn: (ring: Ring) => number): Division {
  const { points, pieces } = coverage(layout, peopleIn)
  const merger = new Merger(points, pieces)
  COMMUNITIES.forEach((community, group) => void merger.mergeTo(community.grids, group))
  const grids = [...merger.pieces].map((piece, i) => ({ ...piece, members: [i] }))
  const upper = new Merger(points, grids)
  COMMUNITIES.forEach((community, group) => void upper.mergeTo(community.villages, group))
  const villages = [...upper.pieces]
  const whole = new Merger(
    points,
    villages.map((piece, i) => ({ ...piece, members: [i] })),
  )
  COMMUNITIES.forEach((_, group) => void whole.mergeTo(1, group))
  const town = new Merger(
    points,
    [...whole.pieces].map((piece, i) => ({ ...piece, group: 0, members: [i] })),
  ).mergeTo(1)
  return named({ points, grids, villages, communities: [...whole.pieces], town: at([...town.pieces], 0) })
}

interface Parts {
  points: Point[]
  grids: Piece[]
  villages: Piece[]
  communities: Piece[]
  town: Piece
}

function named({ points, grids, villages, communities, town }: Parts): Division {
  const root: DemoRegion = {
    code: TOWN,
    name: '镜湖新城镇',
    nameEn: 'Jinghu New Town',
    level: 'town',
    parentCode: null,
    polygon: polygonOf(points, town.ring),
  }
  const middle = communities.map(({ group, ring }): DemoRegion => {
    const { code, name, nameEn } = at(COMMUNITIES, group)
    return { code, name, nameEn, level: 'community', parentCode: TOWN, polygon: polygonOf(points, ring) }
  })
  const labels = villageNames(points, villages)
  const lower: DemoRegion[] = []
  const cells: DemoGrid[] = []
  COMMUNITIES.forEach(({ code }, group) => {
    villages
      .filter(village => village.group === group)
      .forEach((village, order) => {
        const villageCode = `${code.slice(0, 9)}${String(order + 1).padStart(3, '0')}`
        const [, name, nameEn] = labels.get(village) ?? [0, '', '']
        lower.push({
          code: villageCode,
          name,
          nameEn,
          level: 'village',
          parentCode: code,
          polygon: polygonOf(points, village.ring),
        })
        northFirst(
          points,
          village.members.map(member => at(grids, member)),
        ).forEach((grid, serial) => {
          cells.push({
            code: `${villageCode}${String(serial + 1).padStart(3, '0')}`,
            name: `${name.replace(/(居委会|村)$/, '')}第 ${serial + 1} 网格`,
            regionCode: villageCode,
            polygon: polygonOf(points, grid.ring),
            ring: grid.ring.map(id => at(points, id)),
          })
        })
      })
  })
  return { regions: [root, ...middle, ...lower], grids: cells }
}

function northFirst(points: readonly Point[], pieces: Piece[]): Piece[] {
  const row = (piece: Piece) => Math.round(middleOf(points, piece.ring)[1] / 400)
  return pieces.sort((a, b) => row(b) - row(a) || middleOf(points, a.ring)[0] - middleOf(points, b.ring)[0])
}

function villageNames(
  points: readonly Point[],
  villages: readonly Piece[],
): Map<Piece, (typeof VILLAGES)[number]> {
  const found = new Map<Piece, (typeof VILLAGES)[number]>()
  const open = VILLAGES.flatMap(label =>
    villages
      .filter(({ group }) => group === label[0])
      .map(village => ({ label, village, meters: distance(label[3], middleOf(points, village.ring)) })),
  ).sort((a, b) => a.meters - b.meters)
  const taken = new Set<(typeof VILLAGES)[number]>()
  for (const { label, village } of open) {
    if (found.has(village) || taken.has(label)) continue
    found.set(village, label)
    taken.add(label)
  }
  return found
}
