import type { LngLat } from '../server/region/place.ts'
import { groundOf, waterOf } from './area-kind.ts'
import { namesOf, type Tags } from './feature.ts'
import { Geometries } from './multipolygon.ts'
import type { OsmExtract } from './osm-extract.ts'
import { placeOf, poiOf } from './poi-kind.ts'
import { labelPoint } from './ring.ts'
import { railOf, roadOf } from './road-kind.ts'

/** A named thing people may search for. `kind` is street, water, building, ground, or the tag's own value. */
export interface Place {
  name: string
  nameEn: string
  kind: string
  lngLat: LngLat
}

/** Every named street, settlement, water, point of interest and building, one row each, in no order. */
export function placesOf(extract: OsmExtract): Place[] {
  const geometries = new Geometries(extract)
  const streets = new Map<string, { tags: Tags; line: LngLat[] }>()
  const places: Place[] = []
  const add = (tags: Tags, kind: string, lngLat: LngLat | undefined) => {
    const { name, nameEn = '' } = namesOf(tags)
    if (lngLat && (name || nameEn)) places.push({ name: name ?? nameEn, nameEn, kind, lngLat })
  }
  for (const [index, tags] of extract.nodes.tags) {
    const kind = placeOf(tags)?.kind ?? poiOf(tags)?.kind
    if (kind) add(tags, kind, [extract.nodes.lng[index] ?? 0, extract.nodes.lat[index] ?? 0])
  }
  for (const way of extract.ways) {
    if (!way.tags.name && !way.tags['name:zh']) continue
    const line = geometries.lngLats(way.refs)
    if (roadOf(way.tags)) keepLongest(streets, way.tags, line)
    else if (!railOf(way.tags)) add(way.tags, kindOf(way.tags), whereOf(way.refs, line))
  }
  for (const relation of extract.relations) {
    const [largest] = relation.tags.type === 'multipolygon' ? geometries.polygons(relation) : []
    if (largest?.[0]) add(relation.tags, kindOf(relation.tags), labelPoint(largest[0]))
  }
  for (const { tags, line } of streets.values()) add(tags, 'street', middleOf(line))
  return withoutRepeats(places)
}

function kindOf(tags: Tags): string {
  const poi = poiOf(tags)
  if (poi) return poi.kind
  if (waterOf(tags) || tags.waterway) return 'water'
  return tags.building ? 'building' : groundOf(tags) ? 'ground' : (tags.place ?? 'ground')
}

const middleOf = (line: readonly LngLat[]) => line[Math.floor(line.length / 2)]

const whereOf = (refs: Float64Array, line: LngLat[]) =>
  refs.length > 3 && refs[0] === refs.at(-1) ? labelPoint(line) : middleOf(line)

function keepLongest(streets: Map<string, { tags: Tags; line: LngLat[] }>, tags: Tags, line: LngLat[]): void {
  const { name, nameEn } = namesOf(tags)
  const key = `${name}/${nameEn}`
  if (line.length > (streets.get(key)?.line.length ?? 0)) streets.set(key, { tags, line })
}

/** The same name and kind within about 500 m is one place, mapped twice. */
function withoutRepeats(places: readonly Place[]): Place[] {
  const kept = new Map<string, Place>()
  for (const place of places) {
    const [lng, lat] = place.lngLat
    const key = `${place.name}/${place.kind}/${Math.round(lng * 200)}/${Math.round(lat * 200)}`
    if (!kept.has(key)) kept.set(key, place)
  }
  return [...kept.values()]
}
