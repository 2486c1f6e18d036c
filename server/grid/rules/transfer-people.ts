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
  to: number
}

export interface PeopleTransfer {
  moves: CellMove[]
  /** Households of every face after, by the people who come along. */
  households: Map<number, number>
  /** Households that go from one face to another. */
  parts: { from: number; to: number; households: number }[]
}

/** Which cells, and with them how many households, come under which face. A cell goes where its middle lies. */
export function transferPeople(change: FaceChange, cells: readonly GroundCell[]): PeopleTransfer {
  const index = new FaceIndex(change.after)
  const weights = new Map<number, Map<number, { people: number; cells: number }>>()
  const moves: CellMove[] = []
  for (const cell of cells) {
    const from = cell.gridId
    if (from === null) {
      const to = index.faceAt(cell.spot)
      if (to !== undefined) moves.push({ cell, from, to })
      continue
    }
    const to = index.faceAt(cell.spot) ?? change.heirs.get(from) ?? from
    if (to !== from) moves.push({ cell, from, to })
    const shares = weights.get(from) ?? new Map<number, { people: number; cells: number }>()
    weights.set(from, shares)
    const share = shares.get(to) ?? { people: 0, cells: 0 }
    shares.set(to, { people: share.people + cell.people, cells: share.cells + 1 })
  }
  return { moves, ...householdsAfter(change, weights) }
}

function householdsAfter(
  { before, after, heirs }: FaceChange,
  weights: ReadonlyMap<number, ReadonlyMap<number, { people: number; cells: number }>>,
): Pick<PeopleTransfer, 'households' | 'parts'> {
  const households = new Map(after.map(({ face }) => [face, 0]))
  const parts: PeopleTransfer['parts'] = []
  for (const { face, households: total } of before) {
    // Where nobody lives the number stays with the grid or goes to its heir.
    const home = heirs.get(face) ?? face
    const shares = weights.get(face) ?? new Map<number, { people: number; cells: number }>()
    const receivers = [home, ...[...shares.keys()].filter(to => to !== home)]
    const people = receivers.map(to => shares.get(to)?.people ?? 0)
    const hasPeople = people.some(each => each > 0)
    const given = apportion(total, hasPeople ? people : receivers.map(to => shares.get(to)?.cells ?? 0))
    for (const [i, to] of receivers.entries()) {
      const part = given[i] ?? 0
      households.set(to, (households.get(to) ?? 0) + part)
      if (to !== face && part > 0) parts.push({ from: face, to, households: part })
    }
  }
  return { households, parts }
}
