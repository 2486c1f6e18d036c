import type { Street } from './course.ts'
import type { Layout } from './layout.ts'
import type { OsmBuilder, TownWay } from './osm-builder.ts'
import type { Point } from './plane.ts'
import { at, type Random } from './random.ts'

const SPEED: Record<string, string> = {
  primary: '60',
  secondary: '50',
  tertiary: '40',
  unclassified: '40',
  residential: '30',
  living_street: '20',
  service: '15',
}
const MAIN = new Set(['primary', 'secondary', 'tertiary'])

function tagsOf({ name, highway, tags }: Street): Record<string, string> {
  const speed = SPEED[highway]
  return {
    highway,
    ...(name ? { name: name.zh, 'name:en': name.en } : {}),
    ...(speed ? { maxspeed: speed } : {}),
    ...(highway === 'primary' ? { lanes: tags.oneway ? '3' : '4' } : {}),
    ...tags,
  }
}

/** Streets by shared point: how many main ones meet there, and under how many names. */
function meetings({ net, roads }: Layout): Map<number, { names: Set<string>; ends: number }> {
  const found = new Map<number, { names: Set<string>; ends: number }>()
  net.paths.forEach((path, i) => {
    const road = at(roads, i)
    if (!MAIN.has(road.highway)) return
    for (const id of path) {
      const meeting = found.get(id) ?? { names: new Set(), ends: 0 }
      meeting.names.add(road.name?.zh ?? '')
      meeting.ends += 1
      found.set(id, meeting)
    }
  })
  return found
}

/** Ways for all roads, split where main streets meet; signals and turn bans at some of those places. */
export function drawRoads(osm: OsmBuilder, layout: Layout, chance: Random): void {
  const crossings = meetings(layout)
  const arrivals = new Map<number, TownWay[]>()
  layout.net.paths.forEach((path, i) => {
    const road = at(layout.roads, i)
    let part: number[] = []
    const flush = () => {
      const line = part.map(id => at(layout.net.points, id))
      const way = line.length > 1 ? osm.way(line, tagsOf(road)) : null
      for (const id of way ? [part[0], part.at(-1)] : [])
        if (id !== undefined && way) arrivals.set(id, [...(arrivals.get(id) ?? []), way])
    }
    for (const [order, id] of path.entries()) {
      part.push(id)
      if (order > 0 && order < path.length - 1 && (crossings.get(id)?.names.size ?? 0) > 1) {
        flush()
        part = [id]
      }
    }
    flush()
  })
  for (const [id, { names }] of crossings) {
    if (names.size < 2) continue
    const point = at(layout.net.points, id)
    osm.node(point).tags = { highway: 'traffic_signals' }
    if (chance.chance(0.25)) banTurn(osm, { point, ways: arrivals.get(id) ?? [], chance })
  }
}

interface Crossing {
  point: Point
  ways: TownWay[]
  chance: Random
}

/** No left turn from one main way into another: driving is on the right, so left crosses the stream. */
function banTurn(osm: OsmBuilder, { point, ways, chance }: Crossing): void {
  const via = osm.node(point)
  const open = ways.filter(way => !way.tags.oneway && MAIN.has(way.tags.highway ?? ''))
  if (open.length < 4) return
  const from = chance.pick(open)
  const direction = (way: TownWay) => {
    const next = way.refs[0] === via.id ? at(way.refs, 1) : at(way.refs, -2)
    const [lng, lat] = at(osm.nodes, next - 1).lngLat
    return Math.atan2(lat - via.lngLat[1], (lng - via.lngLat[0]) * 0.858)
  }
  const back = direction(from)
  const turned = (way: TownWay) => (((back - direction(way)) * 180) / Math.PI + 720) % 360
  const to = open.find(way => way !== from && turned(way) > 60 && turned(way) < 120)
  if (!to) return
  osm.relation(
    [
      { type: 'way', ref: from.id, role: 'from' },
      { type: 'node', ref: via.id, role: 'via' },
      { type: 'way', ref: to.id, role: 'to' },
    ],
    { type: 'restriction', restriction: 'no_left_turn' },
  )
}
