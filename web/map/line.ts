import type { LngLat } from '../../server/region/place.ts'

const METERS_PER_DEGREE = 111_320

/** Metres between two near places on a plane; off by less than a thousandth within a county. */
export function metersBetween([lng1, lat1]: LngLat, [lng2, lat2]: LngLat): number {
  const east = (lng2 - lng1) * Math.cos((((lat1 + lat2) / 2) * Math.PI) / 180)
  return Math.hypot(east, lat2 - lat1) * METERS_PER_DEGREE
}

export const lengthMeters = (line: readonly LngLat[]) =>
  line.reduce((sum, at, i) => sum + metersBetween(line[i - 1] ?? at, at), 0)

/** The place half-way along a line. */
export function middleOf(line: readonly LngLat[]): LngLat {
  let left = lengthMeters(line) / 2
  for (let i = 0; i + 1 < line.length; i++) {
    const from = line[i] ?? [0, 0]
    const to = line[i + 1] ?? from
    const step = metersBetween(from, to)
    if (step >= left && step > 0) {
      const share = left / step
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
    }
    left -= step
  }
  return line[0] ?? [0, 0]
}

/** A ring that ends where it begins. */
export function closed(ring: readonly LngLat[]): readonly LngLat[] {
  const [first] = ring
  const last = ring.at(-1)
  if (!first || !last || (first[0] === last[0] && first[1] === last[1])) return ring
  return [...ring, first]
}
