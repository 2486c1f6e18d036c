import { arrange, withoutStubs } from './arrangement.ts'
import { faces } from './faces.ts'
import type { Layout } from './layout.ts'
import { middleOf, type Piece } from './merge.ts'
import { distance, type Point, smooth } from './plane.ts'
import { at } from './random.ts'
import { inside, type Ring, ringArea } from './ring.ts'
import { coast, creeks, river } from './water.ts'
import { northBank } from './zone.ts'

/** The town's edge: fields and ditches on three sides, the sea wall and the river mouth in the east. */
function boundary(): Point[] {
  const land = smooth(
    [
      [4300, 4040],
      [3300, 4180],
      [2300, 4060],
      [1200, 4210],
      [200, 4120],
      [-900, 4230],
      [-2100, 4050],
      [-3200, 4140],
      [-4150, 3980],
      [-4480, 3100],
      [-4400, 2000],
      [-4560, 900],
      [-4440, -200],
      [-4590, -1300],
      [-4450, -2400],
      [-4540, -3400],
      [-4220, -4120],
      [-3100, -4230],
      [-1900, -4090],
      [-700, -4260],
      [500, -4130],
      [1700, -4270],
      [2900, -4160],
      [3800, -4240],
      [4380, -4150],
    ],
    110,
  )
  const south = coast.findIndex(([, y]) => y > -4060)
  const north = coast.findLastIndex(([, y]) => y < 3960)
  return [...land, ...coast.slice(south, north + 1), at(land, 0)]
}

function communityOf(point: Point): number {
  if (northBank(point)) return 0
  const [x, y] = point
  if (y > 0 && x > 0) return 0
  return x > 0 ? 1 : 2
}

/** Where the port's shore ends and the bathing shore begins. */
const COAST_BORDER: Point[] = [
  [4100, -10],
  [4450, -10],
]

interface Coverage {
  points: Point[]
  pieces: Piece[]
}

export function coverage(layout: Layout, peopleIn: (ring: Ring) => number): Coverage {
  const edge = boundary()
  const streets = layout.streets
    .filter(({ highway }) => highway !== 'unclassified')
    .map(street => street.line)
  const net = withoutStubs(
    arrange([...streets, river, ...creeks.map(creek => creek.line), COAST_BORDER, edge]),
    30,
  )
  const rings = faces(net).filter(ring => inside(middleInside(net.points, ring), edge))
  const pieces = rings.map((ring, i) => {
    const corners = ring.map(id => at(net.points, id))
    return {
      ring,
      load: ringArea(corners) / 10_000 + peopleIn(corners) / 45,
      group: communityOf(middleOf(net.points, ring)),
      members: [i],
    }
  })
  return { points: net.points, pieces }
}

/** A point within the ring, just left of its longest edge. */
function middleInside(points: readonly Point[], ring: readonly number[]): Point {
  let [best, found]: [number, Point] = [0, at(points, at(ring, 0))]
  ring.forEach((from, i) => {
    const [a, b] = [at(points, from), at(points, at(ring, (i + 1) % ring.length))]
    const span = distance(a, b)
    if (span <= best) return
    best = span
    found = [
      (a[0] + b[0]) / 2 - ((b[1] - a[1]) / span) * 0.5,
      (a[1] + b[1]) / 2 + ((b[0] - a[0]) / span) * 0.5,
    ]
  })
  return found
}
