import type { Bbox, LngLat } from '../server/region/place.ts'
import { isInside, signedArea } from './ring.ts'

/** How far past the extract the sea is drawn, so that its edge does not show. In degrees. */
const BEYOND_DEGREES = 0.5

interface Piece {
  line: LngLat[]
  /** Places on the rim of the box, as a distance clockwise from its south-west corner. */
  enters: number
  leaves: number
}

/**
 * The sea as polygons, from coastlines that have land on their left. The box is the extract's; where
 * a coast leaves it, the sea goes on straight outward. No coastline means no sea.
 */
export function seaOf(coastlines: readonly LngLat[][], box: Bbox): LngLat[][][] {
  const isRing = (line: LngLat[]) => line.length > 3 && samePlace(line[0], line.at(-1))
  const islands = coastlines.filter(line => isRing(line) && signedArea(line) > 0)
  const lagoons = coastlines.filter(line => isRing(line) && signedArea(line) < 0)
  const pieces = coastlines.filter(line => !isRing(line)).flatMap(line => clip(line, box))
  const outer = pieces.length > 0 ? traceSea(pieces, box) : islands.length > 0 ? [wholeBox(box)] : []
  return [...outer, ...lagoons].map(ring => [
    ring,
    ...islands.filter(island => isInside(island[0] ?? [0, 0], ring)).map(island => island),
  ])
}

const samePlace = (a: LngLat | undefined, b: LngLat | undefined) => a?.[0] === b?.[0] && a?.[1] === b?.[1]

function wholeBox(box: Bbox): LngLat[] {
  return [0, 1, 2, 3, 0].map(corner => outward(cornerAt(box, corner), box))
}

/** Parts of a line inside the box, each reaching its rim; loose ends are led to the nearest rim. */
function clip(line: readonly LngLat[], box: Bbox): Piece[] {
  const pieces: Piece[] = []
  let part: LngLat[] = []
  const finish = () => {
    if (part.length > 1) pieces.push(pieceOf(part, box))
    part = []
  }
  for (let i = 0; i + 1 < line.length; i++) {
    const from = line[i] ?? [0, 0]
    const to = line[i + 1] ?? [0, 0]
    const cut = clipSegment(from, to, box)
    if (!cut) {
      finish()
      continue
    }
    if (part.length === 0 || !samePlace(part.at(-1), cut[0])) {
      finish()
      part.push(cut[0])
    }
    part.push(cut[1])
    if (!samePlace(cut[1], to)) finish()
  }
  finish()
  return pieces
}

// Liang and Barsky's clipping of a segment by a box.
function clipSegment(from: LngLat, to: LngLat, [w, s, e, n]: Bbox): [LngLat, LngLat] | null {
  const dx = to[0] - from[0]
  const dy = to[1] - from[1]
  let start = 0
  let end = 1
  const sides: [number, number][] = [
    [-dx, from[0] - w],
    [dx, e - from[0]],
    [-dy, from[1] - s],
    [dy, n - from[1]],
  ]
  for (const [run, room] of sides) {
    if (run === 0 && room < 0) return null
    if (run < 0) start = Math.max(start, room / run)
    else if (run > 0) end = Math.min(end, room / run)
  }
  if (start >= end) return null
  const at = (share: number): LngLat => [from[0] + dx * share, from[1] + dy * share]
  return [start === 0 ? from : at(start), end === 1 ? to : at(end)]
}

function pieceOf(part: LngLat[], box: Bbox): Piece {
  const enters = rimPlace(part[0] ?? [0, 0], box)
  const leaves = rimPlace(part.at(-1) ?? [0, 0], box)
  return { line: [rimAt(enters, box), ...part, rimAt(leaves, box)], enters, leaves }
}

/** The nearest place on the rim, in sides clockwise from the south-west corner: 0 to 4. */
function rimPlace([x, y]: LngLat, [w, s, e, n]: Bbox): number {
  const clamp = (share: number) => Math.min(0.999999, Math.max(0, share))
  const up = clamp((y - s) / (n - s))
  const right = clamp((x - w) / (e - w))
  const sides: [distance: number, place: number][] = [
    [Math.abs(x - w), up],
    [Math.abs(y - n), 1 + right],
    [Math.abs(x - e), 2 + clamp(1 - up)],
    [Math.abs(y - s), 3 + clamp(1 - right)],
  ]
  return sides.reduce((best, side) => (side[0] < best[0] ? side : best))[1]
}

function rimAt(place: number, box: Bbox): LngLat {
  const [w, s, e, n] = box
  const share = place % 1
  const side = Math.floor(place) % 4
  if (side === 0) return [w, s + (n - s) * share]
  if (side === 1) return [w + (e - w) * share, n]
  return side === 2 ? [e, n - (n - s) * share] : [e - (e - w) * share, s]
}

const cornerAt = (box: Bbox, corner: number): LngLat => rimAt(corner % 4, box)

/** A place on the rim pushed off the map, a corner both ways. */
function outward([x, y]: LngLat, [w, s, e, n]: Bbox): LngLat {
  const near = 1e-9
  const dx = x - w < near ? -1 : e - x < near ? 1 : 0
  const dy = y - s < near ? -1 : n - y < near ? 1 : 0
  return [x + dx * BEYOND_DEGREES, y + dy * BEYOND_DEGREES]
}

/** A water's ring, led straight outward where it ends at the rim of the box: the sea does not stop where a map does. */
export function ledBeyond(ring: readonly LngLat[], box: Bbox): LngLat[] {
  return ring.flatMap((at, i) => {
    const away = outward(at, box)
    if (samePlace(away, at)) return [at]
    const isInner = (other: LngLat | undefined) =>
      other !== undefined && samePlace(outward(other, box), other)
    const before = isInner(ring[i - 1]) ? [at] : []
    const after = isInner(ring[i + 1]) ? [at] : []
    return [...before, away, ...after]
  })
}

/** With land on the left the sea is on the right, so its rim is walked clockwise from coast to coast. */
function traceSea(pieces: readonly Piece[], box: Bbox): LngLat[][] {
  const rest = new Set(pieces)
  const rings: LngLat[][] = []
  for (const first of pieces) {
    if (!rest.delete(first)) continue
    const ring = [...first.line]
    let { leaves } = first
    for (let turn = 0; turn <= pieces.length; turn++) {
      const next = nextPiece(leaves, [first, ...rest])
      ring.push(...walkRim(leaves, next.enters, box))
      if (next === first) break
      rest.delete(next)
      ring.push(...next.line)
      leaves = next.leaves
    }
    ring.push(ring[0] ?? [0, 0])
    rings.push(ring)
  }
  return rings
}

const ahead = (from: number, to: number) => (to - from + 4) % 4

const nextPiece = (leaves: number, pieces: readonly Piece[]): Piece =>
  pieces.reduce((best, piece) => (ahead(leaves, piece.enters) < ahead(leaves, best.enters) ? piece : best))

function walkRim(from: number, to: number, box: Bbox): LngLat[] {
  const distance = ahead(from, to)
  const walked = [outward(rimAt(from, box), box)]
  for (let corner = Math.floor(from) + 1; corner < from + distance; corner++) {
    walked.push(outward(cornerAt(box, corner), box))
  }
  return [...walked, outward(rimAt(to, box), box)]
}
