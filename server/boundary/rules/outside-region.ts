import type { Bound } from './foreign.ts'
import { leaveOut } from './overlaps.ts'
import type { Settlement } from './settlement.ts'

/**
 * What reaches beyond the region: cut off, or left out when most of the face lies outside. Ground of a town beside or
 * beyond the area above is told apart, since it cannot be kept.
 */
export function settleOutside(settlement: Settlement): void {
  const { survey } = settlement
  const beyond = new Map<number, Map<Bound | undefined, number[]>>()
  for (const [cell, members] of survey.members.entries()) {
    const foreign = survey.foreign[cell]
    if (survey.within[cell] && !foreign) continue
    for (const face of members) {
      const cells = beyond.get(face) ?? new Map<Bound | undefined, number[]>()
      const own = cells.get(foreign)
      if (own) own.push(cell)
      else cells.set(foreign, [cell])
      beyond.set(face, cells)
    }
  }
  const gone = new Set<number>()
  for (const [face, cells] of beyond) {
    const outside = areaOf(settlement, [...cells.values()].flat())
    const isMost = outside * 2n > (survey.doubleAreas[face] ?? 0n)
    for (const [bound, own] of cells) settleFace(settlement, { face, cells: own, bound, isMost, gone })
  }
  leaveOut(settlement, gone)
}

const areaOf = ({ survey }: Settlement, cells: readonly number[]) =>
  cells.reduce((sum, cell) => sum + survey.doubleAreaOf(cell), 0n)

interface Beyond {
  face: number
  cells: number[]
  bound: Bound | undefined
  isMost: boolean
  gone: Set<number>
}

function settleFace(settlement: Settlement, { face, cells, bound, isMost, gone }: Beyond): void {
  const { survey } = settlement
  const drop = `drop:${settlement.rowOf(face)}`
  const asked = settlement.losesMuch(face, areaOf(settlement, cells))
  const mend = settlement.decide({
    kind: 'off-region',
    faces: [face],
    cells,
    asked,
    proposal: isMost ? drop : 'cut',
    choices: bound ? [drop, 'cut'] : [drop, 'cut', 'keep'],
    ...(bound && { beyond: { rank: bound.rank, name: bound.name } }),
  })
  if (mend === drop) gone.add(face)
  if (mend !== 'cut') return
  settlement.lose(face, cells, asked)
  for (const cell of cells) survey.members[cell] = (survey.members[cell] ?? []).filter(each => each !== face)
}
