import { Access, at, NodeFlag, TurnFlag } from './graph.ts'
import type { TurnQuestion } from './restriction.ts'
import { type Ground, turnAngle, turnCosts, turnSeconds } from './turn.ts'
import { turnSector } from './heading.ts'

type IsBanned = (node: number, turn: TurnQuestion) => boolean

const VEHICLES = Access.car | Access.truck | Access.blue

/** Lists every turn by the edge it leads onto, with its seconds, its search costs and whether it is forbidden. */
export function makeTurns(ground: Ground, leaving: number[][], isBanned: IsBanned) {
  const edgeCount = ground.from.length
  const turnStart = new Uint32Array(edgeCount + 1)
  const turnFrom: number[] = []
  const seconds: number[] = []
  const car: number[] = []
  const truck: number[] = []
  const flags: number[] = []
  for (let to = 0; to < edgeCount; to++) {
    const node = at(ground.from, to)
    const around = leaving[node] ?? []
    for (const from of turnsOnto({ to, node, around }, ground)) {
      const turn = { from, to, node, leaving: around }
      const costs = turnCosts(ground, turn)
      turnFrom.push(from)
      seconds.push(turnSeconds(ground, turn))
      car.push(costs.car)
      truck.push(costs.truck)
      flags.push(isBanned(node, questionOf(ground, from, to)) ? TurnFlag.banned : 0)
    }
    turnStart[to + 1] = turnFrom.length
  }
  return {
    turnStart,
    turnFrom: Uint32Array.from(turnFrom),
    turnSeconds: Float32Array.from(seconds),
    turnCostCar: Float32Array.from(car),
    turnCostTruck: Float32Array.from(truck),
    turnFlags: Uint8Array.from(flags),
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

function questionOf(ground: Ground, from: number, to: number): TurnQuestion {
  return {
    fromWay: at(ground.wayId, from >> 1),
    toWay: at(ground.wayId, to >> 1),
    isUTurn: turnSector(turnAngle(ground, from, to)) === 4,
  }
}
