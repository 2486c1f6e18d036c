import { at, Flag, NodeFlag, type RoadGraph } from './graph.ts'
import { turnDegrees, turnSector } from './heading.ts'
import {
  BORDER_SECONDS,
  CROSSING_PENALTY,
  DENSITY_PENALTY,
  DESTINATION_ONLY_PENALTY,
  ENTRY_PENALTY,
  GATE,
  LOW_CLASS_PENALTY_TRUCK,
  MAX_STOP_IMPACT,
  NEW_STREET_PENALTY,
  PENCIL_POINT_FACTOR,
  PRIVATE_GATE_PENALTY,
  RAMP_CHANGE_PENALTY,
  RENAMED_U_TURN_PENALTY,
  SECTOR_PENALTY,
  TOLL_SECONDS,
  TURN,
  U_TURN_PENALTY,
  Use,
} from './table.ts'

/** What a turn is judged by: the edges it joins and all edges that leave its node. */
export interface Turn {
  from: number
  to: number
  node: number
  /** Edges leaving the node, the way back along `from` among them. */
  leaving: number[]
}

/** Headings and attributes; everything of the graph but the turns themselves. */
export type Ground = Omit<
  RoadGraph,
  'turnStart' | 'turnFrom' | 'turnSeconds' | 'turnCostCar' | 'turnCostTruck'
>

const RESIDENTIAL = 6
const UNCLASSIFIED = 5
const MOTOR_BITS = 1 | 2

export function turnAngle(ground: Ground, from: number, to: number): number {
  return turnDegrees(at(ground.endHeading, from), at(ground.startHeading, to))
}

/** Seconds the turn takes, traffic lights, gates and toll booths included. */
export function turnSeconds(ground: Ground, turn: Turn): number {
  const flags = at(ground.nodeFlags, turn.node)
  const fixed =
    (flags & NodeFlag.signal ? TURN.signalSeconds : 0) +
    (flags & NodeFlag.gate ? GATE.seconds : 0) +
    (flags & NodeFlag.border ? BORDER_SECONDS : 0) +
    (paysToll(ground, turn) ? TOLL_SECONDS : 0)
  const degrees = turnAngle(ground, turn.from, turn.to)
  const back = turnSector(degrees) === 4
  if (turn.leaving.length <= 2 && !back) return fixed
  return fixed + curve(degrees) + (back ? TURN.uTurnSeconds : 0)
}

/** Right-hand traffic: a turn to the left crosses the oncoming lane and takes longer than one to the right. */
function curve(degrees: number): number {
  const angle = degrees > 180 ? degrees - 360 : degrees
  const steep = angle >= 0 ? 1 / TURN.bias : TURN.bias
  const late = angle >= 0 ? TURN.bias : 1 / TURN.bias
  return TURN.seconds / (1 + Math.exp(-((13 * steep * Math.abs(angle)) / 180 - 6.5 * late)))
}

/** What the search adds for a turn beyond the edges' own cost: it shapes the way, not the answer. */
export function turnCosts(ground: Ground, turn: Turn): { car: number; truck: number } {
  const entry = entryCosts(ground, turn)
  const stop = stopCost(ground, turn)
  const low = segmentOf(ground.roadClass, turn.to) >= RESIDENTIAL ? LOW_CLASS_PENALTY_TRUCK : 0
  return { car: entry.car + stop, truck: entry.truck + stop + low }
}

function entryCosts(ground: Ground, turn: Turn): { car: number; truck: number } {
  const use = segmentOf(ground.use, turn.to)
  const was = segmentOf(ground.use, turn.from)
  const penalty = use === was ? undefined : ENTRY_PENALTY[use]
  const flags = at(ground.nodeFlags, turn.node)
  const common =
    (flags & NodeFlag.gate ? GATE.seconds + GATE.penalty : 0) +
    (flags & NodeFlag.border ? BORDER_SECONDS : 0) +
    (flags & NodeFlag.privateGate ? PRIVATE_GATE_PENALTY : 0) +
    (paysToll(ground, turn) ? TOLL_SECONDS : 0) +
    (entersDestinationOnly(ground, turn) ? DESTINATION_ONLY_PENALTY : 0) +
    (isNewStreet(ground, turn) ? NEW_STREET_PENALTY : 0)
  return { car: common + (penalty?.car ?? 0), truck: common + (penalty?.truck ?? 0) }
}

function paysToll(ground: Ground, turn: Turn): boolean {
  if (at(ground.nodeFlags, turn.node) & NodeFlag.tollBooth) return true
  return has(ground, turn.to, Flag.toll) && !has(ground, turn.from, Flag.toll)
}

function entersDestinationOnly(ground: Ground, turn: Turn): boolean {
  return has(ground, turn.to, Flag.destinationOnly) && !has(ground, turn.from, Flag.destinationOnly)
}

function isNewStreet(ground: Ground, turn: Turn): boolean {
  if (has(ground, turn.to, Flag.link) || has(ground, turn.to, Flag.internal)) return false
  return segmentOf(ground.name, turn.from) !== segmentOf(ground.name, turn.to)
}

function stopCost(ground: Ground, turn: Turn): number {
  const impact = stopImpact(ground, turn)
  if (impact === 0) return 0
  const degrees = turnAngle(ground, turn.from, turn.to)
  const sides = sidesTaken(ground, turn, degrees)
  const base = sides.right && sides.left ? CROSSING_PENALTY : (SECTOR_PENALTY[turnSector(degrees)] ?? 0)
  const ramp = isRamp(ground, turn.from) !== isRamp(ground, turn.to) ? RAMP_CHANGE_PENALTY : 0
  const whole = backCost((base + ramp) * impact, { ground, turn, degrees })
  return whole * (DENSITY_PENALTY[at(ground.nodeDensity, turn.node)] ?? 1)
}

/** Turning back at a point, or where two carriageways of one street become one. */
function backCost(cost: number, at: { ground: Ground; turn: Turn; degrees: number }): number {
  const sector = turnSector(at.degrees)
  const sameName = segmentOf(at.ground.name, at.turn.from) === segmentOf(at.ground.name, at.turn.to)
  if (sector === 4) return cost + (sameName ? U_TURN_PENALTY : RENAMED_U_TURN_PENALTY)
  if (sector !== 5 || !sameName || segmentOf(at.ground.name, at.turn.to) === 0) return cost
  const sides = sidesTaken(at.ground, at.turn, at.degrees)
  return sides.right && !sides.left ? cost * PENCIL_POINT_FACTOR : cost
}

/** Whether roads leave on both sides of the turn: one crosses rather than bends. */
function sidesTaken(ground: Ground, turn: Turn, degrees: number): { right: boolean; left: boolean } {
  let right = false
  let left = false
  for (const other of turn.leaving) {
    if (other === turn.to || other === (turn.from ^ 1)) continue
    const angle = turnAngle(ground, turn.from, other)
    if (degrees > 180 ? angle > degrees || angle < 180 : angle > degrees && angle < 180) right = true
    else left = true
  }
  return { right, left }
}

/** How likely and how long one stops here, 0 to 7, from the classes of the roads that meet. */
function stopImpact(ground: Ground, turn: Turn): number {
  if (has(ground, turn.from, Flag.roundabout) && has(ground, turn.to, Flag.roundabout)) return 0
  const others = turn.leaving.filter(edge => edge !== turn.to && edge !== (turn.from ^ 1))
  const best = Math.min(UNCLASSIFIED, ...others.map(edge => arrivingClass(ground, edge)))
  const fromClass = Math.min(UNCLASSIFIED, segmentOf(ground.roadClass, turn.from))
  const base = Math.max(0, fromClass - best + 3)
  return Math.min(MAX_STOP_IMPACT, base + stopExtra(ground, turn, fromClass))
}

function arrivingClass(ground: Ground, leaving: number): number {
  if (!(at(ground.access, leaving ^ 1) & MOTOR_BITS)) return UNCLASSIFIED
  return segmentOf(ground.roadClass, leaving) + (has(ground, leaving, Flag.roundabout) ? 2 : 0)
}

function stopExtra(ground: Ground, turn: Turn, fromClass: number): number {
  const sector = turnSector(turnAngle(ground, turn.from, turn.to))
  const slight = sector === 0 || sector === 1 || sector === 7
  const sharp = sector === 3 || sector === 4 || sector === 5
  if (isRamp(ground, turn.from) && !isRamp(ground, turn.to)) return sharp ? 3 : slight ? 1 : 2
  const across = sector === 5 || sector === 6
  const toClass = segmentOf(ground.roadClass, turn.to)
  if (!across || fromClass === toClass || has(ground, turn.to, Flag.link)) return 0
  if (at(ground.nodeFlags, turn.node) & NodeFlag.signal) return 2
  return Math.abs(fromClass - toClass) > 1 ? 1 : 0
}

function isRamp(ground: Ground, edge: number): boolean {
  return segmentOf(ground.use, edge) === Use.ramp
}

function has(ground: Ground, edge: number, flag: number): boolean {
  return (segmentOf(ground.flags, edge) & flag) !== 0
}

function segmentOf(column: { readonly [index: number]: number }, edge: number): number {
  return at(column, edge >> 1)
}
