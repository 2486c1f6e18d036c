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

/** The boundary that a face gets: the line and the part of the old boundary that stays. */
interface Drawn {
  ring: Spot[]
  /** The part of the old boundary that goes, with its ends. */
  replaced: Spot[]
  /** Whether the face lies on the left of the line as it was drawn. */
  isLeft: boolean
  ringIndex: number
}

/**
 * Draws a part of a face's boundary anew. Where the line runs outside, neighbours give what it encloses; what it
 * cuts off goes to the neighbour with the longest boundary along it.
 */
export function planReshape(
  faces: Faces,
  { face, line, outer }: BoundaryEditOf<'reshape'> & { outer: boolean },
): Plan | Refused {
  const [at = [0, 0]] = line
  if (!faces.has(face)) return refused(absent(faces, face), at)
  const over = overlay(faces, { line, isRing: false, wanted: () => true, keep: ['first', 'last'] })
  if ('done' in over) return over
  const drawn = drawnRing(over, face)
  if ('done' in drawn) return drawn
  const shared = divide(over, { face, drawn })
  if ('done' in shared) return shared
  const { kept, cut, neighbours } = shared
  const first = faces.ringsOf(face)[0]?.[0]
  const rings = joinRings(kept, first)
  if (!Array.isArray(rings)) return refused(rings.reason, rings.at)
  // What the grids alone do not enclose comes from outside.
  const grown = outer && !hasArea(rings, drawn) ? withOutside(rings, drawn) : rings
  if (!hasArea(grown, drawn)) return refused(outer ? reasons.swallows : blame(over, rings, drawn), at)
  const given = giveAway(faces, { over, face, cut, neighbours, replaced: drawn.replaced, outer })
  if ('done' in given) return given
  const sets: FaceRings[] = [{ id: face, rings: grown.map(ring => begun(ring, first)) }, ...given]
  if (sets.length === 1 && !outer) return refused(reasons.nothing, at)
  return planOf({ sets: [...sets, ...nodedBeside(over, sets)], bent: over.bent })
}

function drawnRing(over: Overlay, face: number): Drawn | Refused {
  const [start, end] = [over.chain[0], over.chain.at(-1)]
  if (!start || !end || same(start, end)) return refused(reasons.offBoundary, start ?? [0, 0])
  const rings = over.ringsOf(face)
  const at = (ring: Spot[], spot: Spot) => ring.findIndex(each => same(each, spot))
  const ringIndex = rings.findIndex(ring => at(ring, start) >= 0)
  const ring = rings[ringIndex]
  if (!ring) return refused(reasons.offBoundary, start)
  if (at(ring, end) < 0) {
    const elsewhere = rings.some(each => at(each, end) >= 0)
    return refused(elsewhere ? reasons.otherRing : reasons.offBoundary, end)
  }
  const turned = [...ring.slice(at(ring, start)), ...ring.slice(0, at(ring, start))]
  const [there, back] = [turned.slice(0, at(turned, end) + 1), [...turned.slice(at(turned, end)), start]]
  const inner = over.chain.slice(1, -1)
  // The face is on the left of its own boundary, a hole's boundary included.
  const along: Drawn = {
    ring: [start, ...inner, ...back.slice(0, -1)],
    replaced: there,
    isLeft: true,
    ringIndex,
  }
  const against: Drawn = {
    ring: [...there, ...inner.toReversed()],
    replaced: back,
    isLeft: false,
    ringIndex,
  }
  return exactDoubleArea(against.ring) > exactDoubleArea(along.ring) ? against : along
}

interface Shared {
  /** What the face has afterwards, piece by piece. */
  kept: Spot[][][]
  /** What the line cuts off the face. */
  cut: Piece[]
  /** What stays of each neighbour that the line crosses. */
  neighbours: Map<number, Piece[]>
}

function divide(over: Overlay, { face, drawn }: { face: number; drawn: Drawn }): Shared | Refused {
  const shared: Shared = { kept: [], cut: [], neighbours: new Map() }
  const inside = (piece: Piece) => (drawn.isLeft ? piece.left : piece.right)
  const beyond = (piece: Piece) => (drawn.isLeft ? piece.right : piece.left)
  for (const [id, pieces] of [...over.pieces].sort(([a], [b]) => a - b)) {
    for (const piece of pieces) {
      const at = piece.rings[0]?.[0] ?? [0, 0]
      if (inside(piece) && beyond(piece) && pieces.length > 1) return refused(reasons.lineCrosses, at)
      const isKept = id === face ? !beyond(piece) || pieces.length === 1 : inside(piece) && pieces.length > 1
      if (isKept) shared.kept.push(piece.rings)
      else if (id === face) shared.cut.push(piece)
      else if (pieces.length > 1) shared.neighbours.set(id, [...(shared.neighbours.get(id) ?? []), piece])
    }
  }
  return shared
}

/** With room outside the coverage, the face is what was drawn, whoever had the ground. */
function withOutside(rings: Spot[][], drawn: Drawn): Spot[][] {
  if (drawn.ringIndex > 0) return rings
  return [drawn.ring, ...rings.slice(1)]
}

function hasArea(rings: Spot[][], drawn: Drawn): boolean {
  const wanted = exactDoubleArea(drawn.ring)
  return rings.some(ring => exactDoubleArea(ring) === wanted)
}

const blame = (over: Overlay, rings: Spot[][], drawn: Drawn) =>
  exactDoubleArea(rings[0] ?? []) < exactDoubleArea(drawn.ring) && over.pieces.size < 2
    ? reasons.outer
    : reasons.swallows

function giveAway(
  faces: Faces,
  {
    over,
    face,
    cut,
    neighbours,
    replaced,
    outer,
  }: Omit<Shared, 'kept'> & { over: Overlay; face: number; replaced: Spot[]; outer: boolean },
): FaceRings[] | Refused {
  const pieces = new Map([...neighbours].map(([id, left]) => [id, left.map(({ rings }) => rings)]))
  for (const piece of cut) {
    const id = receiver(faces, { over, face, piece, replaced })
    const at = piece.rings[0]?.[0] ?? [0, 0]
    if (id === null && !outer) return refused(reasons.outer, at)
    if (id !== null) pieces.set(id, [...(pieces.get(id) ?? [over.ringsOf(id)]), piece.rings])
  }
  const sets: FaceRings[] = []
  for (const [id, all] of [...pieces].sort(([a], [b]) => a - b)) {
    const rings = joinRings(all, faces.ringsOf(id)[0]?.[0])
    if (!Array.isArray(rings))
      return refused(rings.reason === reasons.apart ? reasons.divides : rings.reason, rings.at)
    sets.push({ id, rings })
  }
  return sets
}

/** The neighbour with the longest boundary along a piece that is cut off; lengths by square roots are alike everywhere. */
function receiver(
  faces: Faces,
  { over, face, piece, replaced }: { over: Overlay; face: number; piece: Piece; replaced: Spot[] },
): number | null {
  const sides = new Set(replaced.slice(1).map((b, i) => `${replaced[i]},${b}`))
  const owners = new Map<string, number>()
  for (const id of new Set([...over.pieces.keys(), ...over.noded, ...neighboursOf(faces, face)])) {
    if (id === face) continue
    for (const ring of over.ringsOf(id)) {
      for (const [i, a] of ring.entries()) owners.set(`${ring[(i + 1) % ring.length]},${a}`, id)
    }
  }
  const lengths = new Map<number, number>()
  for (const ring of piece.rings) {
    for (const [i, a] of ring.entries()) {
      const b = ring[(i + 1) % ring.length] ?? a
      const id = owners.get(`${a},${b}`)
      if (id === undefined || !sides.has(`${a},${b}`)) continue
      lengths.set(id, (lengths.get(id) ?? 0) + Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2))
    }
  }
  const ordered = [...lengths].sort(([a, long], [b, longer]) => longer - long || a - b)
  return ordered[0]?.[0] ?? null
}

function neighboursOf(faces: Faces, face: number): number[] {
  return faces.halvesOf(face).flatMap(half => faces.idOf(half ^ 1) ?? [])
}
