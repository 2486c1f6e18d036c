import type { Coverage } from '../../server/grid/rules/coverage.ts'
import { placeIn, type Spot, same } from '../../server/region/rules/lattice.ts'

/** How far a pixel is in lattice units, east and north. */
export type PixelUnits = readonly [x: number, y: number]

export interface Near {
  kind: 'vertex' | 'middle' | 'edge'
  spot: Spot
  /** The ends of the edge, when it is one. */
  between?: readonly [Spot, Spot]
}

const REACH_PIXELS = { vertex: 11, middle: 9, edge: 7 }
const UNITS_PER_METER = 1e7 / 111_320

export const pixelUnits = (metersPerPixel: number, lat: number): PixelUnits => [
  (metersPerPixel * UNITS_PER_METER) / Math.cos((lat * Math.PI) / 180),
  metersPerPixel * UNITS_PER_METER,
]

/** Finds the face under a spot by boxes; only the boxes of touched faces are made anew. */
export class FaceFinder {
  readonly #coverage: Coverage
  readonly #boxes = new Map<number, readonly [number, number, number, number]>()

  constructor(coverage: Coverage) {
    this.#coverage = coverage
    this.refresh(coverage.faceIds)
  }

  refresh(faces: readonly number[]): void {
    for (const face of faces) this.#boxes.set(face, boxOf(this.#coverage.ringsOf(face)[0] ?? []))
  }

  /** The face that has a spot inside or on its edge. */
  faceAt(spot: Spot): number | undefined {
    const [x, y] = spot
    for (const [face, [west, south, east, north]] of this.#boxes) {
      if (x < west || x > east || y < south || y > north) continue
      const [outer = [], ...holes] = this.#coverage.ringsOf(face)
      if (placeIn(outer, spot) >= 0 && holes.every(hole => placeIn(hole, spot) <= 0)) return face
    }
    return undefined
  }

  /** What of a face's boundary is within reach: a vertex before the middle of an edge before any place on it. */
  near(spot: Spot, face: number, units: PixelUnits): Near | undefined {
    const edges = this.#coverage.edgesOf(face)
    const vertex = closest(
      edges.map(({ a }) => ({ kind: 'vertex' as const, spot: a })),
      spot,
      units,
    )
    const middle = closest(
      edges.map(({ a, b }) => ({ kind: 'middle' as const, spot: middleOf(a, b), between: [a, b] as const })),
      spot,
      units,
    )
    const edge = closest(
      edges.map(({ a, b }) => ({
        kind: 'edge' as const,
        spot: onEdge(a, b, { spot, units }),
        between: [a, b] as const,
      })),
      spot,
      units,
    )
    return [vertex, middle, edge].find(found => found !== undefined)
  }
}

function closest(found: Near[], spot: Spot, units: PixelUnits): Near | undefined {
  let best: Near | undefined
  let least = Infinity
  for (const each of found) {
    const pixels = pixelsBetween(each.spot, spot, units)
    if (pixels > REACH_PIXELS[each.kind] || pixels >= least) continue
    if (each.between?.some(end => same(end, each.spot))) continue
    best = each
    least = pixels
  }
  return best
}

export const pixelsBetween = (a: Spot, b: Spot, [ux, uy]: PixelUnits) =>
  Math.hypot((a[0] - b[0]) / ux, (a[1] - b[1]) / uy)

const middleOf = (a: Spot, b: Spot): Spot => [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)]

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
  const kinds = all.map(target => ({ kind: 'middle' as const, spot: target }))
  const best = closest(kinds, spot, units)
  return best ? { spot: best.spot, isSnapped: true } : { spot, isSnapped: false }
}

/** The spots next to a vertex along all boundaries. */
export function neighboursOf(coverage: Coverage, spot: Spot): Spot[] {
  const found = new Map<string, Spot>()
  for (const face of coverage.facesAt(spot)) {
    for (const { a, b } of coverage.edgesOf(face)) {
      if (same(a, spot)) found.set(String(b), b)
      if (same(b, spot)) found.set(String(a), a)
    }
  }
  return [...found.values()]
}

export function boxOf(spots: readonly Spot[]): readonly [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of spots) {
    west = Math.min(west, x)
    south = Math.min(south, y)
    east = Math.max(east, x)
    north = Math.max(north, y)
  }
  return [west, south, east, north]
}
