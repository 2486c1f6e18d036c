import type { Course } from './course.ts'
import type { Name } from './names.ts'
import { type Point, polar } from './plane.ts'
import { at, type Random } from './random.ts'
import { RINGS } from './zone.ts'

const arc = (radius: number, from: number, to: number): Point[] => {
  const parts = Math.max(2, Math.round(((to - from) * Math.PI * radius) / 180 / 45))
  return Array.from({ length: parts + 1 }, (_, k) => polar(radius, from + ((to - from) * k) / parts))
}

const RING_NAMES: [number, string, string, Course['highway']][] = [
  [RINGS.lake, '环湖路', 'Huanhu Road', 'tertiary'],
  [RINGS.first, '一环路', 'First Ring Road', 'secondary'],
  [RINGS.second, '二环路', 'Second Ring Road', 'secondary'],
  [RINGS.third, '三环路', 'Third Ring Road', 'primary'],
]

/** Radials every 30 degrees from the east, anticlockwise; the four axes carry on into the outer net. */
const RADIALS: [string, string][] = [
  ['镜湖大道', 'Jinghu Avenue'],
  ['临江大道', 'Linjiang Avenue'],
  ['观澜路', 'Guanlan Road'],
  ['申江大道', 'Shenjiang Avenue'],
  ['白鹭路', 'Bailu Road'],
  ['听涛路', 'Tingtao Road'],
  ['镜湖大道', 'Jinghu Avenue'],
  ['望湖路', 'Wanghu Road'],
  ['海棠路', 'Haitang Road'],
  ['申江大道', 'Shenjiang Avenue'],
  ['采菱路', 'Cailing Road'],
  ['芦滨大道', 'Lubin Avenue'],
]

export const axisName = (k: number): Name => ({ zh: at(RADIALS, k)[0], en: at(RADIALS, k)[1] })

/** Each ring in four quarters, so that they can be named and driven apart. */
function rings(): Course[] {
  return RING_NAMES.flatMap(([radius, zh, en, highway]) =>
    [0, 90, 180, 270].map(from => ({ name: { zh, en }, highway, line: arc(radius, from, from + 90) })),
  )
}

function mainRadials(): Course[] {
  return RADIALS.map(([zh, en], k) => ({
    name: { zh, en },
    highway: k % 3 === 0 ? 'primary' : 'secondary',
    dual: k % 3 === 0,
    line: [RINGS.lake, RINGS.first, RINGS.second, RINGS.third].flatMap((radius, i, all) => {
      const next = all[i + 1]
      if (next === undefined) return [polar(radius, 30 * k)]
      const parts = Math.round((next - radius) / 60)
      const start = i === 0 ? radius - 5 : radius
      return Array.from({ length: parts }, (_, p) => polar(start + ((next - start) * p) / parts, 30 * k))
    }),
  }))
}

function spoke(from: number, to: number, degrees: number): Point[] {
  const parts = Math.round((to - from) / 60)
  return Array.from({ length: parts + 1 }, (_, p) => polar(from - 4 + ((to - from + 8) * p) / parts, degrees))
}

/** Small streets between the rings: half rings with gaps and spokes that thicken outward. */
function smallStreets(chance: Random, named: (kind: '路' | '街' | '巷') => Name): Course[] {
  const courses: Course[] = []
  const bands: [number, number][] = [
    [RINGS.lake, RINGS.first],
    [RINGS.first, RINGS.second],
    [RINGS.second, RINGS.third],
  ]
  bands.forEach(([low, high], band) => {
    const middle = (low + high) / 2 + chance.between(-20, 20)
    const name = named('路')
    for (let k = 0; k < 12; k++) {
      if (chance.chance(band === 0 ? 0.7 : 0.85))
        courses.push({
          name,
          highway: band === 2 ? 'tertiary' : 'residential',
          line: arc(middle, 30 * k - 0.3, 30 * k + 30.3),
        })
      courses.push(...spokes(chance, named, { low, high, middle, band, k }))
    }
  })
  return courses
}

interface Sector {
  low: number
  high: number
  middle: number
  band: number
  k: number
}

function spokes(
  chance: Random,
  named: (kind: '路' | '街' | '巷') => Name,
  { low, high, middle, band, k }: Sector,
): Course[] {
  const steps = band === 0 ? [15] : band === 1 ? [10, 20] : [7.5, 15, 22.5]
  return steps.map(step => {
    const whole = chance.chance(0.75)
    const degrees = 30 * k + step + chance.between(-1, 1)
    const line = whole
      ? spoke(low, high, degrees)
      : chance.chance(0.5)
        ? spoke(middle, high, degrees)
        : spoke(low, middle, degrees)
    return { name: named('街'), highway: 'residential', line }
  })
}

export function ringStreets(chance: Random, named: (kind: '路' | '街' | '巷') => Name): Course[] {
  return [...rings(), ...mainRadials(), ...smallStreets(chance, named)]
}
