import type { Order } from '../../server/dispatch/dispatch.ts'
import type { LngLat } from '../../server/region/place.ts'
import { metersBetween } from '../map/line.ts'

/** A point along a line after so many metres, with how far that is; the end when the line is shorter. */
export function pointAlong(line: readonly LngLat[], meters: number): LngLat | undefined {
  let left = Math.max(0, meters)
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]]
    if (!a || !b) continue
    const length = metersBetween(a, b)
    if (left <= length) {
      const share = length === 0 ? 0 : left / length
      return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
    }
    left -= length
  }
  return line.at(-1)
}

/** Metres along the line to its vertex nearest to a place: how far the team has come. */
export function metersTo(line: readonly LngLat[], place: LngLat): number {
  let along = 0
  let best = { far: Number.POSITIVE_INFINITY, along: 0 }
  for (const [i, point] of line.entries()) {
    const before = line[i - 1]
    if (before) along += metersBetween(before, point)
    const far = metersBetween(point, place)
    if (far < best.far) best = { far, along }
  }
  return best.along
}

/** The turn that comes next and how far it is; undefined once the last one is behind. */
export function nextStep(
  order: Order,
  place: LngLat,
): { step: Order['steps'][number]; meters: number } | undefined {
  const line = order.route?.coordinates ?? []
  const come = metersTo(line, place)
  for (const step of order.steps) {
    const at = metersTo(line, step.lngLat)
    if (at > come + 5) return { step, meters: at - come }
  }
  return undefined
}

/** Seconds left by the share of the way that is left. */
export function secondsLeft(order: Order, place: LngLat): number {
  const line = order.route?.coordinates ?? []
  const whole = metersTo(line, line.at(-1) ?? place)
  if (whole === 0) return order.etaSeconds
  return order.etaSeconds * Math.max(0, 1 - metersTo(line, place) / whole)
}
