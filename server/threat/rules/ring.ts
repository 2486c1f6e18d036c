import type { Both, LngLat } from '../../region/place.ts'
import type { ThreatRing } from '../threat.ts'
import { areaOf, circle, drawn, type Spot } from './plane.ts'

export const nothing: Both = { zh: '', en: '' }

interface Threshold {
  key: string
  label: Both
  says?: Both
  value?: number
  unit?: string
}

/** An outline in metres about a place. */
export function outlined(
  lngLat: LngLat,
  ring: readonly Spot[],
  { key, label, says = nothing, value, unit = '', beyond = false }: Threshold & { beyond?: boolean },
): ThreatRing {
  return {
    key,
    label,
    says,
    value: value ?? null,
    unit,
    reachMeters: ring.reduce((most, [x, y]) => Math.max(most, Math.hypot(x, y)), 0),
    areaSquareMeters: Math.abs(areaOf(ring)),
    beyond,
    polygon: drawn(lngLat, ring),
  }
}

/** A circle about a place, with its exact radius and area. */
export function round(lngLat: LngLat, radius: number, threshold: Threshold): ThreatRing {
  return {
    ...outlined(lngLat, circle(radius), threshold),
    reachMeters: radius,
    areaSquareMeters: Math.PI * radius * radius,
  }
}

/** Three figures, without the noise of a float. */
export const figure = (value: number, digits = 4): string => String(Number(value.toPrecision(digits)))
