import { area, feature, featureCollection, intersect } from '@turf/turf'
import type { ThematicEdit } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import { placeInFace } from '../../server/grid/rules/face-index.ts'
import { inCoverage } from '../../server/grid/rules/leaves.ts'
import type { LngLat, Polygon } from '../../server/region/place.ts'
import { spotOf } from '../../server/region/rules/lattice.ts'

/** A thematic grid as it is in force, or as a draft would have it. */
export interface ThematicShape {
  /** `g12` for one in force, `d0` for one that the draft draws. */
  key: string
  /** The grid in force, if there is one. */
  id: number | undefined
  /** Place of its edit in the draft, if there is one. */
  place: number | undefined
  name: string
  code: string
  lead: string
  phone: string
  polygon: Polygon
  fate: 'kept' | 'made' | 'changed' | 'gone'
}

/** A grid that a thematic one lies over, and how much of each the common ground is. */
export interface Overlap {
  grid: Grid
  squareMeters: number
  shareOfShape: number
  shareOfGrid: number
}

/** What is asked of a thematic grid. */
export type ThematicAct = 'redraw' | 'names' | 'retire' | 'leave'

export const isThematic = ({ level }: Pick<Grid, 'level'>): boolean => level === 'thematic'

/** Thematic grids in force with a draft's edits laid on them, those it draws after them. */
export function thematicShapes(
  grids: readonly Grid[],
  edits: readonly ThematicEdit[] = [],
): readonly ThematicShape[] {
  const places = new Map(edits.flatMap((edit, place) => (edit.kind === 'draw' ? [] : [[edit.id, place]])))
  const standing = grids.filter(isThematic).map((grid): ThematicShape => {
    const place = places.get(grid.id)
    const edit = place === undefined ? undefined : edits[place]
    const { id, name, code, lead, phone, polygon } = grid
    const base = { key: `g${id}`, id, place, name, code, lead, phone, polygon }
    if (!edit || edit.kind === 'draw') return { ...base, fate: 'kept' }
    if (edit.kind === 'retire') return { ...base, fate: 'gone' }
    const { name: named = name, lead: led = lead, phone: called = phone, polygon: drawn = polygon } = edit
    return { ...base, name: named, lead: led, phone: called, polygon: drawn, fate: 'changed' }
  })
  const made = edits.flatMap((edit, place): ThematicShape[] => {
    if (edit.kind !== 'draw') return []
    const { name, code = '', lead = '', phone = '', polygon } = edit
    return [{ key: `d${place}`, id: undefined, place, name, code, lead, phone, polygon, fate: 'made' }]
  })
  return [...standing, ...made]
}

/** Whether a place lies in a polygon or on its edge. */
export const holds = ({ coordinates }: Polygon, lngLat: LngLat): boolean =>
  placeInFace(
    coordinates.map(ring => ring.slice(0, -1).map(spotOf)),
    spotOf(lngLat),
  ) >= 0

// Grids that only share an edge have no common ground; what rounding leaves there is less than this.
const leastSquareMeters = 1

/** The grids of the coverage that a polygon lies over, the largest common ground first. */
export function overlapsOf(polygon: Polygon, grids: readonly Grid[]): Overlap[] {
  const box = boxOf(polygon)
  const whole = area(polygon)
  return inCoverage(grids)
    .filter(grid => meet(box, boxOf(grid.polygon)))
    .flatMap(grid => {
      const common = intersect(featureCollection([feature(polygon), feature(grid.polygon)]))
      const squareMeters = common ? area(common) : 0
      if (squareMeters < leastSquareMeters) return []
      const [shareOfShape, shareOfGrid] = [squareMeters / whole, squareMeters / area(grid.polygon)]
      return [{ grid, squareMeters, shareOfShape, shareOfGrid }]
    })
    .sort((a, b) => b.squareMeters - a.squareMeters)
}

/** Other thematic grids on the same ground. */
export const thematicBeside = (shape: ThematicShape, shapes: readonly ThematicShape[]): ThematicShape[] =>
  shapes.filter(
    other =>
      other.key !== shape.key &&
      other.fate !== 'gone' &&
      meet(boxOf(shape.polygon), boxOf(other.polygon)) &&
      intersect(featureCollection([feature(shape.polygon), feature(other.polygon)])) !== null,
  )

type Box = readonly [west: number, south: number, east: number, north: number]

const meet = ([aw, as, ae, an]: Box, [bw, bs, be, bn]: Box) => aw < be && bw < ae && as < bn && bs < an

function boxOf({ coordinates: [outer = []] }: Polygon): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of outer) {
    box[0] = Math.min(box[0], lng)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lng)
    box[3] = Math.max(box[3], lat)
  }
  return box
}

/**
 * Slanted lines over a polygon, holes left out: they tell an area that lies over others from one of the coverage.
 * @param stepDegrees distance between two lines, in degrees of latitude
 */
export function hatchOf({ coordinates }: Polygon, stepDegrees: number): LngLat[][] {
  const lat = coordinates[0]?.[0]?.[1] ?? 0
  const squeeze = Math.cos((lat * Math.PI) / 180)
  // Turned by 45 degrees: u runs along the lines, v across them.
  const rings = coordinates.map(ring => ring.map(([x, y]) => [x * squeeze + y, y - x * squeeze] as const))
  const across = (rings[0] ?? []).map(([, v]) => v)
  const from = Math.ceil(Math.min(...across) / stepDegrees) * stepDegrees
  const lines: LngLat[][] = []
  for (let v = from; v < Math.max(...across); v += stepDegrees) {
    const met = rings.flatMap(ring => crossings(ring, v)).sort((a, b) => a - b)
    for (let i = 0; i + 1 < met.length; i += 2) {
      const ends = [met[i] ?? 0, met[i + 1] ?? 0]
      lines.push(ends.map((u): LngLat => [(u - v) / 2 / squeeze, (u + v) / 2]))
    }
  }
  return lines
}

const crossings = (ring: readonly (readonly [number, number])[], v: number): number[] =>
  ring.slice(1).flatMap(([bu, bv], i) => {
    const [au, av] = ring[i] ?? [bu, bv]
    return av > v === bv > v ? [] : [au + ((v - av) / (bv - av)) * (bu - au)]
  })
