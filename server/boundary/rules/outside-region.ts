import { leaveOut } from './overlaps.ts'
import type { Settlement } from './settlement.ts'

/** What reaches beyond the region: cut off, or left out when most of the face lies outside. */
export function settleOutside(settlement: Settlement): void {
  const { survey } = settlement
  const beyond = new Map<number, number[]>()
  for (const [cell, members] of survey.members.entries()) {
    if (survey.within[cell]) continue
    for (const face of members) {
      const cells = beyond.get(face)
      if (cells) cells.push(cell)
      else beyond.set(face, [cell])
    }
  }
  const gone = new Set<number>()
  for (const [face, cells] of beyond) settleFace(settlement, { face, cells, gone })
  leaveOut(settlement, gone)
}

function settleFace(
  settlement: Settlement,
  { face, cells, gone }: { face: number; cells: number[]; gone: Set<number> },
): void {
  const { survey } = settlement
  const outside = cells.reduce((sum, cell) => sum + survey.doubleAreaOf(cell), 0n)
  const isMost = outside * 2n > (survey.doubleAreas[face] ?? 0n)
  const drop = `drop:${settlement.rowOf(face)}`
  const asked = settlement.losesMuch(face, outside)
  const mend = settlement.decide({
    kind: 'off-region',
    faces: [face],
    cells,
    asked,
    proposal: isMost ? drop : 'cut',
    choices: [drop, 'cut', 'keep'],
  })
  if (mend === drop) gone.add(face)
  if (mend !== 'cut') return
  settlement.lose(face, cells, asked)
  for (const cell of cells) survey.members[cell] = (survey.members[cell] ?? []).filter(each => each !== face)
}
