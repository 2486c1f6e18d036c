import {
  FERRY_KMH,
  RAMP_FACTOR,
  ROUNDABOUT_FACTOR,
  Surface,
  TRUCK_TOP_KMH,
  TURN_CHANNEL_FACTOR,
  URBAN_DENSITY,
  URBAN_KMH,
  URBAN_RAMP_FACTOR,
  USE_KMH,
  Use,
} from './table.ts'
import type { WayRules } from './way.ts'

interface SpeedPlace {
  rules: WayRules
  use: number
  density: number
  forward: boolean
}

/** km/h a car drives along an edge. */
export function carKmh(place: SpeedPlace): number {
  const { rules, use } = place
  if (use === Use.ferry) return FERRY_KMH
  const tagged = place.forward ? rules.taggedKmhForward : rules.taggedKmhBackward
  if (rules.link) return linkKmh(place, tagged)
  if (tagged > 0) return rules.surface >= Surface.rough ? slowed(tagged) : tagged
  const kmh = untagged(place)
  return Math.max(1, rules.surface >= Surface.rough ? Math.floor(kmh / 2) : kmh)
}

export function truckKmh(place: SpeedPlace): number {
  const own = place.rules.truckKmh || TRUCK_TOP_KMH
  return Math.min(carKmh(place), own, TRUCK_TOP_KMH)
}

function untagged({ rules, use, density }: SpeedPlace): number {
  const named = USE_KMH[use]
  if (named !== undefined) return named
  const urban = density > URBAN_DENSITY && use !== Use.track
  const kmh = urban ? (URBAN_KMH[rules.roadClass] ?? rules.baseKmh) : rules.baseKmh
  return rules.roundabout ? Math.round(kmh * ROUNDABOUT_FACTOR) : kmh
}

function linkKmh({ rules, use, density }: SpeedPlace, tagged: number): number {
  const kmh = tagged || rules.baseKmh
  if (use === Use.turnChannel) return Math.round(kmh * TURN_CHANNEL_FACTOR)
  if (tagged > 0) return tagged
  const major = rules.roadClass <= 2
  return Math.round(kmh * (major && density > URBAN_DENSITY ? URBAN_RAMP_FACTOR : RAMP_FACTOR))
}

function slowed(kmh: number): number {
  if (kmh >= 50) return kmh - 10
  return kmh > 15 ? kmh - 5 : kmh
}
