import type { Crs } from '../../server/boundary/boundary.ts'
import { placingOf } from '../../server/boundary/rules/crs.ts'

const degrees: readonly Crs[] = ['EPSG:4490', 'EPSG:4326', 'GCJ-02', 'BD-09']
/** CGCS2000 in bands of 3 degrees without and with their number, then of 6, then Web Mercator. */
const bands: readonly Crs[] = [
  ...codes(4534, 4554),
  ...codes(4513, 4533),
  ...codes(4502, 4512),
  ...codes(4491, 4501),
  'EPSG:3857',
]

function codes(from: number, to: number): Crs[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `EPSG:${from + i}`)
}

/** Systems to choose from, in degrees or in metres as the one that is looked at. */
export function systemsToChoose(now: Crs | undefined): Crs[] {
  const isMetric = now === undefined ? undefined : placingOf(now)?.isMetric
  const fitting = isMetric === undefined ? [...degrees, ...bands] : isMetric ? bands : degrees
  return now === undefined || fitting.includes(now) ? [...fitting] : [now, ...fitting]
}
