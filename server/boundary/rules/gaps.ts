import type { Mend } from '../boundary.ts'
import { compare } from './overlaps.ts'
import { type Found, nobody, type Settlement } from './settlement.ts'

/**
 * Ground inside that no face covers. A strip narrower than the tolerance goes to the neighbour with the longest common
 * edge; anything larger is asked, since it may be a lake, or a place that somebody forgot to draw.
 */
export function settleGaps(settlement: Settlement, isRough: boolean): void {
  const { survey, owner } = settlement
  const open = [...owner.keys()].filter(
    cell =>
      owner[cell] === nobody &&
      survey.members[cell]?.length === 0 &&
      survey.within[cell] &&
      !survey.foreign[cell] &&
      !(isRough && isAtRim(settlement, cell)),
  )
  open.sort((a, b) => compare(survey.doubleAreaOf(a), survey.doubleAreaOf(b)) || a - b)
  for (const cell of open) settleGap(settlement, cell)
}

/** Whether a cell reaches what lies outside the region. */
const isAtRim = ({ survey }: Settlement, cell: number) =>
  survey
    .halvesOf([cell])
    .filter(half => !survey.isLine(half))
    .map(half => survey.arrangement.cellOf(half ^ 1))
    .some(other => other < 0 || survey.within[other] === false || survey.foreign[other])

function settleGap(settlement: Settlement, cell: number): void {
  const { survey, options } = settlement
  const around = settlement.neighboursOf([cell])
  const [longest] = around
  const { widthMeters, squareMeters } = survey.shapeOf([cell])
  const isNarrow = widthMeters < options.sliverMeters
  const isSmall = isNarrow || squareMeters < options.smallestSquareMeters
  const give: Mend[] = around.flatMap(({ face }) => settlement.givingTo(face))
  const proposal = isSmall && longest ? (give[0] ?? 'leave') : 'leave'
  const found: Found = {
    kind: isNarrow ? 'sliver' : around.length === 1 ? 'hole' : 'gap',
    faces: around.map(({ face }) => face).filter(face => face < survey.faces.length),
    cells: [cell],
    asked: !isSmall,
    proposal,
    choices: [...give, 'leave', 'new'],
  }
  settlement.settle(found, nobody)
}
