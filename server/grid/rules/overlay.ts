import type { Spot } from '../../region/rules/lattice.ts'
import type { EditDone } from './coverage-edit.ts'
import { nodeLine, ringsWith } from './coverage-line.ts'
import { faceUnder } from './coverage-near.ts'
import type { Refused } from './coverage-plan.ts'
import { byPlace } from './exact.ts'
import type { Faces } from './faces.ts'
import { LocalGraph, type Piece } from './local-graph.ts'
import { outside } from './plane.ts'

/** What a line does to the faces it meets, before anybody decides who gets which piece. */
export interface Overlay {
  /** The pieces of each face that the line meets, the largest first; one that is whole has one piece. */
  pieces: Map<number, Piece[]>
  /** The rings of any face with the vertices that the line puts into its edges. */
  ringsOf(face: number): Spot[][]
  /** Faces whose edges take vertices of the line, ascending. */
  noded: number[]
  bent: EditDone['bent']
  /** The line on the lattice; next to one another are always different spots. */
  chain: Spot[]
}

/** Lays a line over the faces. Only `wanted` faces are divided, and a part that divides nothing leaves no trace. */
export function overlay(
  faces: Faces,
  {
    line,
    isRing,
    wanted,
    keep = [],
  }: {
    line: readonly Spot[]
    isRing: boolean
    wanted(face: number): boolean
    /** Spots that stay in the edges even when no part of the line ends there. */
    keep?: readonly ('first' | 'last')[]
  },
): Overlay | Refused {
  const noded = nodeLine(faces, line, isRing)
  if ('done' in noded) return noded
  const { chain, inserts } = noded
  const graph = new LocalGraph()
  const met = facesMet(faces, { chain, inserts })
  const within = met.length === 0 && chain[0] ? faceUnder(faces, chain[0]) : undefined
  for (const id of within === undefined ? met : [within]) {
    for (const ring of ringsWith(faces, id, inserts)) graph.addRing(ring, id)
  }
  graph.addLine(chain, within)
  const used = graph.prune(wanted)
  if (keep.length > 0) for (const end of [chain[0], chain.at(-1)]) if (end) used.add(String(end))
  const kept = new Map<number, Spot[]>()
  const dropped = new Set<string>()
  for (const [edge, spots] of inserts) {
    const left = spots.filter(spot => used.has(String(spot)))
    if (left.length > 0) kept.set(edge, left)
    for (const spot of spots) if (!used.has(String(spot))) dropped.add(String(spot))
  }
  const isKept = (spot: Spot) => dropped.size === 0 || !dropped.has(String(spot))
  return {
    pieces: graph.pieces(isKept),
    ringsOf: face => ringsWith(faces, face, kept),
    noded: facesOf(faces, kept.keys()),
    bent: bends(faces, kept),
    chain: chain.filter(isKept),
  }
}

function facesMet(
  faces: Faces,
  { chain, inserts }: { chain: readonly Spot[]; inserts: ReadonlyMap<number, Spot[]> },
): number[] {
  const { plane } = faces
  const edges = new Set(inserts.keys())
  for (const spot of chain) {
    const v = plane.vertexAt(spot)
    if (v >= 0) for (const half of plane.outOf(v)) edges.add(half >> 1)
  }
  return facesOf(faces, edges)
}

function facesOf(faces: Faces, edges: Iterable<number>): number[] {
  const found = new Set<number>()
  for (const edge of edges) {
    for (const half of [edge * 2, edge * 2 + 1]) {
      const id = faces.idOf(half)
      if (id !== null) found.add(id)
    }
  }
  return [...found].sort((a, b) => a - b)
}

/** The vertices that outer edges take, one after the other as they are put in. */
function bends({ plane }: Faces, kept: ReadonlyMap<number, readonly Spot[]>): EditDone['bent'] {
  const bent: EditDone['bent'] = []
  const edges = [...kept].sort(([, p], [, q]) => byPlace(p[0] ?? [0, 0], q[0] ?? [0, 0]))
  for (const [edge, spots] of edges) {
    if (!plane.isOuterEdge(edge * 2)) continue
    // The coverage is on the left.
    const half = plane.faceOf(edge * 2) === outside ? edge * 2 + 1 : edge * 2
    const end = plane.to(half)
    let start = plane.from(half)
    for (const at of half % 2 === 0 ? spots : spots.toReversed()) {
      bent.push({ between: [start, end], at })
      start = at
    }
  }
  return bent
}
