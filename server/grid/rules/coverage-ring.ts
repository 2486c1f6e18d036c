import { type Spot, same } from '../../region/rules/lattice.ts'
import type { BoundaryEditOf } from '../boundary-edit.ts'
import { type FaceRings, reasons } from './coverage-edit.ts'
import { absent, type Plan, planOf, type Refused, refused } from './coverage-plan.ts'
import { nodedBeside } from './coverage-split.ts'
import { exactDoubleArea } from './exact.ts'
import type { Faces } from './faces.ts'
import { begun, joinRings } from './join-rings.ts'
import type { Piece } from './local-graph.ts'
import { type Overlay, overlay } from './overlay.ts'

const counterclockwise = (ring: readonly Spot[]): readonly Spot[] =>
  exactDoubleArea(ring) < 0n ? ring.toReversed() : ring

/** Makes a new face of a ring's area, taken from every face that the ring divides. */
export function planCutOut(faces: Faces, { ring }: BoundaryEditOf<'cut-out'>): Plan | Refused {
  const [at = [0, 0]] = ring
  const over = overlay(faces, { line: counterclockwise(ring), isRing: true, wanted: () => true })
  if ('done' in over) return over
  const { taken, left, whole } = shares(over)
  if (taken.length === 0) return refused(reasons.outside, at)
  const rings = joinRings(
    taken.map(({ piece }) => piece.rings),
    undefined,
  )
  if (!Array.isArray(rings)) return refused(reasons.swallows, rings.at)
  if (!isOutlinedBy(rings, over.chain))
    return refused(whole || rings.length > 1 ? reasons.swallows : reasons.outside, at)
  const sets = remains(faces, over, left)
  if ('done' in sets) return sets
  const gone = [...new Set(taken.map(({ face }) => face))].filter(face => !left.has(face))
  if (gone.length > 0 && taken.length > 1) return refused(reasons.swallows, at)
  const id = faces.nextId
  const most = largest(taken)
  const from = [...new Set(taken.map(({ face }) => face))].sort((a, b) => a - b)
  const all = [...sets, { id, rings }]
  return planOf({
    sets: [...all, ...nodedBeside(over, [...all, ...gone.map(face => ({ id: face, rings: [] }))])],
    gone,
    parents: new Map([[id, faces.parentOf(most)]]),
    above: new Map([[id, faces.tiers.aboveOf(most)]]),
    origins: [{ face: id, from }, ...gone.map(face => ({ face, from: [id] }))],
    bent: over.bent,
  })
}

/** Gives what a ring cuts off one face to a neighbour. */
export function planTransfer(faces: Faces, { from, to, ring }: BoundaryEditOf<'transfer'>): Plan | Refused {
  const [at = [0, 0]] = ring
  const strange = [from, to].find(id => !faces.has(id))
  if (strange !== undefined) return refused(absent(faces, strange), at)
  if (from === to) return refused(reasons.nothing, at)
  const over = overlay(faces, {
    line: counterclockwise(ring),
    isRing: true,
    wanted: face => face === from,
  })
  if ('done' in over) return over
  const pieces = over.pieces.get(from) ?? []
  if (pieces.length < 2) return refused(reasons.nothing, at)
  if (pieces.some(({ left, right }) => left === right)) return refused(reasons.folds, at)
  const taken = pieces.filter(({ left }) => left)
  const stays = pieces.filter(({ right }) => right)
  const [only] = stays
  if (!only || stays.length > 1) return refused(reasons.divides, at)
  const rings = joinRings([over.ringsOf(to), ...taken.map(piece => piece.rings)], faces.ringsOf(to)[0]?.[0])
  if (!Array.isArray(rings)) return refused(rings.reason, rings.at)
  const first = faces.ringsOf(from)[0]?.[0]
  const sets: FaceRings[] = [
    { id: from, rings: only.rings.map(each => begun(each, first)) },
    { id: to, rings },
  ]
  return planOf({ sets: [...sets, ...nodedBeside(over, sets)], bent: over.bent })
}

interface Taken {
  face: number
  piece: Piece
}

/** Who lies inside the ring and who outside, by the side on which the ring passes. */
function shares(over: Overlay): { taken: Taken[]; left: Map<number, Piece[]>; whole: boolean } {
  const taken: Taken[] = []
  const left = new Map<number, Piece[]>()
  let whole = false
  for (const [face, pieces] of [...over.pieces].sort(([a], [b]) => a - b)) {
    for (const piece of pieces) {
      if (piece.left && pieces.length === 1) whole = true
      if (piece.left) taken.push({ face, piece })
      else left.set(face, [...(left.get(face) ?? []), piece])
    }
  }
  return { taken, left, whole }
}

/** What stays of each divided face, in one piece. */
function remains(faces: Faces, over: Overlay, left: Map<number, Piece[]>): FaceRings[] | Refused {
  const sets: FaceRings[] = []
  for (const [id, [piece, second]] of left) {
    if (!piece || over.pieces.get(id)?.length === 1) continue
    if (second) return refused(reasons.divides, second.rings[0]?.[0] ?? [0, 0])
    const first = faces.ringsOf(id)[0]?.[0]
    sets.push({ id, rings: piece.rings.map(ring => begun(ring, first)) })
  }
  return sets
}

function largest(taken: readonly Taken[]): number {
  const sums = new Map<number, bigint>()
  for (const { face, piece } of taken) sums.set(face, (sums.get(face) ?? 0n) + piece.doubleArea)
  return [...sums].reduce((best, each) => (each[1] > best[1] ? each : best))[0]
}

/** Whether the area is just what a closed line goes round. */
function isOutlinedBy([outer = [], ...holes]: Spot[][], chain: readonly Spot[]): boolean {
  const closed = chain.filter((spot, i) => i === 0 || !same(spot, chain[0] ?? spot))
  return holes.length === 0 && exactDoubleArea(outer) === exactDoubleArea(closed)
}
