import { invalid, type Words } from '../../errors.ts'
import { crsOfName } from '../rules/crs-name.ts'
import type { CleanRow } from './clean-row.ts'
import { Gathering, type Pair, type RawBoundaries } from './raw.ts'

type Json = Record<string, unknown>

/**
 * Reads polygons of GeoJSON: a collection, a feature or a bare geometry. Features without polygons are named and left
 * out, the rest is read.
 * @throws Refusal `invalid` when the file is no GeoJSON
 */
export function readGeoJson(text: string): RawBoundaries {
  const root = parsed(text)
  const gathering = new Gathering()
  for (const feature of featuresOf(root)) addFeature(gathering, feature)
  const name = crsName(root)
  return {
    format: 'geojson',
    crs: name === null ? null : crsOfName(name),
    crsName: name ?? '',
    encoding: 'UTF-8',
    fields: gathering.fields,
    features: gathering.features,
    problems: gathering.problems,
    saysWinding: true,
  }
}

function parsed(text: string): Json {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch (error) {
    const where = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const line = where === undefined ? '' : String(text.slice(0, Number(where)).split('\n').length)
    throw invalid('file', {
      zh: `不是完整的 JSON${line && `，第 ${line} 行有误`}；请检查文件是否传完整`,
      en: `The file is not complete JSON${line && `; line ${line} is wrong`}; check that it was copied whole`,
    })
  }
  if (isObject(root)) return root
  throw notGeoJson()
}

function featuresOf(root: Json): unknown[] {
  if (root.type === 'FeatureCollection' && Array.isArray(root.features)) return root.features
  if (root.type === 'Feature') return [root]
  if (typeof root.type === 'string' && ('coordinates' in root || 'geometries' in root)) {
    return [{ type: 'Feature', properties: {}, geometry: root }]
  }
  if (root.type === 'Topology') {
    throw invalid('file', {
      zh: '这是 TopoJSON，请先在 GIS 软件中转为 GeoJSON',
      en: 'This is TopoJSON; convert it to GeoJSON in a GIS first',
    })
  }
  throw notGeoJson()
}

const notGeoJson = () =>
  invalid('file', {
    zh: '不是 GeoJSON：应有 type 为 FeatureCollection 的对象和 features 数组',
    en: 'This is not GeoJSON: expected an object of type FeatureCollection with an array of features',
  })

function addFeature(gathering: Gathering, feature: unknown): void {
  if (!isObject(feature)) {
    gathering.refuse('feature', { zh: '不是要素', en: 'This is not a feature' })
    return
  }
  const values = isObject(feature.properties) ? feature.properties : {}
  if (feature.geometry === null || feature.geometry === undefined) {
    gathering.add(values, null)
    return
  }
  const parts = partsOf(feature.geometry, 0)
  if (Array.isArray(parts)) gathering.add(values, parts)
  else gathering.refuse('geometry', parts)
}

/** The polygons of a geometry, or why it has none. Collections are searched a few levels deep. */
function partsOf(geometry: unknown, depth: number): Pair[][][] | Words {
  if (!isObject(geometry)) return { zh: '几何不是对象', en: 'The geometry is not an object' }
  const { type, coordinates, geometries } = geometry
  if (type === 'GeometryCollection' && Array.isArray(geometries) && depth < 4) {
    const inner = geometries.map(each => partsOf(each, depth + 1))
    const found = inner.flatMap(each => (Array.isArray(each) ? each : []))
    return found.length > 0 ? found : { zh: '集合里没有面', en: 'The collection has no polygon' }
  }
  if (type === 'Polygon') return polygons([coordinates])
  if (type === 'MultiPolygon' && Array.isArray(coordinates)) return polygons(coordinates)
  const kind = typeof type === 'string' ? type.slice(0, 40) : '?'
  return { zh: `几何类型是 ${kind}，应为面`, en: `The geometry is a ${kind}, not a polygon` }
}

function polygons(given: readonly unknown[]): Pair[][][] | Words {
  const parts: Pair[][][] = []
  for (const polygon of given) {
    if (!Array.isArray(polygon)) return badNesting
    const rings: Pair[][] = []
    for (const ring of polygon) {
      const pairs = ringOf(ring)
      if (!pairs) return badNesting
      rings.push(pairs)
    }
    parts.push(rings)
  }
  return parts
}

function ringOf(ring: unknown): Pair[] | null {
  if (!Array.isArray(ring)) return null
  const pairs: Pair[] = []
  for (const position of ring) {
    if (!Array.isArray(position)) return null
    const [x, y]: unknown[] = position
    if (typeof x !== 'number' || typeof y !== 'number') return null
    pairs.push([x, y])
  }
  return pairs
}

const badNesting: Words = {
  zh: '坐标的层次或类型不对，应为 [[[经度, 纬度], …]]',
  en: 'The coordinates are nested or typed wrongly; expected [[[longitude, latitude], …]]',
}

/** The name of the old `crs` member, which many exporters still write. */
function crsName({ crs }: Json): string | null {
  const name = isObject(crs) && isObject(crs.properties) ? crs.properties.name : undefined
  return typeof name === 'string' ? name.slice(0, 200) : null
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Writes rows as GeoJSON in WGS 84, or in another system that the `crs` member then names. */
export function writeGeoJson(rows: readonly CleanRow[], crsName: string | null): string {
  const features = rows.map(({ values, rings }) => ({
    type: 'Feature',
    properties: values,
    geometry: { type: 'Polygon', coordinates: rings },
  }))
  const crs = crsName === null ? {} : { crs: { type: 'name', properties: { name: crsName } } }
  const collection = { type: 'FeatureCollection', ...crs, features }
  return `${JSON.stringify(collection)}\n`
}
