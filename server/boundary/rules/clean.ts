import { doubleArea, type Spot } from '../../region/rules/lattice.ts'
import type { Answers, CleanFace, CleanOptions, Defect, DefectGround, FaceReport } from '../boundary.ts'
import { type Bound, crossed } from './foreign.ts'
import { settleGaps } from './gaps.ts'
import { settleOutside } from './outside-region.ts'
import { settleDuplicates, settleOverlaps } from './overlaps.ts'
import { settlePieces, settleSmall } from './pieces.ts'
import { nobody, Settlement } from './settlement.ts'
import { slitMouths } from './slits.ts'
import { round, type SourceFace, Survey } from './survey.ts'
import { polygonOf, polygonsOf, traceCells, traceFaces } from './trace.ts'

export interface CleanInput {
  faces: readonly SourceFace[]
  options: CleanOptions
  answers: Answers
  /** The region that faces belong into, as parts of rings; none: anywhere. */
  outline?: readonly Spot[][][]
  /** The region is only a rough box: what it leaves open at its edge is no gap. */
  isRough?: boolean
  /** The towns beside and the area above, as far as their boundaries are known. */
  bounds?: readonly Bound[]
  /** Rings of the file that surround nothing; they were left out. */
  collapsed?: readonly { row: number; at: Spot }[]
  /** Whether the format says which way rings run, so that another way is a defect. */
  saysWinding?: boolean
  /** Hears how far it is, 0 to 1. */
  tell?: (share: number) => void
}

export interface Cleaned {
  defects: Defect[]
  faces: CleanFace[]
  reports: FaceReport[]
  grounds: DefectGround[]
}

/**
 * Finds what is wrong between faces, and gives the valid coverage that comes about when everything is mended as
 * answered, or as proposed where nothing is answered. The same input gives the same coverage everywhere.
 * @throws RangeError when boundaries are too entangled
 */
export function clean(input: CleanInput): Cleaned {
  const { faces, options, answers, outline = [], isRough = false, collapsed = [], tell } = input
  const own = { outline: [...outline], isRough }
  const region = { ...own, bounds: crossed(faces, input.bounds ?? [], own) }
  const drawn = new Survey(faces, region, { tell: share => tell?.(0.4 * share) })
  tell?.(0.4)
  const mouths = slitMouths(drawn, options.sliverMeters)
  const again = { lines: mouths, tell: (share: number) => tell?.(0.4 + 0.3 * share) }
  const survey = mouths.length > 0 ? new Survey(faces, region, again) : drawn
  tell?.(0.7)
  const settlement = new Settlement(survey, { options, answers })
  notePoints(settlement)
  for (const { row, at } of collapsed) {
    const face = faces.findIndex(each => each.row === row)
    if (face >= 0) settlement.notePoint('too-small', face, at)
  }
  if (input.saysWinding) noteWinding(settlement)
  settleOutside(settlement)
  settleDuplicates(settlement)
  settleOverlaps(settlement)
  settleGaps(settlement, isRough)
  tell?.(0.85)
  settleSmall(settlement)
  settlePieces(settlement)
  return {
    defects: settlement.defects,
    faces: cleanFaces(settlement),
    reports: reportsOf(settlement),
    grounds: [...settlement.grounds].map(([id, cells]) => ({
      id,
      polygons: polygonsOf(traceCells(survey, cells)),
    })),
  }
}

function notePoints(settlement: Settlement): void {
  const { noded, faceOfPart } = settlement.survey
  for (const { part, at } of noded.selfCrossings) {
    const face = faceOfPart(part)
    if (face !== undefined) settlement.notePoint('self-crossing', face, at)
  }
  for (const { part, at } of noded.passed) {
    const face = faceOfPart(part)
    if (face !== undefined) settlement.notePoint('t-junction', face, at)
  }
}

/** RFC 7946, 3.1.6: exterior rings run counterclockwise, interior ones clockwise. */
function noteWinding(settlement: Settlement): void {
  for (const [face, { parts }] of settlement.survey.faces.entries()) {
    const isWrong = (ring: readonly Spot[], i: number) => doubleArea(ring) > 0n !== (i === 0)
    const ring = parts.flatMap(rings => rings.filter(isWrong))[0]
    if (ring?.[0]) settlement.notePoint('winding', face, ring[0])
  }
}

function cleanFaces(settlement: Settlement): CleanFace[] {
  const { survey, made, rowOf } = settlement
  const faces = [...traceFaces(settlement)].map(([face, rings]) => {
    const area = rings.reduce((sum, ring) => sum + doubleArea(ring), 0n)
    return {
      ...(made[face - survey.faces.length] ?? { row: rowOf(face), piece: 1 }),
      polygon: polygonOf(rings),
      squareMeters: round(survey.measure.squareMeters(area)),
    }
  })
  return faces.sort((p, q) => p.row - q.row || p.piece - q.piece)
}

/** What each face had, has, lost to others and got from elsewhere; its pieces count as itself. */
function reportsOf(settlement: Settlement): FaceReport[] {
  const { survey, owner, rowOf, rowOfAny } = settlement
  const after = new Map<number, { all: bigint; own: bigint }>()
  for (const [cell, face] of owner.entries()) {
    if (face === nobody) continue
    const row = rowOfAny(face)
    const sums = after.get(row) ?? { all: 0n, own: 0n }
    const area = survey.doubleAreaOf(cell)
    const isOwn = survey.arrangement.cells[cell]?.parts.some(part => isRow(survey.faceOfPart(part), row))
    after.set(row, { all: sums.all + area, own: sums.own + (isOwn ? area : 0n) })
  }
  function isRow(face: number | undefined, row: number): boolean {
    return face !== undefined && rowOf(face) === row
  }
  const meters = (area: bigint) => round(survey.measure.squareMeters(area))
  return survey.faces.map(({ row }, face) => {
    const before = survey.doubleAreas[face] ?? 0n
    const { all, own } = after.get(row) ?? { all: 0n, own: 0n }
    return {
      row,
      beforeSquareMeters: meters(before),
      afterSquareMeters: meters(all),
      lostSquareMeters: meters(before - own),
      gainedSquareMeters: meters(all - own),
      lostShare: before === 0n ? 0 : Number(((before - own) * 1_000_000n) / before) / 1e6,
    }
  })
}
