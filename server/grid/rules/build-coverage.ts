import Flatbush from 'flatbush'
import type { Polygon } from '../../region/place.ts'
import { doubleArea, type Spot, same, spotOf, turn } from '../../region/rules/lattice.ts'
import { Coverage } from './coverage.ts'
import type { FaceRings } from './coverage-edit.ts'

/** What was put right or left out while faces were joined into a coverage. */
export interface BuildReport {
  /** Vertices of a neighbour that lay on an edge and were put into it. */
  inserted: { face: number; at: Spot }[]
  /** Faces that overlap one that was there before them; they are not part of the coverage. */
  excluded: { face: number; over: number; at: Spot }[]
}

/** Joins polygons into a coverage: positions go onto the lattice, and edges get the vertices that touch them. */
export function buildCoverage(polygons: { id: number; polygon: Polygon }[]): {
  coverage: Coverage
  report: BuildReport
} {
  const faces = polygons.map(({ id, polygon }) => ({ id, rings: polygon.coordinates.map(ringOf) }))
  const report: BuildReport = { inserted: [], excluded: [] }
  const noded = withTouching(faces, report)
  const coverage = new Coverage()
  for (const face of noded) {
    const overlap = coverage.add(face)
    if (overlap) report.excluded.push({ face: face.id, over: overlap.face, at: overlap.at })
  }
  return { coverage, report }
}

function ringOf(ring: Polygon['coordinates'][number], index: number): Spot[] {
  const spots = ring.map(spotOf).filter((spot, i, all) => {
    const next = all[(i + 1) % all.length]
    return !next || !same(spot, next)
  })
  const first = ring[0] ? spotOf(ring[0]) : undefined
  const start = spots.findIndex(spot => first && same(spot, first))
  const turned = [...spots.slice(start), ...spots.slice(0, start)]
  return doubleArea(turned) > 0n === (index === 0) ? turned : turned.toReversed()
}

/** Puts each vertex that lies on an edge without neighbour into that edge. */
function withTouching(faces: FaceRings[], report: BuildReport): FaceRings[] {
  const spots = distinct(faces)
  if (spots.length === 0) return faces
  const index = new Flatbush(spots.length, 16, Float64Array)
  for (const [x, y] of spots) index.add(x, y, x, y)
  index.finish()
  const directed = new Set(
    faces.flatMap(face => face.rings.flatMap(ring => pairs(ring).map(([a, b]) => key(a, b)))),
  )
  return faces.map(({ id, rings }) => ({
    id,
    rings: rings.map(ring => {
      const own = new Set(ring.map(String))
      return pairs(ring).flatMap(([a, b]) => {
        if (directed.has(key(b, a))) return [a]
        const box = [
          Math.min(a[0], b[0]),
          Math.min(a[1], b[1]),
          Math.max(a[0], b[0]),
          Math.max(a[1], b[1]),
        ] as const
        const touching = index
          .search(box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1)
          .map(slot => spots[slot] ?? a)
          .filter(spot => touches(a, b, spot) && !own.has(String(spot)))
          .sort((p, q) => along(a, b, p) - along(a, b, q))
        for (const at of touching) report.inserted.push({ face: id, at })
        return [a, ...touching]
      })
    }),
  }))
}

const along = (a: Spot, b: Spot, p: Spot) => (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])

/** On the inside of an edge, or beside it by no more than one unit, which rounding to the lattice explains. */
function touches(a: Spot, b: Spot, p: Spot): boolean {
  const length = along(a, b, b)
  const at = along(a, b, p)
  if (at <= 0 || at >= length) return false
  const off = BigInt(turn(a, b, p))
  return off * off <= BigInt(length)
}

const key = (a: Spot, b: Spot) => `${a[0]},${a[1]},${b[0]},${b[1]}`

const pairs = (ring: Spot[]): [Spot, Spot][] => ring.map((a, i) => [a, ring[(i + 1) % ring.length] ?? a])

const distinct = (faces: FaceRings[]): Spot[] => [
  ...new Map(faces.flatMap(face => face.rings.flat().map(spot => [String(spot), spot] as const))).values(),
]
