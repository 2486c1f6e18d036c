import { area as areaOf } from '@turf/turf'
import type { OsmExtract } from '../../../tiles/osm-extract.ts'
import type { LngLat, Polygon } from '../place.ts'
import { type Drafted, suggest } from './first-draft.ts'
import { checkPolygon } from './validity.ts'

/** One suggested register row with where it lies. `area` only where the map drew one. */
export interface DraftRow extends Drafted {
  name: string
  nameEn: string
  lngLat: LngLat
  area: Polygon | null
  areaSquareMeters: number
}

interface Feature {
  tags: Record<string, string>
  points: LngLat[]
  closed: boolean
}

/** Every suggestion of an extract; a named node inside or beside a drawn area of the same name counts once. */
export function draftRows(extract: OsmExtract): DraftRow[] {
  const rows = [...featuresOf(extract)].flatMap(feature =>
    suggest(feature.tags).map(each => rowOf(feature, each)),
  )
  // Drawn areas first, so that of two features for one place the one with an extent stays.
  rows.sort((a, b) => b.areaSquareMeters - a.areaSquareMeters)
  return withoutDoubles(rows)
}

function* featuresOf(extract: OsmExtract): Generator<Feature> {
  const { nodes } = extract
  const at = (index: number): LngLat => [nodes.lng[index] ?? 0, nodes.lat[index] ?? 0]
  const line = (refs: Float64Array) =>
    Array.from(refs, id => nodes.indexOf(id))
      .filter(index => index >= 0)
      .map(at)
  for (const [index, tags] of nodes.tags) yield { tags, points: [at(index)], closed: false }
  for (const { refs, tags } of extract.ways) {
    const points = line(refs)
    if (points.length > 0) yield { tags, points, closed: refs.length > 3 && refs[0] === refs.at(-1) }
  }
  const ways = new Map(extract.ways.map(way => [way.id, way]))
  for (const relation of extract.relations) {
    if (relation.tags.type !== 'multipolygon') continue
    const outer = relation.members.filter(member => member.role !== 'inner' && member.type === 'way')
    const rings = outer.map(member => line(ways.get(member.ref)?.refs ?? new Float64Array()))
    const largest = rings.sort((a, b) => b.length - a.length)[0]
    if (largest && largest.length > 3)
      yield { tags: relation.tags, points: largest, closed: isClosed(largest) }
  }
}

const isClosed = (points: LngLat[]) =>
  points[0]?.[0] === points.at(-1)?.[0] && points[0]?.[1] === points.at(-1)?.[1]

function rowOf({ tags, points, closed }: Feature, drafted: Drafted): DraftRow {
  const polygon: Polygon | null =
    closed && points.length > 3 ? { type: 'Polygon', coordinates: [points] } : null
  const name = tags['name:zh'] ?? tags.name ?? ''
  return {
    ...drafted,
    name: name || drafted.gives.zh,
    nameEn: tags['name:en'] ?? (name ? '' : drafted.gives.en),
    lngLat: middle(points),
    area: polygon && wellDrawn(polygon),
    areaSquareMeters: polygon ? areaOf(polygon) : 0,
  }
}

/** A drawn area may cross itself on the map; then the point and its reach stand for it. */
function wellDrawn(polygon: Polygon): Polygon | null {
  const checked = checkPolygon(polygon, 'area')
  return checked.valid ? checked.polygon : null
}

function middle(points: LngLat[]): LngLat {
  const ring = points.length > 3 && isClosed(points) ? points.slice(1) : points
  const sum = ring.reduce(([x, y], [lng, lat]) => [x + lng, y + lat], [0, 0])
  const round = (value: number) => Math.round((value / ring.length) * 1e7) / 1e7
  return [round(sum[0]), round(sum[1])]
}

const near = 0.001 // about 100 m

function withoutDoubles(rows: DraftRow[]): DraftRow[] {
  const kept: DraftRow[] = []
  const seen = new Map<string, LngLat[]>()
  for (const row of rows) {
    const key = `${row.gives.register}|${row.name}`
    const others = seen.get(key) ?? []
    const generic = row.name === row.gives.zh
    const reach = generic ? near / 20 : near
    const double = others.some(
      ([x, y]) => Math.abs(x - row.lngLat[0]) < reach && Math.abs(y - row.lngLat[1]) < reach,
    )
    if (double) continue
    seen.set(key, [...others, row.lngLat])
    kept.push(row)
  }
  return kept
}

const builtLanduse = new Set([
  'residential',
  'commercial',
  'retail',
  'industrial',
  'education',
  'port',
  'depot',
])
const townRoads = new Set([
  'residential',
  'living_street',
  'tertiary',
  'secondary',
  'primary',
  'unclassified',
  'service',
])

/** Points that mark a square as built up: buildings, streets (a point every 50 m), built land. */
export function* builtPoints(extract: OsmExtract): Generator<LngLat> {
  const { nodes } = extract
  for (const { refs, tags } of extract.ways) {
    const street = townRoads.has(tags.highway ?? '')
    const land = builtLanduse.has(tags.landuse ?? '')
    if (!tags.building && !street && !land) continue
    const points = Array.from(refs, id => nodes.indexOf(id))
      .filter(index => index >= 0)
      .map((index): LngLat => [nodes.lng[index] ?? 0, nodes.lat[index] ?? 0])
    if (tags.building) yield middle(points)
    else if (street) yield* along(points)
    else yield* inside(points)
  }
}

const spacing = 0.0005

function* along(points: LngLat[]): Generator<LngLat> {
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]]
    if (!a || !b) continue
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / spacing))
    for (let s = 0; s <= steps; s++)
      yield [a[0] + ((b[0] - a[0]) * s) / steps, a[1] + ((b[1] - a[1]) * s) / steps]
  }
}

/** A lattice of points inside a ring, by the even-odd rule along each row. */
function* inside(ring: LngLat[]): Generator<LngLat> {
  const lats = ring.map(point => point[1])
  for (let lat = Math.min(...lats) + spacing / 2; lat < Math.max(...lats); lat += spacing) {
    const crossings: number[] = []
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1], ring[i]]
      if (!a || !b || a[1] > lat === b[1] > lat) continue
      crossings.push(a[0] + ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]))
    }
    crossings.sort((a, b) => a - b)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from = 0, to = 0] = [crossings[i], crossings[i + 1]]
      for (let lng = from; lng < to; lng += spacing) yield [lng, lat]
    }
  }
}
