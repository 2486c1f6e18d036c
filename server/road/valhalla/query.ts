import type { LngLat } from '../../region/place.ts'
import { shapeOf } from '../field/block.ts'
import type { RoadField } from '../field/field.ts'
import { metersPerDegree } from '../field/graph.ts'
import { partOf } from '../field/path.ts'
import { sizeOf } from '../field/price.ts'
import { MAX_SNAP_METERS } from '../field/table.ts'
import type { Vehicle } from '../road.ts'

/** More closed segments than this are not worth listing: the field answers alone. */
export const MAX_EXCLUDED = 3000

/** What a location and a vehicle are called in a Valhalla request. */
export function locationOf([lon, lat]: LngLat) {
  // Without a cutoff a place far off the network would snap to it silently.
  return { lon, lat, search_cutoff: MAX_SNAP_METERS }
}

export function costingOf(vehicle: Vehicle): { costing: string; costing_options: object } {
  if (vehicle.profile === 'foot') return { costing: 'pedestrian', costing_options: {} }
  const size = sizeOf(vehicle)
  const blue = vehicle.blueLight ? { ignore_oneways: true, ignore_non_vehicular_restrictions: true } : {}
  const box = { height: size.heightMeters, width: size.widthMeters, ...blue }
  if (vehicle.profile === 'car') return { costing: 'auto', costing_options: { auto: box } }
  // The field knows no limits on length or axles, so the truck is small in these.
  const truck = { ...box, weight: size.weightTons, length: 5, axle_load: 1, axle_count: 2 }
  return { costing: 'truck', costing_options: { truck } }
}

const CLEAR_METERS = 8
const SHARES = [0.5, 0.35, 0.65, 0.2, 0.8]

/**
 * Valhalla shuts the edges it finds at a place, so a closed segment is told by a point on it that lies
 * clear of every other road: a closed bridge must not close the road beneath.
 */
export function excludedPlaces(field: RoadField, segments: number[]): { lon: number; lat: number }[] {
  return segments.map(segment => {
    const shape = shapeOf(field.graph, segment)
    const places = SHARES.map(share => placeAlong(shape, share))
    const [lon, lat] = places.find(place => isClear(field, segment, place)) ?? placeAlong(shape, 0.5)
    return { lon, lat }
  })
}

function placeAlong(shape: LngLat[], share: number): LngLat {
  return partOf(shape, share, share)[0] ?? [0, 0]
}

function isClear(field: RoadField, segment: number, place: LngLat): boolean {
  const scale = metersPerDegree(place[1])
  const dx = CLEAR_METERS / scale.lng
  const dy = CLEAR_METERS / scale.lat
  const near = field.segmentsIn([place[0] - dx, place[1] - dy, place[0] + dx, place[1] + dy])
  return [...near].every(other => other === segment || !field.touches(other, place, CLEAR_METERS))
}
