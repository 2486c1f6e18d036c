// OSM PBF 1.5, osmformat.proto: PrimitiveBlock
import { PbfReader } from 'pbf'
import type { OsmMember, OsmNodes, OsmRelation, OsmWay } from './osm-extract.ts'

export interface NodeSink {
  ids: number[]
  lng: number[]
  lat: number[]
  tags: Map<number, Record<string, string>>
}

export interface BlockSink {
  nodes: NodeSink
  ways: OsmWay[]
  relations: OsmRelation[]
}

interface Block {
  strings: string[]
  groups: Uint8Array[]
  granularity: number
  latOffset: number
  lngOffset: number
}

const MEMBER_TYPES = ['node', 'way', 'relation'] as const

/** Appends the nodes, ways and relations of one unpacked data block to the sink. */
export function readBlock(bytes: Uint8Array, sink: BlockSink): void {
  const block: Block = { strings: [], groups: [], granularity: 100, latOffset: 0, lngOffset: 0 }
  new PbfReader(bytes).readFields(readBlockField, block)
  for (const group of block.groups) {
    new PbfReader(group).readFields((tag, into, pbf) => {
      if (tag === 1) readNode(pbf, block, into.nodes)
      else if (tag === 2) readDense(pbf, block, into.nodes)
      else if (tag === 3) into.ways.push(readWay(pbf, block))
      else if (tag === 4) into.relations.push(readRelation(pbf, block))
    }, sink)
  }
}

function readBlockField(tag: number, block: Block, pbf: PbfReader): void {
  if (tag === 1) {
    pbf.readMessage((field, strings, reader) => {
      if (field === 1) strings.push(reader.readString())
    }, block.strings)
  } else if (tag === 2) block.groups.push(pbf.readBytes())
  else if (tag === 17) block.granularity = pbf.readVarint()
  else if (tag === 19) block.latOffset = pbf.readVarint(true)
  else if (tag === 20) block.lngOffset = pbf.readVarint(true)
}

function push(sink: NodeSink, block: Block, node: { id: number; lng: number; lat: number }): number {
  sink.lng.push(1e-9 * (block.lngOffset + block.granularity * node.lng))
  sink.lat.push(1e-9 * (block.latOffset + block.granularity * node.lat))
  return sink.ids.push(node.id) - 1
}

function readNode(pbf: PbfReader, block: Block, sink: NodeSink): void {
  const node = { id: 0, lng: 0, lat: 0, keys: emptyNumbers(), vals: emptyNumbers() }
  pbf.readMessage((tag, into, reader) => {
    if (tag === 1) into.id = reader.readSVarint()
    else if (tag === 2) reader.readPackedVarint(into.keys)
    else if (tag === 3) reader.readPackedVarint(into.vals)
    else if (tag === 8) into.lat = reader.readSVarint()
    else if (tag === 9) into.lng = reader.readSVarint()
  }, node)
  const index = push(sink, block, node)
  if (node.keys.length > 0) sink.tags.set(index, tagsOf(node, block))
}

function readDense(pbf: PbfReader, block: Block, sink: NodeSink): void {
  const dense = { ids: emptyNumbers(), lats: emptyNumbers(), lngs: emptyNumbers(), keysVals: emptyNumbers() }
  pbf.readMessage((tag, into, reader) => {
    if (tag === 1) reader.readPackedSVarint(into.ids)
    else if (tag === 8) reader.readPackedSVarint(into.lats)
    else if (tag === 9) reader.readPackedSVarint(into.lngs)
    else if (tag === 10) reader.readPackedVarint(into.keysVals)
  }, dense)
  if (dense.lats.length !== dense.ids.length || dense.lngs.length !== dense.ids.length) {
    throw new Error('a dense block whose columns differ in length')
  }
  const node = { id: 0, lng: 0, lat: 0 }
  let cursor = 0
  for (let i = 0; i < dense.ids.length; i++) {
    node.id += dense.ids[i] ?? 0
    node.lat += dense.lats[i] ?? 0
    node.lng += dense.lngs[i] ?? 0
    const index = push(sink, block, node)
    const start = cursor
    while ((dense.keysVals[cursor] ?? 0) !== 0) cursor += 2
    if (cursor > start) sink.tags.set(index, denseTags(dense.keysVals.slice(start, cursor), block))
    cursor++
  }
}

function denseTags(pairs: number[], block: Block): Record<string, string> {
  const tags: Record<string, string> = {}
  for (let i = 0; i < pairs.length; i += 2) tags[text(block, pairs[i])] = text(block, pairs[i + 1])
  return tags
}

function readWay(pbf: PbfReader, block: Block): OsmWay {
  const way = { id: 0, keys: emptyNumbers(), vals: emptyNumbers(), refs: emptyNumbers() }
  pbf.readMessage((tag, into, reader) => {
    if (tag === 1) into.id = reader.readVarint(true)
    else if (tag === 2) reader.readPackedVarint(into.keys)
    else if (tag === 3) reader.readPackedVarint(into.vals)
    else if (tag === 8) reader.readPackedSVarint(into.refs)
  }, way)
  return { id: way.id, refs: Float64Array.from(summed(way.refs)), tags: tagsOf(way, block) }
}

function readRelation(pbf: PbfReader, block: Block): OsmRelation {
  const relation = {
    id: 0,
    keys: emptyNumbers(),
    vals: emptyNumbers(),
    roles: emptyNumbers(),
    refs: emptyNumbers(),
    types: emptyNumbers(),
  }
  pbf.readMessage((tag, into, reader) => {
    if (tag === 1) into.id = reader.readVarint(true)
    else if (tag === 2) reader.readPackedVarint(into.keys)
    else if (tag === 3) reader.readPackedVarint(into.vals)
    else if (tag === 8) reader.readPackedVarint(into.roles)
    else if (tag === 9) reader.readPackedSVarint(into.refs)
    else if (tag === 10) reader.readPackedVarint(into.types)
  }, relation)
  const members = summed(relation.refs).map((ref, i): OsmMember => {
    const type = MEMBER_TYPES[relation.types[i] ?? 0]
    if (!type) throw new Error('a relation member of unknown type')
    return { type, ref, role: text(block, relation.roles[i]) }
  })
  return { id: relation.id, members, tags: tagsOf(relation, block) }
}

function tagsOf(entity: { keys: number[]; vals: number[] }, block: Block): Record<string, string> {
  const tags: Record<string, string> = {}
  entity.keys.forEach((key, i) => {
    tags[text(block, key)] = text(block, entity.vals[i])
  })
  return tags
}

function text(block: Block, index: number | undefined): string {
  const value = index === undefined ? undefined : block.strings[index]
  if (value === undefined) throw new Error('a string outside the string table')
  return value
}

function summed(deltas: number[]): number[] {
  let sum = 0
  return deltas.map(delta => {
    sum += delta
    return sum
  })
}

function emptyNumbers(): number[] {
  return []
}

/** Columns in ascending id order; of several versions of one node the last read stays. */
export function sortedNodes(sink: NodeSink): OsmNodes {
  const order = ascendingOrder(sink.ids)
  const count = order.length
  const nodes = { ids: new Float64Array(count), lng: new Float64Array(count), lat: new Float64Array(count) }
  const tags = new Map<number, Record<string, string>>()
  order.forEach((from, to) => {
    nodes.ids[to] = sink.ids[from] ?? 0
    nodes.lng[to] = sink.lng[from] ?? 0
    nodes.lat[to] = sink.lat[from] ?? 0
    const own = sink.tags.get(from)
    if (own) tags.set(to, own)
  })
  return { ...nodes, tags, indexOf: id => binarySearch(nodes.ids, id) }
}

function ascendingOrder(ids: number[]): number[] {
  const order = ids.map((_, index) => index)
  const idAt = (index: number | undefined): number => (index === undefined ? Number.NaN : (ids[index] ?? 0))
  const ascending = ids.every((id, i) => i === 0 || (ids[i - 1] ?? 0) < id)
  if (ascending) return order
  order.sort((a, b) => idAt(a) - idAt(b) || a - b)
  return order.filter((index, i) => idAt(order[i + 1]) !== idAt(index))
}

function binarySearch(sorted: Float64Array, id: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const value = sorted[middle] ?? 0
    if (value === id) return middle
    if (value < id) low = middle + 1
    else high = middle - 1
  }
  return -1
}
