import type { Point } from './plane.ts'
import { inside } from './ring.ts'
import { HILL, seaGap, WETLAND } from './water.ts'

/** What a part of the town is for; blocks take their land use from it. */
export type Zone =
  | 'lakeside'
  | 'centre'
  | 'garden'
  | 'inner'
  | 'urban'
  | 'old-town'
  | 'campus'
  | 'chemical'
  | 'port'
  | 'works'
  | 'wetland'
  | 'hill'
  | 'rural'

export const RINGS = { lake: 720, first: 1080, second: 1500, third: 2050 }

export const northBank = (point: Point): boolean => point[1] > 1200 && riverSide(point) > 0

/** Positive north of the river's middle line. */
function riverSide([x, y]: Point): number {
  const knots: Point[] = [
    [-5200, 1740],
    [-3700, 2280],
    [-2200, 2560],
    [-700, 2440],
    [700, 2530],
    [1900, 2740],
    [2900, 2680],
    [3900, 2890],
    [5200, 3260],
  ]
  let before = knots[0] ?? [0, 0]
  for (const knot of knots) {
    if (x <= knot[0])
      return y - (before[1] + ((knot[1] - before[1]) * (x - before[0])) / (knot[0] - before[0] || 1))
    before = knot
  }
  return y - before[1]
}

const within = ([x, y]: Point, middle: Point, size: readonly [number, number]): boolean =>
  ((x - middle[0]) / size[0]) ** 2 + ((y - middle[1]) / size[1]) ** 2 < 1

export function zoneAt(point: Point): Zone {
  const [x, y] = point
  const radius = Math.hypot(x, y)
  if (radius < RINGS.lake) return 'lakeside'
  if (radius < RINGS.first) return 'centre'
  if (radius < RINGS.second) return 'garden'
  if (radius < RINGS.third) return 'inner'
  if (northBank(point)) return northZone(point)
  if (x > 2500 && y < -1500 && inside(point, WETLAND)) return 'wetland'
  if (x < -3300 && inside(point, HILL)) return 'hill'
  if (x > 1780 && x <= 3330 && y > 980) return 'chemical'
  if (x > 3330 && y > 150) return 'port'
  if (x > 2620 && y > -1050) return 'works'
  if (within(point, [-2050, -2150], [520, 620])) return 'campus'
  if (within(point, [0, 0], [3050, 3050]) || within(point, [1300, -2500], [1600, 1000])) return 'urban'
  return 'rural'
}

function northZone(point: Point): Zone {
  if (within(point, [-950, 3120], [900, 430])) return 'old-town'
  if (point[0] > 2250 && seaGap(point) > 0 && riverSide(point) < 1150) return 'works'
  if (within(point, [200, 3100], [2300, 1050])) return 'urban'
  return 'rural'
}

/** Where the villages of the farmland stand, with the names people use. */
export const villages: { name: string; nameEn: string; at: Point; size: number }[] = [
  { name: '荻溪村', nameEn: 'Dixi Village', at: [-3900, -1900], size: 330 },
  { name: '雁渚村', nameEn: 'Yanzhu Village', at: [-3700, 1050], size: 320 },
  { name: '沙洲村', nameEn: 'Shazhou Village', at: [-3500, -3900], size: 300 },
  { name: '南汀村', nameEn: 'Nanting Village', at: [-700, -4050], size: 330 },
  { name: '棠梨村', nameEn: 'Tangli Village', at: [1100, -3950], size: 300 },
  { name: '潮音村', nameEn: 'Chaoyin Village', at: [3050, -3900], size: 300 },
  { name: '北沙村', nameEn: 'Beisha Village', at: [-3150, 3350], size: 340 },
  { name: '蒲圩村', nameEn: 'Puwei Village', at: [1200, 4150], size: 300 },
  { name: '东滩村', nameEn: 'Dongtan Village', at: [2500, 4050], size: 280 },
]
