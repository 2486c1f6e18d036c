import Flatbush from 'flatbush'
import { crossesInside, meetingSpot } from '../../grid/rules/exact.ts'
import type { Both, LineString, LngLat, MultiPolygon, Polygon } from '../place.ts'
import { doubleArea, grazes, lngLatOf, placeIn, type Spot, same, segmentsMeet, spotOf } from './lattice.ts'

/** What is wrong with a geometry, in words, at which field and where on the map. */
export interface Invalid {
  valid: false
  path: string
  message: Both
  at?: LngLat
}

const mostVertices = 20_000

/**
 * Checks a polygon that came from outside before it reaches the database, and gives it back on the lattice
 * of 1e-7 degrees, without repeated vertices, outer ring counterclockwise and holes clockwise. It is never
 * more lenient than ST_IsValid; rings that only touch are refused as well.
 */
export function checkPolygon(
  polygon: Polygon,
  path = 'polygon',
): { valid: true; polygon: Polygon } | Invalid {
  const checked = checkParts([polygon.coordinates], path)
  if ('valid' in checked) return checked
  return { valid: true, polygon: { type: 'Polygon', coordinates: coordinatesOf(checked.parts[0] ?? []) } }
}

/** The same for several polygons that must not overlap or touch one another. */
export function checkMultiPolygon(
  multi: MultiPolygon,
  path = 'polygon',
): { valid: true; polygon: MultiPolygon } | Invalid {
  const checked = checkParts(multi.coordinates, path)
  if ('valid' in checked) return checked
  return { valid: true, polygon: { type: 'MultiPolygon', coordinates: checked.parts.map(coordinatesOf) } }
}

/** A line of at least two different positions; it may cross itself. */
export function checkLine(line: LineString, path = 'line'): { valid: true; line: LineString } | Invalid {
  const off = line.coordinates.find(outOfRange)
  if (off) return refusal(path, words.range)
  const spots = withoutRepeats(line.coordinates.map(spotOf))
  if (spots.length < 2) return refusal(path, words.lineShort, line.coordinates[0])
  if (spots.length > mostVertices) return refusal(path, words.big)
  return { valid: true, line: { type: 'LineString', coordinates: spots.map(lngLatOf) } }
}

type Part = Spot[][]

function checkParts(polygons: LngLat[][][], path: string): { parts: Part[] } | Invalid {
  const count = polygons.flat().reduce((sum, ring) => sum + ring.length, 0)
  if (count > mostVertices) return refusal(path, words.big)
  const parts: Part[] = []
  for (const rings of polygons) {
    if (rings.length === 0) return refusal(path, words.short)
    const part: Part = []
    for (const [index, ring] of rings.entries()) {
      const checked = checkRing(ring, { path, hole: index > 0 })
      if ('valid' in checked) return checked
      part.push(checked.ring)
    }
    parts.push(part)
  }
  return crossing(parts.flat(), path) ?? misplaced(parts, path) ?? { parts }
}

function checkRing(
  ring: LngLat[],
  { path, hole }: { path: string; hole: boolean },
): { ring: Spot[] } | Invalid {
  if (ring.some(outOfRange)) return refusal(path, words.range)
  const [first] = ring
  const last = ring.at(-1)
  if (!first || !last || ring.length < 4) return refusal(path, words.short, first)
  if (!same(spotOf(first), spotOf(last))) return refusal(path, words.open, last)
  const spots = withoutRepeats(ring.map(spotOf)).slice(0, -1)
  if (spots.length < 3) return refusal(path, words.short, first)
  // A ring without area runs back along itself, which the crossing check says better.
  return {
    ring: doubleArea(spots) > 0n === hole ? [...spots.slice(0, 1), ...spots.slice(1).toReversed()] : spots,
  }
}

/** The first place where two edges of any rings meet, or come too close to be told apart. */
function crossing(rings: Spot[][], path: string): Invalid | null {
  const edges = rings.flatMap((ring, of) =>
    ring.map((a, i) => ({ a, b: ring[(i + 1) % ring.length] ?? a, of, i, last: ring.length - 1 })),
  )
  const index = new Flatbush(edges.length, 16, Float64Array)
  for (const { a, b } of edges) {
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  }
  index.finish()
  for (const [mine, edge] of edges.entries()) {
    const { a, b } = edge
    const [west, south] = [Math.min(a[0], b[0]) - 1, Math.min(a[1], b[1]) - 1]
    const [east, north] = [Math.max(a[0], b[0]) + 1, Math.max(a[1], b[1]) + 1]
    let at: Spot | undefined
    index.search(west, south, east, north, other => {
      const against = edges[other]
      if (!at && against && other > mine) at = meeting(edge, against)
      return false
    })
    if (at) return refusal(path, words.crosses, lngLatOf(at))
  }
  return null
}

interface Edge {
  a: Spot
  b: Spot
  of: number
  i: number
  last: number
}

function meeting(mine: Edge, other: Edge): Spot | undefined {
  const { a, b } = mine
  const { a: c, b: d } = other
  const after = mine.of === other.of && (other.i === mine.i + 1 || (mine.i === mine.last && other.i === 0))
  const before = mine.of === other.of && (mine.i === other.i + 1 || (other.i === other.last && mine.i === 0))
  // Neighbours share one end; only the far end of each may come too close.
  if (after || before) {
    const [far, mineFar] = after ? [d, a] : [c, b]
    return grazes(a, b, far) ? far : grazes(c, d, mineFar) ? mineFar : undefined
  }
  if (grazes(a, b, c)) return c
  if (grazes(a, b, d)) return d
  if (crossesInside(a, b, { c, d })) return meetingSpot(a, b, { c, d })
  return segmentsMeet(a, b, { c, d }) ? nearestTo(a, b, c) : undefined
}

const nearestTo = (a: Spot, b: Spot, c: Spot): Spot =>
  Math.hypot(a[0] - c[0], a[1] - c[1]) < Math.hypot(b[0] - c[0], b[1] - c[1]) ? a : b

/** Edges do not meet, so one vertex tells where a whole ring is. */
function misplaced(parts: Part[], path: string): Invalid | null {
  for (const [outer = [], ...holes] of parts) {
    for (const [index, hole] of holes.entries()) {
      const at = hole[0] ?? [0, 0]
      if (placeIn(outer, at) !== 1) return refusal(path, words.holeOutside, lngLatOf(at))
      const nested = holes.some((other, i) => i !== index && placeIn(other, at) === 1)
      if (nested) return refusal(path, words.holeInHole, lngLatOf(at))
    }
  }
  for (const [index, part] of parts.entries()) {
    const at = part[0]?.[0] ?? [0, 0]
    const within = parts.some((other, i) => i !== index && holds(other, at))
    if (within) return refusal(path, words.overlap, lngLatOf(at))
  }
  return null
}

const holds = ([outer = [], ...holes]: Part, at: Spot) =>
  placeIn(outer, at) === 1 && !holes.some(hole => placeIn(hole, at) === 1)

const outOfRange = ([lng, lat]: LngLat) => !(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)

const withoutRepeats = (spots: Spot[]) =>
  spots.filter((spot, i) => {
    const previous = spots[i - 1]
    return !previous || !same(previous, spot)
  })

const coordinatesOf = (part: Part): LngLat[][] =>
  part.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf))

const refusal = (path: string, message: Both, at?: LngLat): Invalid =>
  at && !outOfRange(at) ? { valid: false, path, message, at } : { valid: false, path, message }

const words = {
  range: { zh: '坐标超出经纬度范围', en: 'A coordinate is outside the range of longitude and latitude' },
  short: { zh: '多边形至少要有三个不同的顶点', en: 'A polygon needs at least three different vertices' },
  lineShort: { zh: '线至少要有两个不同的点', en: 'A line needs at least two different positions' },
  open: {
    zh: '多边形没有闭合，最后一点须与第一点相同',
    en: 'The ring is open; its last position must repeat the first',
  },
  crosses: { zh: '边界相交或相触', en: 'The boundary crosses or touches itself' },
  holeOutside: { zh: '洞不在外边界之内', en: 'A hole lies outside the outer boundary' },
  holeInHole: { zh: '洞套在另一个洞里', en: 'A hole lies inside another hole' },
  overlap: { zh: '几个面互相重叠', en: 'Two of the polygons overlap' },
  big: { zh: `顶点超过 ${mostVertices} 个`, en: `There are more than ${mostVertices} vertices` },
} satisfies Record<string, Both>
