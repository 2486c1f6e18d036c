import type { Mend } from '../boundary.ts'
import { compare } from './overlaps.ts'
import { type Found, nobody, type Settlement } from './settlement.ts'

const mostRounds = 12
/** From this round on, pieces are no longer handed on to neighbours, which might hand them back. */
const roundsOfGiving = 6

interface Piece {
  face: number
  cells: number[]
  doubleArea: bigint
}

/** Makes each face one connected piece: others go to a neighbour when that takes little, or become faces of their own. */
export function settlePieces(settlement: Settlement): void {
  for (let round = 0; round < mostRounds; round++) {
    const loose = loosePieces(settlement)
    if (loose.length === 0) return
    for (const piece of loose) settlePiece(settlement, piece, round < roundsOfGiving)
  }
  for (const piece of loosePieces(settlement)) settlement.separate(piece)
}

function settlePiece(settlement: Settlement, { face, cells, doubleArea }: Piece, mayGive: boolean): void {
  const { survey, options } = settlement
  const { widthMeters, squareMeters } = survey.shapeOf(cells)
  const isMade = face >= survey.faces.length
  const give = mayGive ? settlement.neighboursOf(cells).flatMap(each => settlement.givingTo(each.face)) : []
  const isTiny = widthMeters < options.sliverMeters || squareMeters < options.smallestSquareMeters
  const losesMuch = !isMade && settlement.losesMuch(face, doubleArea)
  const [longest] = give
  const proposal: Mend =
    longest && !losesMuch ? longest : isTiny && !losesMuch ? 'drop' : isTiny && longest ? longest : 'separate'
  const wasInParts = (survey.faces[face]?.parts.length ?? 1) > 1
  const found: Found = {
    kind: widthMeters < options.sliverMeters ? 'sliver' : 'multipart',
    faces: isMade ? [] : [face],
    cells,
    asked: losesMuch && !(proposal === 'separate' && wasInParts),
    proposal,
    choices: [...give, 'separate', 'drop'],
  }
  settlement.settle(found, face)
}

/** All but the largest piece of each face, small ones first. */
function loosePieces(settlement: Settlement): Piece[] {
  const byFace = new Map<number, Piece[]>()
  for (const piece of piecesOf(settlement)) {
    const others = byFace.get(piece.face)
    if (others) others.push(piece)
    else byFace.set(piece.face, [piece])
  }
  const loose = [...byFace.values()].flatMap(pieces => pieces.sort(bySize).slice(0, -1))
  return loose.sort(bySize)
}

const bySize = (p: Piece, q: Piece) =>
  compare(p.doubleArea, q.doubleArea) || (q.cells[0] ?? 0) - (p.cells[0] ?? 0)

/** What each face has, in pieces that hang together by edges; a common corner does not join. */
export function piecesOf({ survey, owner }: Settlement): Piece[] {
  const { arrangement } = survey
  const seen = new Uint8Array(owner.length)
  const pieces: Piece[] = []
  for (const [start, face] of owner.entries()) {
    if (face === nobody || seen[start]) continue
    seen[start] = 1
    const cells = [start]
    // The list grows while it is walked.
    for (const cell of cells) {
      for (const half of survey.halvesOf([cell])) {
        const other = arrangement.cellOf(half ^ 1)
        if (other < 0 || seen[other] || owner[other] !== face) continue
        seen[other] = 1
        cells.push(other)
      }
    }
    pieces.push({ face, cells, doubleArea: cells.reduce((sum, cell) => sum + survey.doubleAreaOf(cell), 0n) })
  }
  return pieces
}

/** Faces smaller than a grid can be are proposed for the neighbour with the longest common edge, and asked. */
export function settleSmall(settlement: Settlement): void {
  const { survey, options } = settlement
  for (const { face, cells } of piecesOf(settlement)) {
    if (face >= survey.faces.length) continue
    const whole = survey.measure.squareMeters(survey.doubleAreas[face] ?? 0n)
    if (whole >= options.smallestSquareMeters) continue
    const give = settlement.neighboursOf(cells).flatMap(each => settlement.givingTo(each.face))
    const choices: Mend[] = [...give, 'keep', 'drop']
    const proposal = give[0] ?? 'keep'
    settlement.settle({ kind: 'too-small', faces: [face], cells, asked: true, proposal, choices }, face)
  }
}
