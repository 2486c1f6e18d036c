// OSM PBF 1.5 (fileformat.proto, osmformat.proto)
import { writeFile } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import { PbfWriter } from 'pbf'
import type { OsmMember } from './osm-extract.ts'

export interface OsmInput {
  nodes: { id: number; lngLat: [number, number]; tags?: Record<string, string> }[]
  ways: { id: number; refs: number[]; tags?: Record<string, string> }[]
  relations?: { id: number; members: OsmMember[]; tags?: Record<string, string> }[]
}

const ENTITIES_PER_BLOCK = 8000
const MEMBER_TYPE = { node: 0, way: 1, relation: 2 } as const

/** Writes a `.osm.pbf` sorted by type, then id, as routing engines expect it. */
export async function writeOsm(path: string, extract: OsmInput): Promise<void> {
  const nodes = byId(extract.nodes)
  const blobs = [blob('OSMHeader', headerBytes(nodes))]
  for (const part of parts(nodes)) blobs.push(block((group, strings) => writeDense(group, strings, part)))
  for (const part of parts(byId(extract.ways))) {
    blobs.push(block((group, strings) => each(part, way => writeWay(group, strings, way))))
  }
  for (const part of parts(byId(extract.relations ?? []))) {
    blobs.push(block((group, strings) => each(part, relation => writeRelation(group, strings, relation))))
  }
  await writeFile(path, Buffer.concat(blobs))
}

class StringTable {
  readonly values: string[] = ['']
  readonly #indexes = new Map<string, number>([['', 0]])

  index(value: string): number {
    const known = this.#indexes.get(value)
    if (known !== undefined) return known
    this.#indexes.set(value, this.values.length)
    return this.values.push(value) - 1
  }

  keys(tags: Record<string, string> = {}): number[] {
    return Object.keys(tags).map(key => this.index(key))
  }

  vals(tags: Record<string, string> = {}): number[] {
    return Object.values(tags).map(value => this.index(value))
  }
}

function headerBytes(nodes: OsmInput['nodes']): Uint8Array {
  const header = new PbfWriter()
  if (nodes.length > 0) {
    const lngs = nodes.map(node => node.lngLat[0])
    const lats = nodes.map(node => node.lngLat[1])
    const bounds = [lowest(lngs), highest(lngs), highest(lats), lowest(lats)]
    header.writeMessage(1, writeBounds, bounds)
  }
  header.writeStringField(4, 'OsmSchema-V0.6')
  header.writeStringField(4, 'DenseNodes')
  header.writeStringField(5, 'Sort.Type_then_ID')
  header.writeStringField(16, 'sisetu')
  return header.finish()
}

function writeBounds(bounds: number[], pbf: PbfWriter): void {
  for (const [i, degrees] of bounds.entries()) pbf.writeSVarintField(i + 1, Math.round(degrees * 1e9))
}

function block(fill: (group: PbfWriter, strings: StringTable) => void): Buffer {
  const strings = new StringTable()
  const group = new PbfWriter()
  fill(group, strings)
  const body = new PbfWriter()
  body.writeMessage(1, (table, pbf) => each(table.values, value => pbf.writeStringField(1, value)), strings)
  body.writeBytesField(2, group.finish())
  return blob('OSMData', body.finish())
}

function blob(type: string, bytes: Uint8Array): Buffer {
  const body = new PbfWriter()
  body.writeVarintField(2, bytes.length)
  body.writeBytesField(3, deflateSync(bytes))
  const data = body.finish()
  const header = new PbfWriter()
  header.writeStringField(1, type)
  header.writeVarintField(3, data.length)
  const head = header.finish()
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head, data])
}

function writeDense(group: PbfWriter, strings: StringTable, nodes: OsmInput['nodes']): void {
  const keysVals: number[] = []
  for (const { tags = {} } of nodes) {
    for (const [key, value] of Object.entries(tags)) keysVals.push(strings.index(key), strings.index(value))
    keysVals.push(0)
  }
  const anyTags = keysVals.length > nodes.length
  group.writeMessage(
    2,
    (part, pbf) => {
      pbf.writePackedSVarint(1, deltas(part.map(node => node.id)))
      pbf.writePackedSVarint(8, deltas(part.map(node => Math.round(node.lngLat[1] * 1e7))))
      pbf.writePackedSVarint(9, deltas(part.map(node => Math.round(node.lngLat[0] * 1e7))))
      if (anyTags) pbf.writePackedVarint(10, keysVals)
    },
    nodes,
  )
}

function writeWay(group: PbfWriter, strings: StringTable, way: OsmInput['ways'][number]): void {
  group.writeMessage(
    3,
    (one, pbf) => {
      pbf.writeVarintField(1, one.id)
      pbf.writePackedVarint(2, strings.keys(one.tags))
      pbf.writePackedVarint(3, strings.vals(one.tags))
      pbf.writePackedSVarint(8, deltas(one.refs))
    },
    way,
  )
}

type Relation = NonNullable<OsmInput['relations']>[number]

function writeRelation(group: PbfWriter, strings: StringTable, relation: Relation): void {
  group.writeMessage(
    4,
    (one, pbf) => {
      pbf.writeVarintField(1, one.id)
      pbf.writePackedVarint(2, strings.keys(one.tags))
      pbf.writePackedVarint(3, strings.vals(one.tags))
      pbf.writePackedVarint(
        8,
        one.members.map(member => strings.index(member.role)),
      )
      pbf.writePackedSVarint(9, deltas(one.members.map(member => member.ref)))
      pbf.writePackedVarint(
        10,
        one.members.map(member => MEMBER_TYPE[member.type]),
      )
    },
    relation,
  )
}

function byId<T extends { id: number }>(entities: T[]): T[] {
  return [...entities].sort((a, b) => a.id - b.id)
}

function each<T>(entities: T[], write: (entity: T) => void): void {
  for (const entity of entities) write(entity)
}

function parts<T>(entities: T[]): T[][] {
  const count = Math.ceil(entities.length / ENTITIES_PER_BLOCK)
  return Array.from({ length: count }, (_, i) =>
    entities.slice(i * ENTITIES_PER_BLOCK, (i + 1) * ENTITIES_PER_BLOCK),
  )
}

function deltas(values: number[]): number[] {
  return values.map((value, i) => value - (values[i - 1] ?? 0))
}

function lowest(values: number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity)
}

function highest(values: number[]): number {
  return values.reduce((high, value) => Math.max(high, value), -Infinity)
}
