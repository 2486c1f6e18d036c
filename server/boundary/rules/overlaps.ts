import type { Settlement } from './settlement.ts'
import { nobody } from './settlement.ts'

/** What two faces have in common for them to count as one drawn twice, in hundredths of each. */
const alikePercent = 98n

/**
 * Faces that are drawn twice: the later one is proposed to be left out, and always asked.
 * @returns the faces left out
 */
export function settleDuplicates(settlement: Settlement): Set<number> {
  const { survey } = settlement
  const gone = new Set<number>()
  for (const [pair, cells] of commonCells(settlement)) {
    const [first = 0, second = 0] = pair.split(',').map(Number)
    if (gone.has(first) || gone.has(second)) continue
    const common = cells.reduce((sum, cell) => sum + survey.doubleAreaOf(cell), 0n)
    const isAlike = (face: number) => common * 100n >= (survey.doubleAreas[face] ?? 0n) * alikePercent
    if (!isAlike(first) || !isAlike(second)) continue
    const proposal = `drop:${settlement.rowOf(second)}`
    const choices = [`drop:${settlement.rowOf(first)}`, 'keep']
    const mend = settlement.decide({
      kind: 'duplicate',
      faces: [first, second],
      cells,
      asked: true,
      proposal,
      choices,
    })
    if (mend !== 'keep') gone.add(mend === proposal ? second : first)
  }
  leaveOut(settlement, gone)
  return gone
}

function commonCells({ survey }: Settlement): Map<string, number[]> {
  const common = new Map<string, number[]>()
  for (const [cell, members] of survey.members.entries()) {
    for (const [i, a] of members.entries()) {
      for (const b of members.slice(i + 1)) {
        const cells = common.get(`${a},${b}`)
        if (cells) cells.push(cell)
        else common.set(`${a},${b}`, [cell])
      }
    }
  }
  return common
}

/** Faces that are left out no longer cover anything; what they covered is lost to them. */
export function leaveOut(settlement: Settlement, gone: ReadonlySet<number>): void {
  const { survey } = settlement
  for (const [cell, members] of survey.members.entries()) {
    for (const face of members) if (gone.has(face)) settlement.lose(face, [cell], true)
    survey.members[cell] = members.filter(face => !gone.has(face))
  }
}

/**
 * Gives each cell that several faces cover to the one that would otherwise have lost the largest share of itself;
 * small ones first, so that many slivers together are still noticed. A loss above the limit is asked.
 */
export function settleOverlaps(settlement: Settlement): void {
  const { survey, options } = settlement
  const shared: number[] = []
  for (const [cell, members] of survey.members.entries()) {
    if (members.length === 1) settlement.give([cell], members[0] ?? nobody)
    if (members.length > 1) shared.push(cell)
  }
  shared.sort((a, b) => compare(survey.doubleAreaOf(a), survey.doubleAreaOf(b)) || a - b)
  for (const cell of shared) {
    const members = survey.members[cell] ?? []
    const keeper = mostHurt(settlement, cell)
    const losers = members.filter(face => face !== keeper)
    const { widthMeters } = survey.shapeOf([cell])
    const asked = losers.some(face => settlement.losesMuch(face, survey.doubleAreaOf(cell)))
    const mend = settlement.decide({
      kind: widthMeters < options.sliverMeters ? 'sliver' : 'overlap',
      faces: members,
      cells: [cell],
      asked,
      proposal: `give:${settlement.rowOf(keeper)}`,
      choices: members.map(face => `give:${settlement.rowOf(face)}`),
    })
    const taker = members.find(face => mend === `give:${settlement.rowOf(face)}`) ?? keeper
    settlement.give([cell], taker)
    for (const face of members) if (face !== taker) settlement.lose(face, [cell], asked)
  }
}

/** Whose loss of this cell, with all lost before, would be the largest share of its area. */
function mostHurt({ survey, lost }: Settlement, cell: number): number {
  const members = survey.members[cell] ?? []
  const area = survey.doubleAreaOf(cell)
  return members.reduce((worst, face) => {
    const share = ((lost[face] ?? 0n) + area) * (survey.doubleAreas[worst] ?? 1n)
    return share > ((lost[worst] ?? 0n) + area) * (survey.doubleAreas[face] ?? 1n) ? face : worst
  }, members[0] ?? nobody)
}

export const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
