import type { LngLat } from '../../region/place.ts'
import type { Move } from '../field/path.ts'
import type { StepKind } from '../road.ts'

/** The parts of a Valhalla 3.6.1 route answer that are read here. */
interface RouteAnswer {
  trip: {
    summary: { time: number; length: number }
    legs: { shape: string; maneuvers: Manoeuvre[] }[]
  }
}

interface Manoeuvre {
  type: number
  length: number
  time: number
  begin_shape_index: number
  street_names?: string[]
  begin_street_names?: string[]
  roundabout_exit_count?: number
}

interface MatrixAnswer {
  sources_to_targets: { durations: (number | null)[][]; distances: (number | null)[][] }
}

const KINDS: Partial<Record<number, StepKind>> = {
  1: 'depart',
  2: 'depart',
  3: 'depart',
  4: 'arrive',
  5: 'arrive',
  6: 'arrive',
  9: 'slight-right',
  10: 'right',
  11: 'sharp-right',
  12: 'u-turn',
  13: 'u-turn',
  14: 'sharp-left',
  15: 'left',
  16: 'slight-left',
  17: 'ramp',
  18: 'ramp',
  19: 'ramp',
  20: 'ramp',
  21: 'ramp',
  23: 'slight-right',
  24: 'slight-left',
  25: 'merge',
  26: 'roundabout',
  28: 'ferry',
  37: 'merge',
  38: 'merge',
}
const ROUNDABOUT_EXIT = 27
const METERS_PER_KM = 1000

interface ValhallaRoute {
  seconds: number
  meters: number
  line: LngLat[]
  moves: Move[]
}

/** Reads a route answer; throws when it has no trip, as an answer of another shape would. */
export function readRoute(answer: unknown): ValhallaRoute {
  const { trip } = routeAnswer(answer)
  const leg = trip.legs[0]
  if (!leg) throw new Error('a Valhalla route without a leg')
  const line = decodeShape(leg.shape)
  return {
    seconds: trip.summary.time,
    meters: trip.summary.length * METERS_PER_KM,
    line,
    moves: movesOf(leg.maneuvers, line),
  }
}

function movesOf(manoeuvres: Manoeuvre[], line: LngLat[]): Move[] {
  const moves: Move[] = []
  for (const one of manoeuvres) {
    const last = moves.at(-1)
    const meters = one.length * METERS_PER_KM
    if (one.type === ROUNDABOUT_EXIT && last) {
      last.meters += meters
      last.seconds += one.time
      last.street = one.street_names?.[0] ?? last.street
      continue
    }
    moves.push({
      kind: KINDS[one.type] ?? 'continue',
      street: one.street_names?.[0] ?? '',
      meters,
      seconds: one.time,
      lngLat: line[one.begin_shape_index] ?? line[0] ?? [0, 0],
      ...(one.roundabout_exit_count === undefined ? {} : { exit: one.roundabout_exit_count }),
    })
  }
  return moves
}

/** Seconds and meters from each source to the one target; undefined where Valhalla found no way. */
export function readMatrix(answer: unknown): ({ seconds: number; meters: number } | undefined)[] {
  const { durations, distances } = matrixAnswer(answer).sources_to_targets
  return durations.map((row, i) => {
    const seconds = row[0]
    const km = distances[i]?.[0]
    if (seconds === null || seconds === undefined || km === null || km === undefined) return undefined
    return { seconds, meters: km * METERS_PER_KM }
  })
}

/** The answer comes from our own child's Valhalla, whose version is pinned. */
function routeAnswer(answer: unknown): RouteAnswer {
  return answer as RouteAnswer
}

/** The same holds for the concise form of its matrix. */
function matrixAnswer(answer: unknown): MatrixAnswer {
  return answer as MatrixAnswer
}

const PRECISION = 1e6

/** Google's polyline code with six decimals, latitude first. */
export function decodeShape(encoded: string): LngLat[] {
  const line: LngLat[] = []
  const cursor = { i: 0 }
  let lat = 0
  let lng = 0
  while (cursor.i < encoded.length) {
    lat += nextDelta(encoded, cursor)
    lng += nextDelta(encoded, cursor)
    line.push([lng / PRECISION, lat / PRECISION])
  }
  return line
}

function nextDelta(encoded: string, cursor: { i: number }): number {
  let value = 0
  for (let shift = 0; ; shift += 5) {
    const part = encoded.charCodeAt(cursor.i++) - 63
    value |= (part & 31) << shift
    if (part < 32 || cursor.i >= encoded.length) break
  }
  return value & 1 ? ~(value >> 1) : value >> 1
}
