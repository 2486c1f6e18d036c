import type { LngLat } from '../region/place.ts'
import { metersBetween } from './field/graph.ts'
import type { Route, StraightLineReason, Travel, Vehicle } from './road.ts'

/** Roads are this much longer than the crow flies, and this fast over all, where no road could be found. */
const DETOUR = 1.4
const KMH = { car: 25, truck: 25, foot: 5 } as const

const SAYS: Record<StraightLineReason, { zh: string; en: string }> = {
  'off-network': {
    zh: '距路网超过500米，按直线估算',
    en: 'More than 500 m off the road network; estimated in a straight line',
  },
  'no-way-through': {
    zh: '道路不通，按直线估算',
    en: 'No way through by road; estimated in a straight line',
  },
  'no-roads': {
    zh: '尚未导入路网，按直线估算',
    en: 'No road network has been imported; estimated in a straight line',
  },
}

export interface Journey {
  from: LngLat
  to: LngLat
  vehicle: Vehicle
}

/** The labelled fallback: 1.4 times the crow's flight at 25 km/h, on foot at 5. */
export function straightLine(journey: Journey, reason: StraightLineReason): Travel {
  const meters = metersBetween(journey.from, journey.to) * DETOUR
  const seconds = (meters * 3.6) / KMH[journey.vehicle.profile]
  return { seconds: Math.round(seconds), meters: Math.round(meters), found: 'straight-line', reason }
}

export function straightRoute(journey: Journey, reason: StraightLineReason): Route {
  const travel = straightLine(journey, reason)
  const { seconds, meters } = travel
  const step = {
    kind: 'depart' as const,
    text: SAYS[reason],
    meters,
    seconds,
    street: '',
    lngLat: journey.from,
  }
  const line = { type: 'LineString' as const, coordinates: [journey.from, journey.to] }
  return { ...travel, line, steps: [step], engine: 'field' }
}
