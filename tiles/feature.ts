import type { LineString, MultiLineString, Point, Polygon } from 'geojson'

/** The layers of a base map tile, in the order they are written. */
export const BASE_LAYERS = [
  'land',
  'water',
  'waterway',
  'building',
  'road',
  'rail',
  'boundary',
  'street',
  'area',
  'place',
  'poi',
] as const
export type BaseLayer = (typeof BASE_LAYERS)[number]

export type BaseProperties = Record<string, string | number | boolean>

/** One thing on the base map, before it is cut into tiles. */
export interface BaseFeature {
  layer: BaseLayer
  /** The farthest zoom at which the thing is drawn. */
  minZoom: number
  properties: BaseProperties
  geometry: Point | LineString | MultiLineString | Polygon
}

export type Tags = Record<string, string>

/** Chinese (or local) name and English name of tagged things; absent ones are left out. */
export function namesOf(tags: Tags): { name?: string; nameEn?: string } {
  const name = tags['name:zh'] ?? tags['name:zh-Hans'] ?? tags.name
  const nameEn = tags['name:en'] ?? tags.int_name ?? (isLatin(tags.name) ? tags.name : undefined)
  return { ...(name ? { name } : {}), ...(nameEn && nameEn !== name ? { nameEn } : {}) }
}

const isLatin = (text: string | undefined) =>
  text !== undefined && /^[\p{Script=Latin}\d\s\p{P}]+$/u.test(text)
