import Flatbush from 'flatbush'
import type { LngLat } from '../../region/place.ts'
import { at, metersPerDegree, type RoadGraph, realSegments } from './graph.ts'
import { MAX_SNAP_METERS, NODE_SNAP_METERS } from './table.ts'

/** A place on the network: the segment, how far along it (0 to 1) and how far off it lies. */
export interface Snap {
  segment: number
  fraction: number
  lngLat: LngLat
  awayMeters: number
  /** Directed edges one may stand on here, with the fraction along each. */
  stands: { edge: number; fraction: number }[]
}

interface SnapRule {
  /** 1 where the edge may be used. */
  open: Uint8Array
  /** A bit of `graph.reach` the edge should have; edges with it are preferred to any without. */
  reachBit: number
  role: 'source' | 'target'
}

const FIRST_RADIUS_METERS = 60

/** Finds the nearest usable edge to a place. */
export class Snapper {
  readonly #graph: RoadGraph
  readonly #index: Flatbush
  readonly #pieceSegment: Uint32Array
  readonly #pieceShape: Uint32Array
  readonly #leaving: Uint32Array
  readonly #leavingStart: Uint32Array

  constructor(graph: RoadGraph) {
    this.#graph = graph
    const segments = realSegments(graph)
    const pieces = at(graph.shapeStart, segments) - segments
    this.#pieceSegment = new Uint32Array(pieces)
    this.#pieceShape = new Uint32Array(pieces)
    this.#index = new Flatbush(Math.max(1, pieces))
    let piece = 0
    for (let segment = 0; segment < segments; segment++) {
      for (let i = at(graph.shapeStart, segment); i < at(graph.shapeStart, segment + 1) - 1; i++) {
        this.#pieceSegment[piece] = segment
        this.#pieceShape[piece++] = i
        const x = [at(graph.shapeLng, i), at(graph.shapeLng, i + 1)]
        const y = [at(graph.shapeLat, i), at(graph.shapeLat, i + 1)]
        this.#index.add(Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y))
      }
    }
    if (pieces === 0) this.#index.add(0, 0, 0, 0)
    this.#index.finish()
    const byNode = edgesByNode(graph)
    this.#leaving = byNode.edges
    this.#leavingStart = byNode.start
  }

  /** Segments that come near a box; the box is in degrees. */
  segmentsIn(box: [number, number, number, number]): Set<number> {
    if (this.#pieceSegment.length === 0) return new Set()
    return new Set(this.#index.search(...box).map(piece => at(this.#pieceSegment, piece)))
  }

  /** The nearest place on the network within 500 m, or undefined. */
  snap(lngLat: LngLat, rule: SnapRule): Snap | undefined {
    return this.#nearest(lngLat, rule, true) ?? this.#nearest(lngLat, rule, false)
  }

  #nearest(lngLat: LngLat, rule: SnapRule, onMain: boolean): Snap | undefined {
    if (this.#pieceSegment.length === 0) return undefined
    const scale = metersPerDegree(lngLat[1])
    for (let radius = FIRST_RADIUS_METERS; ; radius = Math.min(radius * 3, MAX_SNAP_METERS)) {
      const dx = radius / scale.lng
      const dy = radius / scale.lat
      const near = this.#index.search(lngLat[0] - dx, lngLat[1] - dy, lngLat[0] + dx, lngLat[1] + dy)
      const best = this.#best(near, { lngLat, rule, onMain, radius })
      if (best) return best
      if (radius === MAX_SNAP_METERS) return undefined
    }
  }

  #best(pieces: number[], ask: { lngLat: LngLat; rule: SnapRule; onMain: boolean; radius: number }) {
    let best: { away: number; piece: number; share: number } | undefined
    for (const piece of pieces) {
      if (!this.#usable(at(this.#pieceSegment, piece), ask.rule, ask.onMain)) continue
      const spot = this.#project(piece, ask.lngLat)
      if (spot.away <= ask.radius && spot.away < (best?.away ?? Infinity)) best = { ...spot, piece }
    }
    return best && this.#snapAt(best, ask)
  }

  #usable(segment: number, rule: SnapRule, onMain: boolean): boolean {
    return this.#edgeUsable(2 * segment, rule, onMain) || this.#edgeUsable(2 * segment + 1, rule, onMain)
  }

  #edgeUsable(edge: number, rule: SnapRule, onMain: boolean): boolean {
    if (!rule.open[edge]) return false
    return !onMain || (at(this.#graph.reach, edge) & rule.reachBit) !== 0
  }

  #project(piece: number, lngLat: LngLat): { away: number; share: number } {
    const graph = this.#graph
    const i = at(this.#pieceShape, piece)
    const scale = metersPerDegree(lngLat[1])
    const ax = (at(graph.shapeLng, i) - lngLat[0]) * scale.lng
    const ay = (at(graph.shapeLat, i) - lngLat[1]) * scale.lat
    const dx = (at(graph.shapeLng, i + 1) - lngLat[0]) * scale.lng - ax
    const dy = (at(graph.shapeLat, i + 1) - lngLat[1]) * scale.lat - ay
    const length2 = dx * dx + dy * dy
    const share = length2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length2))
    return { away: Math.hypot(ax + dx * share, ay + dy * share), share }
  }

  #snapAt(
    best: { away: number; piece: number; share: number },
    ask: { rule: SnapRule; onMain: boolean },
  ): Snap {
    const graph = this.#graph
    const segment = at(this.#pieceSegment, best.piece)
    const i = at(this.#pieceShape, best.piece)
    const lng = at(graph.shapeLng, i) + best.share * (at(graph.shapeLng, i + 1) - at(graph.shapeLng, i))
    const lat = at(graph.shapeLat, i) + best.share * (at(graph.shapeLat, i + 1) - at(graph.shapeLat, i))
    const along = metersAlong(graph, segment, { shape: i, share: best.share })
    const total = at(graph.meters, segment)
    const fraction = total > 0 ? Math.min(1, along / total) : 0
    const base = { segment, fraction, lngLat: [lng, lat] as LngLat, awayMeters: best.away }
    return { ...base, stands: this.#stands({ segment, fraction, total }, ask) }
  }

  #stands(
    spot: { segment: number; fraction: number; total: number },
    ask: { rule: SnapRule; onMain: boolean },
  ) {
    const own = [
      { edge: 2 * spot.segment, fraction: spot.fraction },
      { edge: 2 * spot.segment + 1, fraction: 1 - spot.fraction },
    ]
    const nodeAt = this.#nodeAt(spot)
    const stands = nodeAt === undefined ? own : this.#around(nodeAt, ask.rule.role)
    const usable = stands.filter(stand => this.#edgeUsable(stand.edge, ask.rule, ask.onMain))
    return usable.length > 0 ? usable : own.filter(stand => this.#edgeUsable(stand.edge, ask.rule, false))
  }

  #nodeAt(spot: { segment: number; fraction: number; total: number }): number | undefined {
    if (spot.fraction * spot.total <= NODE_SNAP_METERS) return at(this.#graph.from, 2 * spot.segment)
    if ((1 - spot.fraction) * spot.total <= NODE_SNAP_METERS) return at(this.#graph.to, 2 * spot.segment)
    return undefined
  }

  /** At a crossing one may leave by any edge, or have arrived by any. */
  #around(node: number, role: 'source' | 'target'): { edge: number; fraction: number }[] {
    const leaving = this.#leaving.subarray(at(this.#leavingStart, node), at(this.#leavingStart, node + 1))
    return Array.from(leaving, edge =>
      role === 'source' ? { edge, fraction: 0 } : { edge: edge ^ 1, fraction: 1 },
    )
  }
}

function metersAlong(graph: RoadGraph, segment: number, spot: { shape: number; share: number }): number {
  let meters = 0
  for (let i = at(graph.shapeStart, segment); i <= spot.shape; i++) {
    const scale = metersPerDegree(at(graph.shapeLat, i))
    const east = (at(graph.shapeLng, i + 1) - at(graph.shapeLng, i)) * scale.lng
    const north = (at(graph.shapeLat, i + 1) - at(graph.shapeLat, i)) * scale.lat
    meters += Math.hypot(east, north) * (i === spot.shape ? spot.share : 1)
  }
  return meters
}

function edgesByNode(graph: RoadGraph): { start: Uint32Array; edges: Uint32Array } {
  const start = new Uint32Array(graph.nodeLng.length + 1)
  const real = graph.from.subarray(0, 2 * realSegments(graph))
  for (const node of real) start[node + 1] = (start[node + 1] ?? 0) + 1
  for (let node = 0; node < graph.nodeLng.length; node++)
    start[node + 1] = at(start, node + 1) + at(start, node)
  const cursor = start.slice()
  const edges = new Uint32Array(real.length)
  real.forEach((node, edge) => {
    const place = at(cursor, node)
    edges[place] = edge
    cursor[node] = place + 1
  })
  return { start, edges }
}
