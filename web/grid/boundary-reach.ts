import type { Spot } from '../../server/region/rules/lattice.ts'

/** How far a pixel is in lattice units, east and north. */
export type PixelUnits = readonly [x: number, y: number]

const REACH_PIXELS = 9
const UNITS_PER_METER = 1e7 / 111_320

export const pixelUnits = (metersPerPixel: number, lat: number): PixelUnits => [
  (metersPerPixel * UNITS_PER_METER) / Math.cos((lat * Math.PI) / 180),
  metersPerPixel * UNITS_PER_METER,
]

function closest(spots: readonly Spot[], spot: Spot, units: PixelUnits): Spot | undefined {
  let best: Spot | undefined
  let least = REACH_PIXELS
  for (const each of spots) {
    const pixels = pixelsBetween(each, spot, units)
    if (pixels >= least) continue
    best = each
    least = pixels
  }
  return best
}

export const pixelsBetween = (a: Spot, b: Spot, [ux, uy]: PixelUnits) =>
  Math.hypot((a[0] - b[0]) / ux, (a[1] - b[1]) / uy)

/** The place on a segment nearest to a spot as the eye sees it. */
export function onEdge(a: Spot, b: Spot, { spot, units }: { spot: Spot; units: PixelUnits }): Spot {
  const [ux, uy] = units
  const [dx, dy] = [(b[0] - a[0]) / ux, (b[1] - a[1]) / uy]
  const along = ((spot[0] - a[0]) / ux) * dx + ((spot[1] - a[1]) / uy) * dy
  const share = Math.min(1, Math.max(0, along / (dx * dx + dy * dy || 1)))
  return [Math.round(a[0] + share * dx * ux), Math.round(a[1] + share * dy * uy)]
}

/**
 * Where a vertex in the hand goes: the nearest target within reach, otherwise where the pointer is.
 * Targets are its first place, the straight line between its two neighbours, and corners of the cells.
 */
export function snapped(
  spot: Spot,
  { targets, line, units }: { targets: readonly Spot[]; line: readonly Spot[]; units: PixelUnits },
): { spot: Spot; isSnapped: boolean } {
  const [a, b] = line
  const all = a && b ? [...targets, onEdge(a, b, { spot, units })] : targets
  const best = closest(all, spot, units)
  return best ? { spot: best, isSnapped: true } : { spot, isSnapped: false }
}
