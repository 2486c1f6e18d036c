import type { Bbox, MultiPolygon } from '../../server/region/place.ts'

/** The box round an outline. */
export function boxOf({ coordinates }: MultiPolygon): Bbox | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [outer] of coordinates)
    for (const [lng, lat] of outer ?? []) {
      west = Math.min(west, lng)
      south = Math.min(south, lat)
      east = Math.max(east, lng)
      north = Math.max(north, lat)
    }
  return west <= east && south <= north ? [west, south, east, north] : undefined
}

const leastShare = 0.1

/** Whether a box lies inside the view and is no mere dot in it. */
export function isSeen([west, south, east, north]: Bbox, [left, bottom, right, top]: Bbox): boolean {
  const isInside = west >= left && east <= right && south >= bottom && north <= top
  const share = Math.max((east - west) / (right - left), (north - south) / (top - bottom))
  return isInside && share >= leastShare
}
