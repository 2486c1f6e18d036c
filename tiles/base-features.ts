import type { LngLat } from '../server/region/place.ts'
import { groundOf, heightMetersOf, isArea, waterOf } from './area-kind.ts'
import { ledBeyond, seaOf } from './coast.ts'
import { type BaseFeature, namesOf, type Tags } from './feature.ts'
import { Geometries } from './multipolygon.ts'
import type { OsmExtract } from './osm-extract.ts'
import { placeOf, poiOf } from './poi-kind.ts'
import { joinPaths, labelPoint, ringSquareMeters } from './ring.ts'
import { railOf, roadOf } from './road-kind.ts'

/** Everything of an extract that the base map draws. */
export function baseFeaturesOf(extract: OsmExtract): BaseFeature[] {
  const geometries = new Geometries(extract)
  const features: BaseFeature[] = []
  const inRelations = new Set<number>()
  const addArea = (tags: Tags, rings: LngLat[][]) => {
    const isSea = waterOf(tags) === 'sea'
    features.push(...areaFeatures(tags, isSea ? rings.map(ring => ledBeyond(ring, extract.bbox)) : rings))
  }
  for (const relation of extract.relations) {
    if (relation.tags.type !== 'multipolygon' || !isArea(relation.tags)) continue
    for (const rings of geometries.polygons(relation)) addArea(relation.tags, rings)
    for (const member of relation.members) if (member.type === 'way') inRelations.add(member.ref)
  }
  for (const way of extract.ways) {
    const line = geometries.lngLats(way.refs)
    const isClosed = way.refs.length > 3 && way.refs[0] === way.refs.at(-1)
    const isKnown = inRelations.has(way.id) && !way.tags.building
    if (isClosed && isArea(way.tags) && !isKnown) addArea(way.tags, [line])
    else if (line.length > 1) features.push(...lineFeatures(way.tags, line))
  }
  features.push(...seaFeatures(extract, geometries), ...boundaryFeatures(extract, geometries))
  features.push(...streetFeatures(extract, geometries), ...pointFeatures(extract))
  return features
}

function areaFeatures(tags: Tags, rings: LngLat[][]): BaseFeature[] {
  const [outer] = rings
  if (!outer || outer.length < 4) return []
  const squareMeters = ringSquareMeters(outer)
  const minZoom = zoomOfArea(squareMeters)
  const geometry = { type: 'Polygon', coordinates: rings } as const
  const water = waterOf(tags)
  if (water) {
    const feature = { layer: 'water', minZoom, properties: { kind: water }, geometry } as const
    return [feature, ...areaName(tags, { outer, kind: 'water', minZoom })]
  }
  const features: BaseFeature[] = []
  const ground = groundOf(tags)
  if (ground)
    features.push({ layer: 'land', minZoom, properties: { kind: ground, area: squareMeters }, geometry })
  if (tags.building && tags.building !== 'no') {
    const properties = { height: heightMetersOf(tags) }
    features.push({ layer: 'building', minZoom: squareMeters > 3000 ? 13 : 14, properties, geometry })
  }
  const poi = poiOf(tags)
  if (poi) return [...features, ...poiFeature(tags, labelPoint(outer))]
  const kind = ground ?? 'building'
  return [...features, ...areaName(tags, { outer, kind, minZoom: kind === 'building' ? 16 : minZoom })]
}

/** An area appears once it covers about a dozen pixels. */
function zoomOfArea(squareMeters: number): number {
  const zoom = Math.ceil(15 - Math.log2(Math.sqrt(squareMeters) / 16))
  return Math.max(8, Math.min(14, zoom))
}

/** Where an area's name stands: `size` is the square root of its area in metres, the larger the earlier. */
function areaName(tags: Tags, area: { outer: LngLat[]; kind: string; minZoom: number }): BaseFeature[] {
  const names = namesOf(tags)
  if (!names.name && !names.nameEn) return []
  const size = Math.round(Math.sqrt(ringSquareMeters(area.outer)))
  return [
    {
      layer: 'area',
      minZoom: Math.min(15, area.minZoom + 1),
      properties: { kind: area.kind, size, ...names },
      geometry: { type: 'Point', coordinates: labelPoint(area.outer) },
    },
  ]
}

function lineFeatures(tags: Tags, line: LngLat[]): BaseFeature[] {
  const geometry = { type: 'LineString', coordinates: line } as const
  const road = roadOf(tags)
  if (road) return [{ layer: 'road', ...road, geometry }]
  const rail = railOf(tags)
  if (rail) return [{ layer: 'rail', ...rail, geometry }]
  const kind = tags.waterway
  if (
    kind &&
    /^(river|canal|stream|ditch|drain)$/.test(kind) &&
    tags.tunnel !== 'yes' &&
    tags.tunnel !== 'culvert'
  ) {
    const minZoom = kind === 'river' ? 9 : kind === 'canal' ? 11 : 13
    return [{ layer: 'waterway', minZoom, properties: { kind, ...namesOf(tags) }, geometry }]
  }
  return []
}

function seaFeatures(extract: OsmExtract, geometries: Geometries): BaseFeature[] {
  const coasts = extract.ways.filter(way => way.tags.natural === 'coastline').map(way => Array.from(way.refs))
  const lines = joinPaths(coasts, false).map(path => geometries.lngLats(path))
  return seaOf(lines, extract.bbox).map(coordinates => ({
    layer: 'water',
    minZoom: 8,
    properties: { kind: 'sea' },
    geometry: { type: 'Polygon', coordinates },
  }))
}

/** Each shared boundary way is drawn once, at the highest level that uses it. */
function boundaryFeatures(extract: OsmExtract, geometries: Geometries): BaseFeature[] {
  const levels = new Map<number, number>()
  const use = (wayId: number, tags: Tags) => {
    const level = Number.parseInt(tags.admin_level ?? '', 10)
    if (tags.boundary !== 'administrative' || !(level >= 2 && level <= 10)) return
    levels.set(wayId, Math.min(level, levels.get(wayId) ?? 99))
  }
  for (const way of extract.ways) use(way.id, way.tags)
  for (const { members, tags } of extract.relations) {
    for (const { type, ref } of members) if (type === 'way') use(ref, tags)
  }
  return [...levels].flatMap(([wayId, level]) => {
    const coordinates = geometries.lngLats(geometries.way(wayId)?.refs ?? [])
    if (coordinates.length < 2) return []
    const geometry = { type: 'LineString', coordinates } as const
    return [{ layer: 'boundary', minZoom: level <= 6 ? 8 : 11, properties: { level }, geometry } as const]
  })
}

/** Ways of one street joined into long lines, so that its name runs along it and stands once. */
function streetFeatures(extract: OsmExtract, geometries: Geometries): BaseFeature[] {
  const streets = new Map<
    string,
    { minZoom: number; properties: BaseFeature['properties']; paths: number[][] }
  >()
  for (const way of extract.ways) {
    const road = roadOf(way.tags)
    const names = namesOf(way.tags)
    if (!road || road.properties.link || !(names.name || names.nameEn)) continue
    const { kind = '', rank = 0 } = road.properties
    const key = `${kind}/${names.name}/${names.nameEn}`
    const minZoom = Math.min(15, Math.max(12, road.minZoom + 2))
    const street = streets.get(key) ?? { minZoom, properties: { kind, rank, ...names }, paths: [] }
    street.paths.push(Array.from(way.refs))
    streets.set(key, street)
  }
  return [...streets.values()].flatMap(({ minZoom, properties, paths }) => {
    const coordinates = joinPaths(paths)
      .map(path => geometries.lngLats(path))
      .filter(line => line.length > 1)
    const geometry = { type: 'MultiLineString', coordinates } as const
    return coordinates.length > 0 ? [{ layer: 'street', minZoom, properties, geometry } as const] : []
  })
}

function pointFeatures(extract: OsmExtract): BaseFeature[] {
  const features: BaseFeature[] = []
  for (const [index, tags] of extract.nodes.tags) {
    const lngLat: LngLat = [extract.nodes.lng[index] ?? 0, extract.nodes.lat[index] ?? 0]
    const place = placeOf(tags)
    const names = namesOf(tags)
    if (place && (names.name || names.nameEn)) {
      const geometry = { type: 'Point', coordinates: lngLat } as const
      features.push({
        layer: 'place',
        minZoom: place.minZoom,
        properties: { kind: place.kind, ...names },
        geometry,
      })
    } else features.push(...poiFeature(tags, lngLat))
  }
  return features
}

function poiFeature(tags: Tags, lngLat: LngLat): BaseFeature[] {
  const poi = poiOf(tags)
  const names = namesOf(tags)
  if (!poi || !(names.name || names.nameEn)) return []
  const geometry = { type: 'Point', coordinates: lngLat } as const
  return [{ layer: 'poi', minZoom: poi.minZoom, properties: { kind: poi.kind, ...names }, geometry }]
}
