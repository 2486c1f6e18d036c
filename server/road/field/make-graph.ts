import type { OsmExtract } from '../../../tiles/osm.ts'
import { roadDensity } from './density.ts'
import { Access, Flag, type RoadGraph } from './graph.ts'
import { headingFrom, lookAheadMeters } from './heading.ts'
import { mainNetwork } from './reach.ts'
import { restrictionBook, turnRestrictions, viaWayRestrictions } from './restriction.ts'
import { cutSegments, lngLatOf, type Segment, type Segments } from './segments.ts'
import { doubleLefts, shadowColumns, viaWayManoeuvres, withShadows } from './shadow.ts'
import { carKmh, truckKmh } from './speed.ts'
import { TURN_CHANNEL_MAX_METERS, Use } from './table.ts'
import { packTurns, turnRows } from './turns.ts'

const MOTOR = Access.car | Access.truck
/** Only these count as roads when the density of a district is measured. */
const WALKED_USES: ReadonlySet<number> = new Set([
  Use.walk,
  Use.steps,
  Use.ferry,
  Use.parkingAisle,
  Use.driveway,
])

/** Builds the directed road graph of an extract. */
export function makeGraph(extract: OsmExtract): RoadGraph {
  const cut = cutSegments(extract)
  const shapes = shapesOf(cut.segments, extract)
  const columns = segmentColumns(cut.segments)
  const ends = edgeEnds(cut.segments)
  const nodes = nodeColumns(cut, extract)
  const leaving = leavingEdges(ends.from, cut.nodes.length)
  markTurnChannels(columns, ends)
  const nodeDensity = densityOf({ cut, nodes, columns, leaving })
  const ground = {
    ...nodes,
    ...shapes,
    ...columns,
    ...ends,
    ...edgeSpeeds(cut.segments, { use: columns.use, from: ends.from, nodeDensity }),
    ...edgeHeadings(cut.segments, shapes),
    nodeDensity,
    turnFlags: new Uint8Array(0),
    reach: new Uint8Array(0),
    shadowOf: new Uint32Array(0),
  }
  markInternal(ground, leaving)
  const isBanned = restrictionBook(turnRestrictions(extract), cut.nodeOf)
  const rows = turnRows(ground, leaving, isBanned)
  const viaWay = viaWayManoeuvres(rows, ground.wayId, viaWayRestrictions(extract))
  const shadowed = withShadows(rows, [...viaWay, ...doubleLefts(rows, ground)], ground.from.length)
  const whole = shadowColumns(ground, shadowed.shadowOf)
  const graph = { ...whole, ...packTurns(shadowed.rows, whole.from.length) }
  return { ...graph, reach: mainNetwork(graph) }
}

function shapesOf(segments: Segment[], extract: OsmExtract) {
  const shapeStart = new Uint32Array(segments.length + 1)
  segments.forEach((segment, i) => {
    shapeStart[i + 1] = (shapeStart[i] ?? 0) + segment.shape.length
  })
  const total = shapeStart[segments.length] ?? 0
  const shapeLng = new Float64Array(total)
  const shapeLat = new Float64Array(total)
  let cursor = 0
  for (const index of segments.flatMap(segment => segment.shape)) {
    const [lng, lat] = lngLatOf(extract, index)
    shapeLng[cursor] = lng
    shapeLat[cursor++] = lat
  }
  return { shapeStart, shapeLng, shapeLat }
}

function segmentColumns(segments: Segment[]) {
  const names = ['']
  const indexes = new Map([['', 0]])
  const nameIndex = (name: string): number => {
    const known = indexes.get(name)
    if (known !== undefined) return known
    indexes.set(name, names.length)
    return names.push(name) - 1
  }
  const rules = segments.map(segment => segment.rules)
  return {
    meters: Float32Array.from(segments, segment => segment.meters),
    roadClass: Uint8Array.from(rules, one => one.roadClass),
    use: Uint8Array.from(rules, one => one.use),
    flags: Uint8Array.from(rules, flagsOf),
    surface: Uint8Array.from(rules, one => one.surface),
    maxHeightCm: Uint16Array.from(rules, one => one.maxHeightCm),
    maxWidthCm: Uint16Array.from(rules, one => one.maxWidthCm),
    maxWeightKg: Uint32Array.from(rules, one => one.maxWeightKg),
    wayId: Float64Array.from(segments, segment => segment.wayId),
    name: Uint32Array.from(rules, one => nameIndex(one.name)),
    names,
  }
}

function flagsOf(rules: Segment['rules']): number {
  return (
    (rules.roundabout ? Flag.roundabout : 0) |
    (rules.toll ? Flag.toll : 0) |
    (rules.destinationOnly ? Flag.destinationOnly : 0) |
    (rules.link ? Flag.link : 0)
  )
}

function edgeEnds(segments: Segment[]) {
  const pairs = segments.flatMap(segment => [
    { from: segment.fromNode, to: segment.toNode, access: segment.rules.accessForward },
    { from: segment.toNode, to: segment.fromNode, access: segment.rules.accessBackward },
  ])
  return {
    from: Uint32Array.from(pairs, pair => pair.from),
    to: Uint32Array.from(pairs, pair => pair.to),
    access: Uint8Array.from(pairs, pair => pair.access),
  }
}

function nodeColumns(cut: Segments, extract: OsmExtract) {
  return {
    nodeLng: Float64Array.from(cut.nodes, index => lngLatOf(extract, index)[0]),
    nodeLat: Float64Array.from(cut.nodes, index => lngLatOf(extract, index)[1]),
    nodeFlags: Uint8Array.from(cut.nodeFlags),
  }
}

function leavingEdges(from: Uint32Array, nodeCount: number): number[][] {
  const leaving: number[][] = Array.from({ length: nodeCount }, () => [])
  from.forEach((node, edge) => {
    leaving[node]?.push(edge)
  })
  return leaving
}

/** Short one-way slip lanes at crossings are driven without slowing down as on a ramp. */
function markTurnChannels(
  columns: ReturnType<typeof segmentColumns>,
  ends: ReturnType<typeof edgeEnds>,
): void {
  const isLink = (segment: number) => ((columns.flags[segment] ?? 0) & Flag.link) !== 0
  const chainMeters = linkChains(columns.meters, { from: ends.from, to: ends.to, isLink })
  columns.use.forEach((use, segment) => {
    const twoWay = (ends.access[2 * segment] ?? 0) & (ends.access[2 * segment + 1] ?? 0) & MOTOR
    if (use !== Use.ramp || twoWay || columns.roadClass[segment] === 0) return
    if (chainMeters(segment) < TURN_CHANNEL_MAX_METERS) columns.use[segment] = Use.turnChannel
  })
}

interface Links {
  from: Uint32Array
  to: Uint32Array
  isLink(segment: number): boolean
}

/** Meters of all links that hang together with a link. */
function linkChains(meters: Float32Array, links: Links): (segment: number) => number {
  const chainOf = new Map<number, { meters: number }>()
  meters.forEach((length, segment) => {
    if (!links.isLink(segment)) return
    const chain = { meters: length }
    for (const node of [links.from[2 * segment] ?? 0, links.to[2 * segment] ?? 0]) {
      const other = chainOf.get(node)
      if (other && other !== chain) {
        chain.meters += other.meters
        for (const [key, value] of chainOf) if (value === other) chainOf.set(key, chain)
      }
      chainOf.set(node, chain)
    }
  })
  return segment => chainOf.get(links.from[2 * segment] ?? 0)?.meters ?? 0
}

function densityOf(input: {
  cut: Segments
  nodes: ReturnType<typeof nodeColumns>
  columns: ReturnType<typeof segmentColumns>
  leaving: number[][]
}): Uint8Array {
  const meters = input.leaving.map(edges =>
    edges
      .filter(edge => !WALKED_USES.has(input.columns.use[edge >> 1] ?? 0))
      .reduce((sum, edge) => sum + (input.columns.meters[edge >> 1] ?? 0), 0),
  )
  return roadDensity({ lng: input.nodes.nodeLng, lat: input.nodes.nodeLat, meters })
}

function edgeSpeeds(
  segments: Segment[],
  by: { use: Uint8Array; from: Uint32Array; nodeDensity: Uint8Array },
) {
  const place = (edge: number) => {
    const segment = segments[edge >> 1]
    if (!segment) throw new Error('an edge without a segment')
    const density = by.nodeDensity[by.from[edge] ?? 0] ?? 0
    return { rules: segment.rules, use: by.use[edge >> 1] ?? 0, density, forward: edge % 2 === 0 }
  }
  return {
    carKmh: Uint8Array.from(by.from, (_, edge) => carKmh(place(edge))),
    truckKmh: Uint8Array.from(by.from, (_, edge) => truckKmh(place(edge))),
  }
}

function edgeHeadings(segments: Segment[], shapes: ReturnType<typeof shapesOf>) {
  const startHeading = new Uint16Array(segments.length * 2)
  const endHeading = new Uint16Array(segments.length * 2)
  segments.forEach((segment, i) => {
    const first = shapes.shapeStart[i] ?? 0
    const last = (shapes.shapeStart[i + 1] ?? 0) - 1
    const ahead = lookAheadMeters(segment.rules.roadClass, segment.rules.link)
    const along = headingFrom({ lng: shapes.shapeLng, lat: shapes.shapeLat, first, last }, ahead)
    const against = headingFrom(
      { lng: shapes.shapeLng, lat: shapes.shapeLat, first: last, last: first },
      ahead,
    )
    startHeading[2 * i] = along
    startHeading[2 * i + 1] = against
    endHeading[2 * i] = (against + 180) % 360
    endHeading[2 * i + 1] = (along + 180) % 360
  })
  return { startHeading, endHeading }
}

const INTERNAL_MAX_METERS = 32

/** The stubs between the two carriageways of a crossing carry no street change of their own. */
function markInternal(
  ground: { meters: Float32Array; flags: Uint8Array } & InternalGround,
  leaving: number[][],
) {
  ground.meters.forEach((meters, segment) => {
    if (meters > INTERNAL_MAX_METERS || (ground.flags[segment] ?? 0) & Flag.roundabout) return
    const ends = [ground.from[2 * segment] ?? 0, ground.to[2 * segment] ?? 0]
    const oneWayAt = (node: number) =>
      (leaving[node] ?? []).some(edge => {
        if (edge >> 1 === segment) return false
        return (((ground.access[edge] ?? 0) ^ (ground.access[edge ^ 1] ?? 0)) & Access.car) !== 0
      })
    if (ends.every(oneWayAt)) ground.flags[segment] = (ground.flags[segment] ?? 0) | Flag.internal
  })
}

interface InternalGround {
  from: Uint32Array
  to: Uint32Array
  access: Uint8Array
}
