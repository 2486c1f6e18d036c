import type { LngLat } from '../../region/place.ts'

const earthMeters = 6_371_008.8
// Without roads: streets make the way longer than the crow's, and a vehicle keeps about 36 km/h in a town.
const windingFactor = 1.4
const metersPerSecond = 10

/** Great-circle distance. */
export function metersBetween([lng1, lat1]: LngLat, [lng2, lat2]: LngLat): number {
  const radians = Math.PI / 180
  const halfLat = Math.sin(((lat2 - lat1) * radians) / 2)
  const halfLng = Math.sin(((lng2 - lng1) * radians) / 2)
  const chord = halfLat ** 2 + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * halfLng ** 2
  return 2 * earthMeters * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** A rough travel time where the town has no roads; always labelled `straight-line`. */
export function straightLine(from: LngLat, to: LngLat) {
  const meters = metersBetween(from, to) * windingFactor
  return { seconds: meters / metersPerSecond, meters, found: 'straight-line' as const }
}
