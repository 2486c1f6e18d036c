import type { Feature, FeatureCollection } from 'geojson'
import type { LineString, LngLat, Polygon } from '../../server/region/place.ts'
import { checkLine, checkPolygon } from '../../server/region/rules/validity.ts'
import { closed } from '../map/line.ts'

/** What is being laid on the map: a line along a road, an area by its corners, or a circle round a place. */
export type Tool = 'closure' | 'area' | 'circle'

export interface Draft {
  tool: Tool
  points: readonly LngLat[]
  center: LngLat | undefined
  radiusMeters: number
}

const METERS_PER_DEGREE = 111_320
const CIRCLE_SIDES = 48

/** A regular polygon that stands for a circle; its corners lie on the circle. */
export function circleAround([lng, lat]: LngLat, radiusMeters: number): Polygon {
  const north = radiusMeters / METERS_PER_DEGREE
  const east = north / Math.cos((lat * Math.PI) / 180)
  const ring = Array.from({ length: CIRCLE_SIDES }, (_, side): LngLat => {
    const angle = (side / CIRCLE_SIDES) * 2 * Math.PI
    return [lng + east * Math.cos(angle), lat + north * Math.sin(angle)]
  })
  return { type: 'Polygon', coordinates: [copied(closed(ring))] }
}

const copied = (line: readonly LngLat[]): LngLat[] => line.map(([lng, lat]) => [lng, lat])

/** The line of a closure, once it has two different points. */
export function lineOf({ tool, points }: Draft): LineString | undefined {
  if (tool !== 'closure' || points.length < 2) return undefined
  const checked = checkLine({ type: 'LineString', coordinates: copied(points) })
  return checked.valid ? checked.line : undefined
}

/** The area of a zone, once it is one that can be saved. */
export function polygonOf(draft: Draft): Polygon | undefined {
  const polygon = roughly(draft)
  const checked = polygon && checkPolygon(polygon)
  return checked?.valid ? checked.polygon : undefined
}

function roughly({ tool, points, center, radiusMeters }: Draft): Polygon | undefined {
  if (tool === 'circle') return center && radiusMeters > 0 ? circleAround(center, radiusMeters) : undefined
  if (tool !== 'area' || points.length < 3) return undefined
  return { type: 'Polygon', coordinates: [copied(closed(points))] }
}

/** What keeps a draft from being saved: too few points yet, or an outline that is no area. */
export function lacking(draft: Draft): { kind: 'points'; count: number } | { kind: 'outline' } | undefined {
  if (draft.tool === 'circle') return polygonOf(draft) ? undefined : { kind: 'outline' }
  const least = draft.tool === 'closure' ? 2 : 3
  if (draft.points.length < least) return { kind: 'points', count: least - draft.points.length }
  return (draft.tool === 'closure' ? lineOf(draft) : polygonOf(draft)) ? undefined : { kind: 'outline' }
}

/** What the map shows while drawing; `pointer` is where the next point would stand. */
export function draftFeatures(draft: Draft, pointer: LngLat | undefined): FeatureCollection {
  const { tool, points } = draft
  const laid = pointer && tool !== 'circle' ? [...points, pointer] : points
  const tone = { tone: 'bad' }
  const features: Feature[] = []
  const area = roughly({ ...draft, points: laid })
  if (area) features.push(feature('area', area, tone))
  if (tool !== 'circle' && laid.length > 1) {
    features.push(feature('cut', { type: 'LineString', coordinates: copied(laid) }, tone))
  }
  for (const [place, point] of points.entries()) {
    features.push(feature(`vertex-${place}`, { type: 'Point', coordinates: [...point] }))
  }
  return { type: 'FeatureCollection', features }
}

function feature(id: string, geometry: Feature['geometry'], more: Record<string, string> = {}): Feature {
  return { type: 'Feature', geometry, properties: { id, role: id.split('-', 1)[0], ...more } }
}
