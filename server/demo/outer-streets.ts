import type { Course, Highway } from './course.ts'
import type { Name } from './names.ts'
import { naturalStreets } from './natural-streets.ts'
import type { Point } from './plane.ts'
import { at, type Random } from './random.ts'
import { RINGS, type Zone, zoneAt } from './zone.ts'

const COLUMNS = [-4900, -4260, -3540, -2900, -2240, -1560, -820, 0, 740, 1460, 2180, 2800, 3420, 3960]
const ROWS = [-4780, -4120, -3560, -2920, -2260, -1520, -760, 0, 680, 1360, 2040, 2960, 3460, 4060, 4760]

/** The net is drawn square and then bent: more the farther from the rings, so that the axes still meet them. */
function bend([u, v]: Point): Point {
  const far = Math.max(0, Math.min(1, (Math.hypot(u, v) - RINGS.third) / 1300))
  const x = u + far * (125 * Math.sin(v / 1250 + 0.6) + 75 * Math.sin(u / 1700 + v / 2300 + 1))
  const y = v + far * (115 * Math.sin(u / 1350 + 1.1) + 75 * Math.sin((u - v) / 2100))
  return [x, y]
}

const straight = (from: Point, to: Point): Point[] => {
  const parts = Math.max(1, Math.round(Math.hypot(to[0] - from[0], to[1] - from[1]) / 48))
  return Array.from({ length: parts + 1 }, (_, k) =>
    bend([from[0] + ((to[0] - from[0]) * k) / parts, from[1] + ((to[1] - from[1]) * k) / parts]),
  )
}

export const BRIDGES: Record<number, Name & { maxWeightTons?: number }> = {
  2: { zh: '雁渚大桥', en: 'Yanzhu Bridge' },
  5: { zh: '西江大桥', en: 'Xijiang Bridge' },
  6: { zh: '老渡桥', en: 'Old Ferry Bridge', maxWeightTons: 10 },
  7: { zh: '申江大桥', en: 'Shenjiang Bridge' },
  9: { zh: '临江大桥', en: 'Linjiang Bridge' },
  11: { zh: '东港大桥', en: 'Donggang Bridge' },
}
const COLUMN_NAMES: Record<number, [string, string, Highway]> = {
  2: ['雁渚路', 'Yanzhu Road', 'secondary'],
  5: ['西江路', 'Xijiang Road', 'secondary'],
  6: ['老渡路', 'Laodu Road', 'tertiary'],
  7: ['申江大道', 'Shenjiang Avenue', 'primary'],
  9: ['东湖路', 'Donghu Road', 'secondary'],
  11: ['东港大道', 'Donggang Avenue', 'primary'],
  12: ['港区大道', 'Gangqu Avenue', 'primary'],
}
const ROW_NAMES: Record<number, [string, string, Highway]> = {
  2: ['南湖路', 'Nanhu Road', 'tertiary'],
  4: ['芦浦路', 'Lupu Road', 'secondary'],
  7: ['镜湖大道', 'Jinghu Avenue', 'primary'],
  8: ['物流路', 'Wuliu Road', 'secondary'],
  10: ['化工路', 'Huagong Road', 'secondary'],
  11: ['北新路', 'Beixin Road', 'secondary'],
}

function mainNet(chance: Random, named: (kind: '路' | '街' | '巷') => Name): Course[] {
  const columns = COLUMNS.flatMap((u, i) => {
    const [zh, en, highway] = COLUMN_NAMES[i] ?? []
    const name = zh && en ? { zh, en } : named('路')
    const bridge = BRIDGES[i]
    return netLine(
      chance,
      ROWS.map(v => [u, v] as const),
      {
        name,
        highway: highway ?? 'tertiary',
        dual: i === 7,
        outer: true,
        ...(bridge ? { bridge } : {}),
      },
    )
  })
  const rows = ROWS.flatMap((v, j) => {
    const [zh, en, highway] = ROW_NAMES[j] ?? []
    const name = zh && en ? { zh, en } : named('路')
    const ends = [[-5200, v] as const, ...COLUMNS.map(u => [u, v] as const), [4500, v] as const]
    return netLine(chance, ends, { name, highway: highway ?? 'tertiary', dual: j === 7, outer: true })
  })
  return [...columns, ...rows]
}

type Kind = Omit<Course, 'line'>

/** One line of the main net; in the farmland the small ones have gaps. */
function netLine(chance: Random, stops: readonly Point[], kind: Kind): Course[] {
  const run: Course[] = []
  let line: Point[] = []
  const flush = () => {
    if (line.length > 1) run.push({ ...kind, line })
    line = []
  }
  for (let i = 1; i < stops.length; i++) {
    const [from, to] = [at(stops, i - 1), at(stops, i)]
    const rural = zoneAt(from) === 'rural' && zoneAt(to) === 'rural'
    if (kind.highway === 'tertiary' && rural && !kind.bridge && chance.chance(0.32)) {
      flush()
      continue
    }
    const part = straight(from, to)
    line.push(...(line.length ? part.slice(1) : part))
  }
  flush()
  return run
}

const CUTS: Partial<Record<Zone, [number, number]>> = {
  urban: [3, 3],
  'old-town': [5, 4],
  campus: [2, 2],
  chemical: [2, 2],
  works: [2, 2],
  port: [1, 2],
}

/** Small streets inside the meshes of the main net; a column keeps its fractions, so streets run on. */
function smallNet(chance: Random, named: (kind: '路' | '街' | '巷') => Name): Course[] {
  const names = new Map<string, Name>()
  const nameOf = (key: string, kind: '路' | '街') => {
    const name = names.get(key) ?? named(kind)
    names.set(key, name)
    return name
  }
  const shares = (count: number) =>
    Array.from({ length: count - 1 }, (_, k) => (k + 1 + chance.between(-0.17, 0.17)) / count)
  const columnShares = COLUMNS.map(() => [1, 2, 3, 4, 5].map(shares))
  const rowShares = ROWS.map(() => [1, 2, 3, 4, 5].map(shares))
  const courses: Course[] = []
  for (let i = 0; i + 1 < COLUMNS.length; i++)
    for (let j = 0; j + 1 < ROWS.length; j++) {
      const [u0, u1, v0, v1] = [at(COLUMNS, i), at(COLUMNS, i + 1), at(ROWS, j), at(ROWS, j + 1)]
      const zone = meshZone([u0, u1], [v0, v1])
      const cuts = CUTS[zone]
      if (!cuts) continue
      const across = vary(chance, cuts[0], u1 - u0)
      const upward = vary(chance, cuts[1], v1 - v0)
      const kind = { highway: 'residential' as const, outer: true }
      const us = at(at(columnShares, i), across - 1).map(share => u0 + (u1 - u0) * share)
      const vs = at(at(rowShares, j), upward - 1).map(share => v0 + (v1 - v0) * share)
      us.forEach((u, k) => {
        const [from, to] = reach(chance, [v0, v1], vs)
        courses.push({
          ...kind,
          name: nameOf(`c${i}/${across}/${k}`, '街'),
          line: straight([u, from], [u, to]),
          ...oneWay(chance, zone),
        })
      })
      vs.forEach((v, k) => {
        const [from, to] = reach(chance, [u0, u1], us)
        courses.push({
          ...kind,
          name: nameOf(`r${j}/${upward}/${k}`, '路'),
          line: straight([from, v], [to, v]),
          ...oneWay(chance, zone),
        })
      })
    }
  return courses
}

/** A mesh that the third ring cuts takes its use from its outer corner. */
function meshZone([u0, u1]: [number, number], [v0, v1]: [number, number]): Zone {
  const zone = zoneAt(bend([(u0 + u1) / 2, (v0 + v1) / 2]))
  const outer: Point = [Math.abs(u0) > Math.abs(u1) ? u0 : u1, Math.abs(v0) > Math.abs(v1) ? v0 : v1]
  const cut = Math.hypot((u0 + u1) / 2, (v0 + v1) / 2) < RINGS.third
  if (!cut) return zone
  return Math.hypot(outer[0], outer[1]) < RINGS.third + 60 ? 'inner' : 'urban'
}

function vary(chance: Random, count: number, span: number): number {
  const wide = Math.max(1, Math.round((count * span) / 680))
  return Math.max(
    1,
    Math.min(5, wide + (wide > 1 && chance.chance(0.25) ? -1 : 0) + (wide > 1 && chance.chance(0.2) ? 1 : 0)),
  )
}

/** Most small streets cross the mesh; some end at the first street they meet. */
function reach(chance: Random, [low, high]: readonly [number, number], stops: number[]): [number, number] {
  const stop = stops[0]
  if (stop === undefined || chance.chance(0.78)) return [low - 5, high + 5]
  return chance.chance(0.5) ? [low - 5, stop + 5] : [stop - 5, high + 5]
}

function oneWay(chance: Random, zone: Zone): { tags?: Record<string, string> } {
  if (!chance.chance(zone === 'old-town' ? 0.3 : 0.08)) return {}
  return { tags: { oneway: chance.chance(0.5) ? 'yes' : '-1' } }
}

export function outerStreets(chance: Random, named: (kind: '路' | '街' | '巷') => Name): Course[] {
  return [...mainNet(chance, named), ...smallNet(chance, named), ...naturalStreets()]
}
