import type { Name } from './names.ts'
import { distance, offset, type Point, smooth } from './plane.ts'
import { railGap } from './rail.ts'
import { at } from './random.ts'
import { divide, inside } from './ring.ts'
import { creekGap, EXTENT, HILL, riverGap, seaGap, WETLAND } from './water.ts'
import { RINGS } from './zone.ts'

export type Highway =
  | 'primary'
  | 'secondary'
  | 'tertiary'
  | 'unclassified'
  | 'residential'
  | 'service'
  | 'living_street'
  | 'track'
  | 'footway'

/** A street as one draws it on paper, before water and railway cut it. */
export interface Course {
  name: Name | null
  highway: Highway
  line: Point[]
  /** Two one-way carriageways instead of one road. */
  dual?: boolean
  /** The name of the bridge by which it crosses the river; without it the street ends at the bank. */
  bridge?: Name & { maxWeightTons?: number }
  /** Streets of the outer net stop at the third ring. */
  outer?: boolean
  /** Riverside and coast roads run nearer the water than others may. */
  waterside?: boolean
  /** Goes through park and wetland. */
  through?: boolean
  tags?: Record<string, string>
}

/** A piece of street of one kind: on the ground, on a bridge or under the railway. */
export interface Street {
  name: Name | null
  highway: Highway
  line: Point[]
  dual: boolean
  tags: Record<string, string>
}

type State = 'none' | 'ground' | 'bridge' | 'creek-bridge' | 'underpass'
const MAIN: Highway[] = ['primary', 'secondary', 'tertiary']

function stateOf(course: Course): (point: Point) => State {
  const main = MAIN.includes(course.highway)
  return point => {
    if (Math.abs(point[0]) > EXTENT - 30 || Math.abs(point[1]) > EXTENT - 30) return 'none'
    if (course.outer && Math.hypot(point[0], point[1]) < RINGS.third - 5) return 'none'
    const bank = riverGap(point)
    if (bank < 14 && course.bridge) return 'bridge'
    if (bank < (course.waterside || course.bridge ? 14 : 66)) return 'none'
    if (seaGap(point) < (course.waterside ? 15 : 82)) return 'none'
    if (!course.through && inPark(point)) return 'none'
    if (creekGap(point) < 8) return main || course.through ? 'creek-bridge' : 'none'
    if (railGap(point) < 16) return main || course.through ? 'underpass' : 'none'
    return 'ground'
  }
}

const inPark = (point: Point): boolean =>
  (point[0] > 2500 && point[1] < -1400 && inside(point, WETLAND)) || (point[0] < -3300 && inside(point, HILL))

function tagsOf(state: State, course: Course): Record<string, string> {
  const tags = { ...course.tags }
  if (state === 'creek-bridge') return { ...tags, bridge: 'yes', layer: '1' }
  if (state === 'underpass')
    return { ...tags, tunnel: 'yes', layer: '-1', maxheight: course.highway === 'primary' ? '5' : '4.2' }
  if (state !== 'bridge' || !course.bridge) return tags
  const { zh, en, maxWeightTons } = course.bridge
  const weight = maxWeightTons ? { maxweight: String(maxWeightTons) } : {}
  return { ...tags, bridge: 'yes', layer: '1', 'bridge:name': zh, 'bridge:name:en': en, ...weight }
}

/** The pieces of a course that can be built. */
export function build(course: Course): Street[] {
  const { name, highway, dual = false } = course
  return divide(course.line, stateOf(course))
    .filter(
      ({ state, line }) => state !== 'none' && (line.length > 2 || distance(at(line, 0), at(line, -1)) > 8),
    )
    .map(({ state, line }) => ({ name, highway, dual, line, tags: tagsOf(state, course) }))
}

/** Both carriageways of a dual street in the direction they are driven (on the right), or the street itself. */
export function carriageways(street: Street): Street[] {
  if (!street.dual) return [street]
  const tags = { ...street.tags, oneway: 'yes' }
  const right = offset(street.line, -8)
  const left = offset(street.line, 8).reverse()
  return [right, left].map(line => ({ ...street, dual: false, line, tags }))
}

export const curve = (points: readonly Point[]): Point[] => smooth(points, 45)
