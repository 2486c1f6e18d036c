import type { Polygon } from '../../region/place.ts'
import { type Spot, same, spotOf, turn } from '../../region/rules/lattice.ts'
import { Coverage } from './coverage.ts'
import type { FaceRings } from './coverage-edit.ts'
import { ringsWith } from './coverage-line.ts'
import { along, byPlace, exactDoubleArea } from './exact.ts'
import { Faces } from './faces.ts'

/** What was put right or left out while faces were joined into a coverage. */
export interface BuildReport {
  /** Vertices of a neighbour that lay on an edge and were put into it. */
  inserted: { face: number; at: Spot }[]
  /** Faces that overlap one that was there before them; they are not part of the coverage. */
  excluded: { face: number; over: number; at: Spot }[]
}

/** Joins polygons into a coverage: positions go onto the lattice, and edges get the vertices that touch them. */
export function buildCoverage(polygons: Iterable<{ id: number; polygon: Polygon }>): {
  coverage: Coverage
  report: BuildReport
} {
  const rings = [...polygons].map(({ id, polygon }) => ({ id, rings: polygon.coordinates.map(ringOf) }))
  return joinFaces(rings)
}

/** The same for rings that are on the lattice, outer ones counterclockwise and holes clockwise. */
export function joinFaces(rings: readonly FaceRings[]): { coverage: Coverage; report: BuildReport } {
  const report: BuildReport = { inserted: [], excluded: [] }
  const faces = new Faces(sizeOf(rings))
  for (const face of rings) addFace(faces, face, report)
  const inserts = touchingSpots(faces)
  if (inserts.size > 0) putIn(faces, { rings, inserts, report })
  return { coverage: new Coverage(faces), report }
}

/** What to be ready for: how long a usual edge is in units, and how many edges come. */
function sizeOf(rings: readonly FaceRings[]): { usualUnits: number; edges: number } {
  let [sides, sampled, units] = [0, 0, 0]
  for (const { rings: each } of rings) {
    for (const ring of each) {
      sides += ring.length
      if (sampled >= 20_000) continue
      sampled += ring.length
      for (const [i, [x, y]] of ring.entries()) {
        const [nx, ny] = ring[(i + 1) % ring.length] ?? [x, y]
        units += Math.max(Math.abs(nx - x), Math.abs(ny - y))
      }
    }
  }
  return {
    usualUnits: sampled === 0 ? 1000 : 2 * (units / sampled),
    edges: Math.max(64, Math.ceil(sides * 0.6)),
  }
}

function addFace(faces: Faces, face: FaceRings, report: BuildReport): void {
  const { conflict } = faces.replace([face], [])
  if (!conflict) return
  faces.replace([], [face.id])
  report.excluded.push({ face: face.id, over: conflict.face, at: conflict.at })
}

function ringOf(ring: Polygon['coordinates'][number], index: number): Spot[] {
  const all = ring.map(spotOf)
  const spots = all.filter((spot, i) => i + 1 < all.length && !same(spot, all[i + 1] ?? spot))
  const [first = [0, 0], ...rest] = spots
  return exactDoubleArea(spots) > 0n === (index === 0) ? spots : [first, ...rest.toReversed()]
}

/** The vertices that lie on an edge without neighbour, in order from its first side. */
function touchingSpots(faces: Faces): Map<number, Spot[]> {
  const { plane } = faces
  const inserts = new Map<number, Spot[]>()
  plane.eachEdge(edge => {
    if (!plane.isOuterEdge(edge * 2)) return
    const [a, b] = [plane.from(edge * 2), plane.to(edge * 2)]
    const found = new Map<string, Spot>()
    const [west, south, east, north] = plane.boxOf(edge)
    plane.index.each([west - 1, south - 1, east + 1, north + 1], other => {
      for (const spot of other === edge ? [] : [plane.from(other * 2), plane.to(other * 2)]) {
        if (touches(a, b, spot)) found.set(String(spot), spot)
      }
      return false
    })
    const own = plane.faceOf(edge * 2) >= 0 ? edge * 2 : edge * 2 + 1
    const spots = [...found.values()].filter(spot => !hasVertex(faces, own, spot))
    if (spots.length > 0)
      inserts.set(
        edge,
        spots.sort((p, q) => along(a, b, p) - along(a, b, q) || byPlace(p, q)),
      )
  })
  return inserts
}

/** Whether the face of a half-edge comes to a spot with a vertex of its own. */
function hasVertex({ plane }: Faces, half: number, spot: Spot): boolean {
  const slot = plane.faceOf(half)
  for (const out of plane.outOf(plane.vertexAt(spot))) if (plane.faceOf(out) === slot) return true
  return false
}

function putIn(
  faces: Faces,
  {
    rings,
    inserts,
    report,
  }: { rings: readonly FaceRings[]; inserts: Map<number, Spot[]>; report: BuildReport },
): void {
  const changed = new Map<number, Spot[][]>()
  for (const [edge, spots] of inserts) {
    const id = faces.idOf(edge * 2) ?? faces.idOf(edge * 2 + 1) ?? 0
    changed.set(id, ringsWith(faces, id, inserts))
    for (const at of spots) report.inserted.push({ face: id, at })
  }
  faces.replace([], [...changed.keys()])
  for (const { id } of rings) {
    const noded = changed.get(id)
    if (noded && !faces.has(id)) addFace(faces, { id, rings: noded }, report)
  }
}

/** On the inside of an edge, or beside it by no more than one unit, which rounding to the lattice explains. */
function touches(a: Spot, b: Spot, p: Spot): boolean {
  const length = along(a, b, b)
  const at = along(a, b, p)
  if (at <= 0 || at >= length) return false
  const off = BigInt(turn(a, b, p))
  return off * off <= BigInt(length)
}
