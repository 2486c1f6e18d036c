import type { LineString, LngLat, Point, Polygon } from '../../region/place.ts'
import type { Avoid } from '../road.ts'
import { at, type RoadGraph } from './graph.ts'
import {
  alongLine,
  crossesLine,
  distanceToShape,
  inPolygon,
  meetsPolygon,
  type Path,
  projected,
} from './plane.ts'
import type { Snapper } from './snap.ts'

/**
 * What closures and danger zones do to the network.
 * - A point closes the segments within 15 m of it.
 * - A line closes the segments that run along it (within 15 m, for 30 m or half their length) and, when it is
 *   a short barrier, those it crosses; side streets that only meet its ends stay open.
 * - A polygon, closure or zone, closes every segment it touches.
 * - A zone that holds the target, or the one who sets out, closes nothing: its segments cost four times as
 *   much, so that one drives the short way in or out, and a target in its own zone stays reachable.
 */
export interface Blocks {
  /** Segments nobody may use. */
  closed: Set<number>
  /** Segments in a zone that holds the target or the one who sets out. */
  lastMile: Set<number>
}

const NEAR_METERS = 15
const ALONG_METERS = 30
const BARRIER_METERS = 40

/** `held` are the places that must stay reachable: the target, and those inside a zone who leave it. */
export function blocksOf(network: Network, avoid: Avoid, held: LngLat[]): Blocks {
  const closed = new Set<number>()
  const lastMile = new Set<number>()
  for (const zone of avoid.zones) {
    const into = held.some(lngLat => inPolygon(zone, lngLat)) ? lastMile : closed
    for (const segment of touched(network, zone)) into.add(segment)
  }
  for (const closure of avoid.closures) {
    for (const segment of closedBy(network, closure)) closed.add(segment)
  }
  for (const segment of closed) lastMile.delete(segment)
  return { closed, lastMile }
}

type Network = { graph: RoadGraph; snapper: Snapper }

function closedBy(network: Network, closure: LineString | Polygon | Point): number[] {
  if (closure.type === 'Polygon') return touched(network, closure)
  if (closure.type === 'LineString') return alongside(network, closure)
  return nearPoint(network, closure.coordinates)
}

function touched(network: Network, polygon: Polygon): number[] {
  const ring = polygon.coordinates[0] ?? []
  return near(network, ring, 0).filter(segment => meetsPolygon(shapeOf(network.graph, segment), polygon))
}

function nearPoint(network: Network, point: LngLat): number[] {
  return near(network, [point], NEAR_METERS).filter(segment => {
    return distanceToShape(projected(shapeOf(network.graph, segment), point), [0, 0]) <= NEAR_METERS
  })
}

function alongside(network: Network, line: LineString): number[] {
  const origin = line.coordinates[0]
  if (!origin) return []
  const path = projected(line.coordinates, origin)
  return near(network, line.coordinates, NEAR_METERS).filter(segment => {
    const shape = projected(shapeOf(network.graph, segment), origin)
    return isClosedAlong(shape, path)
  })
}

function isClosedAlong(shape: Path, line: Path): boolean {
  const length = lengthOf(shape)
  const along = alongLine(shape, line, NEAR_METERS)
  if (along >= Math.min(ALONG_METERS, length / 2)) return !meetsOnlyEnd(shape, along)
  if (lengthOf(line) > BARRIER_METERS) return false
  return crossesLine(shape, line)
}

/** A long side street is within 15 m of the line for its first 15 m or so only. */
function meetsOnlyEnd(shape: Path, along: number): boolean {
  return along <= NEAR_METERS * 1.5 && lengthOf(shape) > along * 1.5
}

function lengthOf(path: Path): number {
  let length = 0
  for (let i = 1; i < path.length; i++) {
    const [ax, ay] = path[i - 1] ?? [0, 0]
    const [bx, by] = path[i] ?? [0, 0]
    length += Math.hypot(bx - ax, by - ay)
  }
  return length
}

const DEGREES_PER_METER = 1 / 111_000

function near(network: Network, coordinates: LngLat[], marginMeters: number): number[] {
  const lngs = coordinates.map(lngLat => lngLat[0])
  const lats = coordinates.map(lngLat => lngLat[1])
  const low = (values: number[]) => values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = (values: number[]) => values.reduce((most, value) => Math.max(most, value), -Infinity)
  const dy = marginMeters * DEGREES_PER_METER
  const dx = dy / Math.max(0.05, Math.cos((low(lats) * Math.PI) / 180))
  return [...network.snapper.segmentsIn([low(lngs) - dx, low(lats) - dy, high(lngs) + dx, high(lats) + dy])]
}

export function shapeOf(graph: RoadGraph, segment: number): LngLat[] {
  const start = at(graph.shapeStart, segment)
  const length = at(graph.shapeStart, segment + 1) - start
  return Array.from(
    { length },
    (_, i): LngLat => [at(graph.shapeLng, start + i), at(graph.shapeLat, start + i)],
  )
}
