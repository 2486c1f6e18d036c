import type { LngLat } from '../../region/place.ts'
import type { StepKind } from '../road.ts'
import { at, Flag, metersBetween, type RoadGraph } from './graph.ts'
import { turnDegrees, turnSector } from './heading.ts'
import type { Prices } from './price.ts'
import type { Reading } from './sweep.ts'
import { Use } from './table.ts'

/** One stretch of a journey under one instruction, whichever engine found it. */
export interface Move {
  kind: StepKind
  street: string
  meters: number
  seconds: number
  lngLat: LngLat
  /** For a roundabout: which exit to take. */
  exit?: number
}

/** The line a reading drives. */
export function lineOf(graph: RoadGraph, reading: Reading): LngLat[] {
  const line: LngLat[] = []
  reading.edges.forEach((edge, i) => {
    const start = i === 0 ? reading.startFraction : 0
    const end = i === reading.edges.length - 1 ? reading.endFraction : 1
    for (const lngLat of partOf(edgeShape(graph, edge), start, end)) {
      const last = line.at(-1)
      if (!last || last[0] !== lngLat[0] || last[1] !== lngLat[1]) line.push(lngLat)
    }
  })
  const only = line[0]
  return line.length === 1 && only ? [only, only] : line
}

function edgeShape(graph: RoadGraph, edge: number): LngLat[] {
  const start = at(graph.shapeStart, edge >> 1)
  const length = at(graph.shapeStart, (edge >> 1) + 1) - start
  const shape = Array.from(
    { length },
    (_, i): LngLat => [at(graph.shapeLng, start + i), at(graph.shapeLat, start + i)],
  )
  return edge % 2 === 0 ? shape : shape.reverse()
}

/** The stretch of a line between two fractions of its length. */
export function partOf(shape: LngLat[], start: number, end: number): LngLat[] {
  const lengths = shape.map((lngLat, i) => (i === 0 ? 0 : metersBetween(shape[i - 1] ?? lngLat, lngLat)))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const part: LngLat[] = [pointAlong(shape, lengths, start * total)]
  let walked = 0
  shape.forEach((lngLat, i) => {
    walked += lengths[i] ?? 0
    if (walked > start * total && walked < end * total) part.push(lngLat)
  })
  part.push(pointAlong(shape, lengths, end * total))
  return part
}

function pointAlong(shape: LngLat[], lengths: number[], meters: number): LngLat {
  let walked = 0
  for (let i = 1; i < shape.length; i++) {
    const length = lengths[i] ?? 0
    const a = shape[i - 1]
    const b = shape[i]
    if (a && b && walked + length >= meters) {
      const share = length === 0 ? 0 : (meters - walked) / length
      return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
    }
    walked += length
  }
  return shape.at(-1) ?? [0, 0]
}

const KIND_BY_SECTOR: StepKind[] = [
  'continue',
  'slight-right',
  'right',
  'sharp-right',
  'u-turn',
  'sharp-left',
  'left',
  'slight-left',
]

/** Instructions for a reading: one for every real turn and every change of street. */
export function movesOf(ground: { graph: RoadGraph; prices: Prices }, reading: Reading): Move[] {
  const { graph } = ground
  const moves: Move[] = []
  reading.edges.forEach((edge, i) => {
    const previous = reading.edges[i - 1]
    const part = shareOf(reading, i)
    const meters = at(graph.meters, edge >> 1) * part
    const seconds = at(ground.prices.seconds, edge) * part + turnSecondsOf(ground, { previous, edge })
    const kind = previous === undefined ? 'depart' : kindOf(graph, { previous, edge })
    const last = moves.at(-1)
    if (last && kind === undefined) {
      last.meters += meters
      last.seconds += seconds
      if (last.kind === 'roundabout') countExit(graph, last, edge)
      return
    }
    moves.push({
      kind: kind ?? 'continue',
      street: nameOf(graph, edge),
      meters,
      seconds,
      lngLat: startOf(graph, reading, i),
    })
  })
  const end = lineOf(graph, reading).at(-1) ?? [0, 0]
  return [
    ...moves,
    { kind: 'arrive', street: moves.at(-1)?.street ?? '', meters: 0, seconds: 0, lngLat: end },
  ]
}

function shareOf(reading: Reading, i: number): number {
  const start = i === 0 ? reading.startFraction : 0
  const end = i === reading.edges.length - 1 ? reading.endFraction : 1
  return end - start
}

/** What to say at a turn; undefined where one simply drives on. */
function kindOf(graph: RoadGraph, turn: { previous: number; edge: number }): StepKind | undefined {
  const was = at(graph.flags, turn.previous >> 1) & Flag.roundabout
  const is = at(graph.flags, turn.edge >> 1) & Flag.roundabout
  if (is) return was ? undefined : 'roundabout'
  if (was) return undefined
  const use = at(graph.use, turn.edge >> 1)
  if (use === Use.ferry && at(graph.use, turn.previous >> 1) !== Use.ferry) return 'ferry'
  if (at(graph.flags, turn.edge >> 1) & Flag.internal) return undefined
  if (use === Use.ramp && at(graph.use, turn.previous >> 1) !== Use.ramp) return 'ramp'
  const sector = turnSector(
    turnDegrees(at(graph.endHeading, turn.previous), at(graph.startHeading, turn.edge)),
  )
  const renamed = nameOf(graph, turn.edge) !== '' && nameOf(graph, turn.edge) !== nameOf(graph, turn.previous)
  const isTurn = sector >= 2 && sector <= 6 && leavesCrossing(graph, turn)
  return isTurn || renamed ? KIND_BY_SECTOR[sector] : undefined
}

/** Whether other roads meet here; a bend in the only road is nothing to announce. */
function leavesCrossing(graph: RoadGraph, turn: { edge: number }): boolean {
  return at(graph.turnStart, turn.edge + 1) - at(graph.turnStart, turn.edge) > 1
}

function countExit(graph: RoadGraph, move: Move, edge: number): void {
  if (move.exit === undefined) move.exit = 1
  const onRing = (at(graph.flags, edge >> 1) & Flag.roundabout) !== 0
  if (onRing) move.exit++
  else if (nameOf(graph, edge) !== '') move.street = nameOf(graph, edge)
}

function turnSecondsOf(
  ground: { graph: RoadGraph; prices: Prices },
  turn: { previous: number | undefined; edge: number },
) {
  if (turn.previous === undefined) return 0
  const { graph, prices } = ground
  for (let i = at(graph.turnStart, turn.edge); i < at(graph.turnStart, turn.edge + 1); i++) {
    if (at(graph.turnFrom, i) === turn.previous) return at(prices.turnSeconds, i)
  }
  return 0
}

function startOf(graph: RoadGraph, reading: Reading, i: number): LngLat {
  const edge = reading.edges[i] ?? 0
  if (i > 0) return [at(graph.nodeLng, at(graph.from, edge)), at(graph.nodeLat, at(graph.from, edge))]
  return partOf(edgeShape(graph, edge), reading.startFraction, 1)[0] ?? [0, 0]
}

function nameOf(graph: RoadGraph, edge: number): string {
  return graph.names[at(graph.name, edge >> 1)] ?? ''
}
