import type { Spot } from '../../region/rules/lattice.ts'
import { apportion } from './apportion.ts'
import { FaceIndex } from './face-index.ts'
import type { Rings } from './outline.ts'

/** A unit cell by its middle; the grid it is kept under. */
export interface GroundCell {
  id: number
  spot: Spot
  people: number
  gridId: number | null
}

/** The faces that change, as they were and as they will be; unchanged neighbours are no part of it. */
export interface FaceChange {
  before: readonly { face: number; rings: Rings; households: number }[]
  after: readonly { face: number; rings: Rings }[]
  /** Into which face one goes that is no more. */
  heirs: ReadonlyMap<number, number>
}

/** A cell that comes under another face, or under one for the first time. */
export interface CellMove {
  cell: GroundCell
  /** Null where no grid had the cell. */
  from: number | null
  /** Null where none has it from then on: its ground is outside. */
  to: number | null
}

export interface PeopleTransfer {
  moves: CellMove[]
  /** Households of every face after, by the people who come along. */
  households: Map<number, number>
  /** Households that go from one face to another, or out. */
  parts: { from: number; to: number | null; households: number }[]
}

type Share = { people: number; cells: number }
type Shares = Map<number | null, Share>

/**
 * Which cells, and with them how many households, come under which face. A cell goes where its middle lies, and out
 * where no face is. One that comes in brings households as those of the grid that it comes under have them.
 */
export function transferPeople(change: FaceChange, cells: readonly GroundCell[]): PeopleTransfer {
  const [was, is] = [new FaceIndex(change.before), new FaceIndex(change.after)]
  const weights = new Map<number | null, Shares>()
  const moves: CellMove[] = []
  for (const cell of cells) {
    const { gridId: from, spot, people } = cell
    const isOut = () => from === null || was.faceAt(spot) !== undefined
    const to = is.faceAt(spot) ?? (isOut() ? null : (change.heirs.get(from ?? 0) ?? from))
    if (to !== from) moves.push({ cell, from, to })
    const shares: Shares = weights.get(from) ?? new Map()
    weights.set(from, shares)
    const share = shares.get(to) ?? { people: 0, cells: 0 }
    shares.set(to, { people: share.people + people, cells: share.cells + 1 })
  }
  const { households, parts } = householdsAfter(change, weights)
  bringHouseholds(households, { before: change.before, weights })
  return { moves, households, parts }
}

/** People of no grid whose ground comes in have as many households as those of the grid have now. */
function bringHouseholds(
  households: Map<number, number>,
  { before, weights }: Pick<FaceChange, 'before'> & { weights: ReadonlyMap<number | null, Shares> },
): void {
  for (const [to, { people }] of weights.get(null) ?? []) {
    const now = to === null ? undefined : before.find(({ face }) => face === to)
    const of = [...(weights.get(to)?.values() ?? [])].reduce((sum, share) => sum + share.people, 0)
    if (!now || of === 0) continue
    const more = Math.round((now.households * people) / of)
    households.set(now.face, (households.get(now.face) ?? 0) + more)
  }
}

function householdsAfter(
  { before, after, heirs }: FaceChange,
  weights: ReadonlyMap<number | null, Shares>,
): Pick<PeopleTransfer, 'households' | 'parts'> {
  const households = new Map(after.map(({ face }) => [face, 0]))
  const parts: PeopleTransfer['parts'] = []
  for (const { face, households: total } of before) {
    // Where nobody lives the number stays with the grid or goes to its heir.
    const home = heirs.get(face) ?? face
    const shares: Shares = weights.get(face) ?? new Map()
    const receivers: (number | null)[] = [home, ...[...shares.keys()].filter(to => to !== home)]
    const people = receivers.map(to => shares.get(to)?.people ?? 0)
    const hasPeople = people.some(each => each > 0)
    const given = apportion(total, hasPeople ? people : receivers.map(to => shares.get(to)?.cells ?? 0))
    for (const [i, to] of receivers.entries()) {
      const part = given[i] ?? 0
      if (to !== null) households.set(to, (households.get(to) ?? 0) + part)
      if (to !== face && part > 0) parts.push({ from: face, to, households: part })
    }
  }
  return { households, parts }
}
