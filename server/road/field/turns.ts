import { Access, at, NodeFlag, TurnFlag } from './graph.ts'
import { turnSector } from './heading.ts'
import type { TurnQuestion } from './restriction.ts'
import type { TurnRow } from './shadow.ts'
import { type Ground, turnAngle, turnCosts, turnSeconds } from './turn.ts'

type IsBanned = (node: number, turn: TurnQuestion) => boolean

const VEHICLES = Access.car | Access.truck | Access.blue

/** Every turn one may make, with its seconds, its search costs and whether it is forbidden. */
export function turnRows(ground: Ground, leaving: number[][], isBanned: IsBanned): TurnRow[] {
  return Array.from(ground.from).flatMap((node, to) => {
    const around = leaving[node] ?? []
    return turnsOnto({ to, node, around }, ground).map(from => {
      const turn = { from, to, node, leaving: around }
      const banned = isBanned(node, questionOf(ground, from, to)) ? TurnFlag.banned : 0
      const flags = banned | (isLeft(ground, from, to) ? TurnFlag.left : 0)
      return { from, to, seconds: turnSeconds(ground, turn), ...turnCosts(ground, turn), flags }
    })
  })
}

/** The rows as columns, sorted by the edge they lead onto. */
export function packTurns(rows: TurnRow[], edgeCount: number) {
  const sorted = [...rows].sort((a, b) => a.to - b.to)
  const turnStart = new Uint32Array(edgeCount + 1)
  for (const row of sorted) turnStart[row.to + 1] = at(turnStart, row.to + 1) + 1
  for (let edge = 0; edge < edgeCount; edge++)
    turnStart[edge + 1] = at(turnStart, edge + 1) + at(turnStart, edge)
  return {
    turnStart,
    turnFrom: Uint32Array.from(sorted, row => row.from),
    turnSeconds: Float32Array.from(sorted, row => row.seconds),
    turnCostCar: Float32Array.from(sorted, row => row.car),
    turnCostTruck: Float32Array.from(sorted, row => row.truck),
    turnFlags: Uint8Array.from(sorted, row => row.flags),
  }
}

/** One turns back only at a dead end, or where a barrier makes it one. */
function turnsOnto(turn: { to: number; node: number; around: number[] }, ground: Ground): number[] {
  if (at(ground.access, turn.to) === 0) return []
  const barred = (at(ground.nodeFlags, turn.node) & NodeFlag.barred) !== 0
  const drivable = turn.around.filter(
    edge => (at(ground.access, edge) | at(ground.access, edge ^ 1)) & VEHICLES,
  )
  const deadEnd = drivable.length === 1
  return turn.around
    .map(edge => edge ^ 1)
    .filter(from => at(ground.access, from) !== 0)
    .filter(from => from !== (turn.to ^ 1) || deadEnd || barred)
}

function isLeft(ground: Ground, from: number, to: number): boolean {
  const sector = turnSector(turnAngle(ground, from, to))
  return sector === 5 || sector === 6
}

function questionOf(ground: Ground, from: number, to: number): TurnQuestion {
  return {
    fromWay: at(ground.wayId, from >> 1),
    toWay: at(ground.wayId, to >> 1),
    isUTurn: turnSector(turnAngle(ground, from, to)) === 4,
  }
}
