import { Nearby } from './nearby.ts'
import { blob, circle, offset, type Point, smooth } from './plane.ts'
import { at } from './random.ts'
import { inside, type Ring, toRing } from './ring.ts'

/** Half the side of the square that the base map covers, in metres. */
export const EXTENT = 5200

const RIVER_POINTS: Point[] = [
  [-6200, 1500],
  [-5200, 1740],
  [-3700, 2280],
  [-2200, 2560],
  [-700, 2440],
  [700, 2530],
  [1900, 2740],
  [2900, 2680],
  [3900, 2890],
  [4900, 3180],
  [6200, 3500],
]

/** Middle line of the 申江; half its width grows from 75 m in the west to 330 m at the mouth. */
export const river: Point[] = smooth(RIVER_POINTS, 60)
const riverHalf = river.map(
  ([x]) => 78 + 22 * Math.sin(x / 800) + 30 * ramp(x, -2500, 1500) + 190 * ramp(x, 2600, 5000),
)

function ramp(value: number, low: number, high: number): number {
  const t = Math.max(0, Math.min(1, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

/** Metres from the river's edge, negative on the water. */
export function riverGap(point: Point): number {
  return riverNearby.gap(point, (i, share) => at(riverHalf, i - 1) * (1 - share) + at(riverHalf, i) * share)
}
const riverNearby = new Nearby<number>(550).addLine(river, i => i)

/** A line beside the river, `meters` from the water: positive on the north side. */
export function beside(meters: number): Point[] {
  return offset(
    river,
    riverHalf.map(half => (half + Math.abs(meters)) * Math.sign(meters)),
  )
}

export const riverRing: Ring = [
  ...offset(river, riverHalf),
  ...offset(
    river,
    riverHalf.map(half => -half),
  ).reverse(),
]

const LAKE_RADIUS = 560
export const lakeRing: Ring = circle([0, 0], LAKE_RADIUS, 96)
export const islandRing: Ring = blob([120, 150], [105, 80], 1.3)

/** Creeks: the western one runs to the river, the southern one to the sea through the wetland. */
export const creeks: { name: string; nameEn: string; width: number; line: Point[] }[] = [
  {
    name: '芦花泾',
    nameEn: 'Luhua Creek',
    width: 22,
    line: smooth(
      [
        [-2650, -5400],
        [-2480, -4300],
        [-2820, -3300],
        [-2560, -2350],
        [-2760, -1300],
        [-2520, -300],
        [-2900, 650],
        [-2780, 1500],
        [-3060, 2420],
      ],
      70,
    ),
  },
  {
    name: '渔汛河',
    nameEn: 'Yuxun River',
    width: 30,
    line: smooth(
      [
        [-5400, -3250],
        [-4300, -3420],
        [-3200, -3220],
        [-2100, -3360],
        [-900, -3180],
        [500, -3300],
        [1700, -3060],
        [2700, -2780],
        [3500, -2420],
        [4800, -2350],
      ],
      70,
    ),
  },
]
export const creekRings: Ring[] = creeks.map(({ line, width }) => [
  ...offset(line, width / 2),
  ...offset(line, -width / 2).reverse(),
])

const creekNearby = new Nearby<number>(150)
for (const { line, width } of creeks) creekNearby.addLine(line, () => width / 2)

export function creekGap(point: Point): number {
  return creekNearby.gap(point, half => half)
}

const COAST_SOUTH: Point[] = smooth(
  [
    [4560, -5600],
    [4520, -4600],
    [4430, -3600],
    [4330, -2700],
    [4400, -1900],
    [4470, -1100],
    [4380, -450],
    [4230, 80],
  ],
  90,
)
/** Straight quay walls of the port, with one basin cut into the land. */
export const quay: Point[] = [
  [4230, 250],
  [4180, 330],
  [4180, 900],
  [3820, 940],
  [3820, 1160],
  [4180, 1200],
  [4180, 2080],
  [4080, 2300],
]
const COAST_NORTH: Point[] = smooth(
  [
    [4180, 3560],
    [4330, 3900],
    [4400, 4500],
    [4520, 5600],
  ],
  90,
)
export const coast: Point[] = [...COAST_SOUTH, ...quay, [4420, 2760], [4420, 3300], ...COAST_NORTH]
export const seaRing: Ring = [...coast, [6200, 5600], [6200, -5600]]

const coastNearby = new Nearby<null>(300).addLine(coast, () => null)

export function seaGap(point: Point): number {
  const meters = coastNearby.gap(point, () => 0)
  return point[0] > 3700 && (meters < 300 || point[0] > 4700) && inside(point, seaRing) ? -meters : meters
}

/** Metres to the nearest water, negative on it; ponds are not counted. */
export function waterGap(point: Point): number {
  const lake = Math.hypot(point[0], point[1]) - LAKE_RADIUS
  const island = lake < 0 && inside(point, islandRing) ? toRing(point, islandRing) : lake
  return Math.min(island, riverGap(point), creekGap(point), seaGap(point))
}

/** Wide water: what unit cells and grids stop at (creeks are too narrow). */
export function openWater(point: Point): boolean {
  return Math.hypot(point[0], point[1]) < LAKE_RADIUS || riverGap(point) < 0 || seaGap(point) < 0
}

export const WETLAND: Ring = blob([3560, -2560], [760, 900], 0.4)
export const HILL: Ring = blob([-3880, 330], [330, 240], 2.1)
/** Pools in the wetland. */
export const pools: Ring[] = [
  blob([3420, -2850], [150, 210], 0.2),
  blob([3760, -2120], [190, 120], 1.9),
  blob([3900, -3000], [120, 160], 2.7),
  blob([3120, -2180], [110, 90], 4.1),
  blob([3560, -1900], [80, 60], 5.2),
  blob([3700, -3250], [100, 70], 0.9),
]
/** Where the hill's foot is steep. */
export const SLOPE: Point = [-3640, 210]
