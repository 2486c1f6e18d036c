import { area, feature, featureCollection, intersect } from '@turf/turf'
import type { Grid } from '../../server/grid/grid.ts'
import type { LngLat, MultiPolygon, Polygon } from '../../server/region/place.ts'
import { doubleArea, lngLatOf, placeIn, type Spot, spotOf } from '../../server/region/rules/lattice.ts'
import type { CellGeometry } from '../../server/risk/rules/cell-pack.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { boxOf } from './boundary-reach.ts'

type Rings = readonly (readonly Spot[])[]

/** What the edits make of one grid; a made one has no ground before, one that is no more none after. */
export interface Consequence {
  face: number
  /** The grid, or the one from which a made face was cut. */
  grid: Grid | undefined
  fate: 'changed' | 'made' | 'gone'
  beforeSquareMeters: number
  afterSquareMeters: number
}

/** A piece of ground that changes hands, with the cells whose middle lies in it. */
export interface Handover {
  from: number
  to: number
  polygon: Polygon | MultiPolygon
  squareMeters: number
  ordinals: number[]
}

/** Middle of a cell and its ordinal. */
export interface CellCentre {
  ordinal: number
  spot: Spot
}

const SLIVER_SQUARE_METERS = 0.5

/** Grids whose shape differs from before, in the order they were first touched. */
export function consequencesOf(draft: BoundaryDraft): Consequence[] {
  return changedFaces(draft).map(face => {
    const before = draft.base.get(face)
    const grid = draft.grids.get(before ? face : (draft.origins.get(face) ?? face))
    const after = draft.coverage.has(face) ? draft.coverage.doubleAreaOf(face) : 0n
    const squareMeters = squareMetersPer(draft, grid)
    return {
      face,
      grid,
      fate: before ? (draft.coverage.has(face) ? 'changed' : 'gone') : 'made',
      beforeSquareMeters: before ? squareMeters(doubleAreaOf(before)) : 0,
      afterSquareMeters: squareMeters(after),
    }
  })
}

/** The server's area is geodesic; over so small a piece it changes as the plane one does. */
function squareMetersPer(draft: BoundaryDraft, grid: Grid | undefined): (doubleArea: bigint) => number {
  const rings = grid && draft.base.get(grid.id)
  const whole = rings ? Number(doubleAreaOf(rings)) : 1
  return doubleUnits => ((grid?.areaSquareMeters ?? 0) * Number(doubleUnits)) / whole
}

export const changedFaces = (draft: BoundaryDraft): number[] =>
  draft.touched.filter(id => String(draft.base.get(id) ?? '') !== String(ringsNow(draft, id)))

const ringsNow = (draft: BoundaryDraft, id: number) =>
  draft.coverage.has(id) ? draft.coverage.ringsOf(id) : []

const doubleAreaOf = (rings: Rings) => rings.reduce((sum, ring) => sum + doubleArea(ring), 0n)

/** Pieces that go from one grid to another, each once. */
export function handoversOf(draft: BoundaryDraft, centres: readonly CellCentre[]): Handover[] {
  const changed = changedFaces(draft)
  const after = new Map(changed.map(id => [id, ringsNow(draft, id)]))
  return changed.flatMap(from =>
    changed.flatMap(to => {
      const [old, next] = [draft.base.get(from), after.get(to)]
      if (from === to || !old || !next?.length || !overlap(old, next)) return []
      const piece = intersect(featureCollection([feature(polygonOf(old)), feature(polygonOf(next))]))
      if (!piece) return []
      const squareMeters = area(piece)
      if (squareMeters < SLIVER_SQUARE_METERS) return []
      const ordinals = under(centres, old, next).map(({ ordinal }) => ordinal)
      return [{ from, to, polygon: shapeOf(piece.geometry), squareMeters, ordinals }]
    }),
  )
}

/** The centres that lie in both; nearly all are ruled out by a box. */
function under(centres: readonly CellCentre[], old: Rings, next: Rings): CellCentre[] {
  const [a, b] = [boxOf(old[0] ?? []), boxOf(next[0] ?? [])]
  const [west, south] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])]
  const [east, north] = [Math.min(a[2], b[2]), Math.min(a[3], b[3])]
  const isClose = ([x, y]: Spot) => x >= west && x <= east && y >= south && y <= north
  return centres.filter(({ spot }) => isClose(spot) && isIn(old, spot) && isIn(next, spot))
}

/** Rings of the lattice hold pairs only, so the cut has no heights either. */
const shapeOf = (geometry: { type: string; coordinates: unknown }) => geometry as Polygon | MultiPolygon

export const polygonOf = (rings: Rings): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf)),
})

function overlap(a: Rings, b: Rings): boolean {
  const [aw, as, ae, an] = boxOf(a[0] ?? [])
  const [bw, bs, be, bn] = boxOf(b[0] ?? [])
  return aw < be && bw < ae && as < bn && bs < an
}

export function isIn([outer = [], ...holes]: Rings, spot: Spot): boolean {
  const [west, south, east, north] = boxOf(outer)
  const [x, y] = spot
  if (x < west || x > east || y < south || y > north) return false
  return placeIn(outer, spot) >= 0 && holes.every(hole => placeIn(hole, spot) <= 0)
}

/** Boundaries as they were, where they no longer are. */
export function leftEdges(draft: BoundaryDraft): LngLat[][] {
  const now = new Set<string>()
  const changed = changedFaces(draft)
  for (const id of changed.filter(each => draft.coverage.has(each))) {
    for (const { a, b } of draft.coverage.edgesOf(id)) now.add(`${a} ${b}`).add(`${b} ${a}`)
  }
  const left = new Map<string, LngLat[]>()
  for (const id of changed) {
    for (const ring of draft.base.get(id) ?? []) {
      for (const [i, a] of ring.entries()) {
        const b = ring[(i + 1) % ring.length]
        if (b && !now.has(`${a} ${b}`))
          left.set([String(a), String(b)].sort().join(' '), [lngLatOf(a), lngLatOf(b)])
      }
    }
  }
  return [...left.values()]
}

/** Middles of all cells; the mean of the corners is the middle of a box. */
export function centresOf({ chunks }: CellGeometry): CellCentre[] {
  return chunks.flatMap(({ origin, ringStart, cellIndex, positions, cells }) =>
    Array.from({ length: cells }, (_, cell) => {
      const [from, to] = [ringStart[cell] ?? 0, (ringStart[cell + 1] ?? 0) - 1]
      let [x, y] = [0, 0]
      for (let vertex = from; vertex < to; vertex++) {
        x += positions[vertex * 2] ?? 0
        y += positions[vertex * 2 + 1] ?? 0
      }
      const count = Math.max(1, to - from)
      return { ordinal: cellIndex[cell] ?? 0, spot: spotOf([origin[0] + x / count, origin[1] + y / count]) }
    }),
  )
}

/** Square metres on the sphere. */
export const areaOf = (polygon: Polygon): number => area(polygon)
