// OSM PBF 1.5 (fileformat.proto, osmformat.proto)
import { open } from 'node:fs/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { PbfReader } from 'pbf'
import { type NodeSink, readBlock, sortedNodes } from './osm-block.ts'
import type { OsmExtract, OsmNodes, OsmRelation, OsmWay } from './osm-extract.ts'

export type { OsmExtract, OsmRelation } from './osm-extract.ts'

export type OsmFault = 'not-pbf' | 'truncated' | 'empty' | 'unsupported'

/** Says why a file cannot be read as an OSM extract. */
export class OsmFileError extends Error {
  readonly fault: OsmFault
  constructor(fault: OsmFault, message: string) {
    super(message)
    this.name = 'OsmFileError'
    this.fault = fault
  }
}

const MAX_HEADER_BYTES = 64 * 1024
const MAX_BLOB_BYTES = 64 * 1024 * 1024
const KNOWN_FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes', 'LocationsOnWays'])
const unzip = promisify(inflate)

/** Reads a whole `.osm.pbf`. Throws OsmFileError when the file is not one, is cut short or holds no node. */
export async function readOsm(path: string): Promise<OsmExtract> {
  const file = await open(path, 'r')
  try {
    const bytes = await file.readFile()
    return await readExtract(bytes, path)
  } finally {
    await file.close()
  }
}

async function readExtract(bytes: Buffer, path: string): Promise<OsmExtract> {
  refuseOtherFormats(bytes, path)
  const sink: NodeSink = { ids: [], lng: [], lat: [], tags: new Map() }
  const ways: OsmWay[] = []
  const relations: OsmRelation[] = []
  let headerBbox: OsmExtract['bbox'] | undefined
  for (const blob of blobs(bytes, path)) {
    const data = await blobBytes(blob.bytes, path)
    if (blob.type === 'OSMHeader') headerBbox = readHeader(data, path)
    else if (blob.type === 'OSMData') decode(path, () => readBlock(data, { nodes: sink, ways, relations }))
    await breathe()
  }
  if (sink.ids.length === 0) throw new OsmFileError('empty', `${path} holds no OSM nodes`)
  const nodes = sortedNodes(sink)
  return { bbox: headerBbox ?? extent(nodes), nodes, ways, relations }
}

function refuseOtherFormats(bytes: Buffer, path: string): void {
  if (bytes.length === 0) throw new OsmFileError('empty', `${path} is an empty file`)
  const start = bytes.toString('latin1', 0, 64).trimStart()
  if (start.startsWith('<')) {
    throw new OsmFileError(
      'not-pbf',
      `${path} is OSM XML; convert it to .osm.pbf first (osmium cat in.osm -o out.osm.pbf)`,
    )
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new OsmFileError('not-pbf', `${path} is gzip; unpack it and convert it to .osm.pbf first`)
  }
}

function* blobs(bytes: Buffer, path: string): Generator<{ type: string; bytes: Uint8Array }> {
  let offset = 0
  let first = true
  while (offset < bytes.length) {
    if (offset + 4 > bytes.length) throw cutShort(path, offset)
    const headerLength = bytes.readUInt32BE(offset)
    if (headerLength === 0 || headerLength > MAX_HEADER_BYTES) throw notPbf(path, offset)
    if (offset + 4 + headerLength > bytes.length) throw first ? notPbf(path, offset) : cutShort(path, offset)
    const header = decode(path, () => readBlobHeader(bytes.subarray(offset + 4, offset + 4 + headerLength)))
    if (first && header.type !== 'OSMHeader') throw notPbf(path, offset)
    if (header.dataSize > MAX_BLOB_BYTES) throw notPbf(path, offset)
    const start = offset + 4 + headerLength
    const end = start + header.dataSize
    if (end > bytes.length) throw cutShort(path, offset)
    yield { type: header.type, bytes: bytes.subarray(start, end) }
    offset = end
    first = false
  }
}

function readBlobHeader(bytes: Uint8Array): { type: string; dataSize: number } {
  const header = { type: '', dataSize: -1 }
  new PbfReader(bytes).readFields((tag, result, pbf) => {
    if (tag === 1) result.type = pbf.readString()
    else if (tag === 3) result.dataSize = pbf.readVarint()
  }, header)
  if (header.dataSize < 0) throw new Error('a blob header without a size')
  return header
}

async function blobBytes(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  const blob: { raw?: Uint8Array; zlib?: Uint8Array; other?: number } = {}
  decode(path, () =>
    new PbfReader(bytes).readFields((tag, result, pbf) => {
      if (tag === 1) result.raw = pbf.readBytes()
      else if (tag === 3) result.zlib = pbf.readBytes()
      else if (tag === 4 || tag === 6 || tag === 7) result.other = tag
    }, blob),
  )
  if (blob.raw) return blob.raw
  if (blob.zlib) {
    try {
      return await unzip(blob.zlib)
    } catch {
      throw new OsmFileError('truncated', `${path} is damaged: a block cannot be unpacked`)
    }
  }
  throw new OsmFileError('unsupported', `${path} is packed by lzma, lz4 or zstd; write it again with zlib`)
}

function readHeader(bytes: Uint8Array, path: string): OsmExtract['bbox'] | undefined {
  const header: { bbox?: OsmExtract['bbox']; required: string[] } = { required: [] }
  decode(path, () =>
    new PbfReader(bytes).readFields((tag, result, pbf) => {
      if (tag === 1) result.bbox = pbf.readMessage(readBbox, [0, 0, 0, 0])
      else if (tag === 4) result.required.push(pbf.readString())
    }, header),
  )
  const unknown = header.required.find(feature => !KNOWN_FEATURES.has(feature))
  if (unknown) throw new OsmFileError('unsupported', `${path} needs "${unknown}", which cannot be read here`)
  return header.bbox
}

function readBbox(tag: number, bbox: OsmExtract['bbox'], pbf: PbfReader): void {
  const order = [0, 2, 3, 1]
  const index = order[tag - 1]
  if (index !== undefined) bbox[index] = pbf.readSVarint() / 1e9
}

function extent(nodes: OsmNodes): OsmExtract['bbox'] {
  const bbox: OsmExtract['bbox'] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < nodes.ids.length; i++) {
    const lng = nodes.lng[i] ?? 0
    const lat = nodes.lat[i] ?? 0
    bbox[0] = Math.min(bbox[0], lng)
    bbox[1] = Math.min(bbox[1], lat)
    bbox[2] = Math.max(bbox[2], lng)
    bbox[3] = Math.max(bbox[3], lat)
  }
  return bbox
}

/** Protocol buffer errors of any kind mean one thing to the reader: these bytes are not OSM PBF. */
function decode<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof OsmFileError) throw error
    throw new OsmFileError(
      'not-pbf',
      `${path} is not OSM PBF: ${error instanceof Error ? error.message : error}`,
    )
  }
}

function notPbf(path: string, offset: number): OsmFileError {
  return new OsmFileError('not-pbf', `${path} is not OSM PBF (no block header at byte ${offset})`)
}

function cutShort(path: string, offset: number): OsmFileError {
  return new OsmFileError('truncated', `${path} is cut short: the block at byte ${offset} is incomplete`)
}
