import type { OsmExtract } from '../../../tiles/osm.ts'
import { metersBetween, NodeFlag } from './graph.ts'
import { type WayRules, wayRules } from './way.ts'

/** One stretch of road between two graph nodes, before it becomes a pair of edges. */
export interface Segment {
  fromNode: number
  toNode: number
  /** Indexes into the extract's nodes, in the direction of the way. */
  shape: number[]
  meters: number
  rules: WayRules
  wayId: number
}

export interface Segments {
  /** Index into the extract's nodes of each graph node. */
  nodes: number[]
  nodeFlags: number[]
  segments: Segment[]
  /** Graph node of an extract node index, or undefined. */
  nodeOf: Map<number, number>
}

interface Routable {
  id: number
  rules: WayRules
  refs: number[]
}

/** Cuts the routable ways of an extract at crossings, way ends and barriers. */
export function cutSegments(extract: OsmExtract): Segments {
  const ways = routableWays(extract)
  const cuts = cutNodes(ways, extract)
  const cut: Segments = { nodes: [], nodeFlags: [], segments: [], nodeOf: new Map() }
  for (const way of ways) cutWay(way, { cuts, cut, extract })
  return cut
}

function routableWays(extract: OsmExtract): Routable[] {
  return extract.ways.flatMap(way => {
    const rules = wayRules(way.tags)
    if (!rules) return []
    const indexes = Array.from(way.refs, ref => extract.nodes.indexOf(ref)).filter(index => index >= 0)
    const refs = indexes.filter((index, i) => index !== indexes[i - 1])
    return refs.length < 2 ? [] : [{ id: way.id, rules, refs }]
  })
}

function cutNodes(ways: Routable[], extract: OsmExtract): Set<number> {
  const seen = new Set<number>()
  const cuts = new Set<number>()
  for (const way of ways) {
    for (const [i, index] of way.refs.entries()) {
      const isEnd = i === 0 || i === way.refs.length - 1
      if (isEnd || seen.has(index) || (flagsOf(extract, index) & ~NodeFlag.signal) !== 0) cuts.add(index)
      seen.add(index)
    }
  }
  return cuts
}

function cutWay(way: Routable, into: { cuts: Set<number>; cut: Segments; extract: OsmExtract }): void {
  let shape: number[] = []
  for (const [i, index] of way.refs.entries()) {
    shape.push(index)
    const done = i > 0 && into.cuts.has(index)
    if (!done) continue
    const loops = shape[0] === index && shape.length > 3
    for (const part of loops ? halves(shape) : [shape]) addSegment(way, part, into)
    shape = [index]
  }
}

/** A loop back to its own start would be one edge from a node to itself; two halves keep turns simple. */
function halves(shape: number[]): number[][] {
  const middle = shape.length >> 1
  return [shape.slice(0, middle + 1), shape.slice(middle)]
}

function addSegment(way: Routable, shape: number[], into: { cut: Segments; extract: OsmExtract }): void {
  const first = shape[0]
  const last = shape.at(-1)
  if (first === undefined || last === undefined || first === last) return
  into.cut.segments.push({
    fromNode: graphNode(first, into),
    toNode: graphNode(last, into),
    shape,
    meters: shapeMeters(shape, into.extract),
    rules: way.rules,
    wayId: way.id,
  })
}

function graphNode(index: number, into: { cut: Segments; extract: OsmExtract }): number {
  const known = into.cut.nodeOf.get(index)
  if (known !== undefined) return known
  const node = into.cut.nodes.push(index) - 1
  into.cut.nodeFlags.push(flagsOf(into.extract, index))
  into.cut.nodeOf.set(index, node)
  return node
}

function shapeMeters(shape: number[], extract: OsmExtract): number {
  let meters = 0
  for (let i = 1; i < shape.length; i++) {
    meters += metersBetween(lngLatOf(extract, shape[i - 1] ?? 0), lngLatOf(extract, shape[i] ?? 0))
  }
  return meters
}

export function lngLatOf(extract: OsmExtract, index: number): [number, number] {
  return [extract.nodes.lng[index] ?? 0, extract.nodes.lat[index] ?? 0]
}

const BARS = new Set([
  'bollard',
  'block',
  'cycle_barrier',
  'jersey_barrier',
  'wall',
  'fence',
  'log',
  'planter',
])
const GATES = new Set(['gate', 'lift_gate', 'swing_gate', 'sliding_gate', 'wicket_gate'])
const SHUT = new Set(['no', 'agricultural', 'forestry', 'emergency'])
const PRIVATE = new Set(['private', 'delivery'])
const PASSERS = ['vehicle', 'motor_vehicle', 'foot', 'bicycle']

function flagsOf(extract: OsmExtract, index: number): number {
  const tags = extract.nodes.tags.get(index)
  if (!tags) return 0
  const barrier = tags.barrier ?? ''
  const said = tags.motor_vehicle ?? tags.vehicle ?? tags.access
  if (barrier === 'toll_booth') return NodeFlag.tollBooth
  if (barrier === 'border_control') return NodeFlag.border
  if (barrier !== '' && said !== undefined && SHUT.has(said)) return NodeFlag.barred
  if (BARS.has(barrier) && said === undefined) return NodeFlag.barred
  if (!BARS.has(barrier) && !GATES.has(barrier)) return signalFlag(tags)
  const isPrivate = PRIVATE.has(said ?? '') ? NodeFlag.privateGate : 0
  // A gate that names who may pass is taken as open to them; only a silent one costs time.
  const silent = GATES.has(barrier) && !PASSERS.some(key => tags[key] !== undefined)
  return isPrivate | (silent ? NodeFlag.gate : 0)
}

function signalFlag(tags: Record<string, string>): number {
  return tags.highway === 'traffic_signals' ? NodeFlag.signal : 0
}
