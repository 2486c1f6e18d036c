import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { RoadGraph } from './graph.ts'

/** Raised whenever tables or columns change, so that stored graphs are built anew. */
const FORMAT = 4
const MAGIC = 'SISETU-ROADS'

type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array

const COLUMN_TYPES = { Uint8Array, Uint16Array, Uint32Array, Float32Array, Float64Array }
type ColumnType = keyof typeof COLUMN_TYPES

const COLUMNS: Record<Exclude<keyof RoadGraph, 'names'>, ColumnType> = {
  nodeLng: 'Float64Array',
  nodeLat: 'Float64Array',
  nodeFlags: 'Uint8Array',
  nodeDensity: 'Uint8Array',
  from: 'Uint32Array',
  to: 'Uint32Array',
  access: 'Uint8Array',
  carKmh: 'Uint8Array',
  truckKmh: 'Uint8Array',
  startHeading: 'Uint16Array',
  endHeading: 'Uint16Array',
  shapeStart: 'Uint32Array',
  shapeLng: 'Float64Array',
  shapeLat: 'Float64Array',
  meters: 'Float32Array',
  roadClass: 'Uint8Array',
  use: 'Uint8Array',
  flags: 'Uint8Array',
  surface: 'Uint8Array',
  maxHeightCm: 'Uint16Array',
  maxWidthCm: 'Uint16Array',
  maxWeightKg: 'Uint32Array',
  wayId: 'Float64Array',
  name: 'Uint32Array',
  shadowOf: 'Uint32Array',
  turnStart: 'Uint32Array',
  turnFrom: 'Uint32Array',
  turnSeconds: 'Float32Array',
  turnCostCar: 'Float32Array',
  turnCostTruck: 'Float32Array',
  turnFlags: 'Uint8Array',
  reach: 'Uint8Array',
}

interface Header {
  magic: string
  format: number
  /** Checksum of the extract the graph was built from. */
  source: string
  checksum: string
  names: string[]
  columns: { key: string; offset: number; length: number }[]
}

/** Writes a graph beside its extract; a reader never sees half a file. */
export async function storeGraph(path: string, graph: RoadGraph, source: string): Promise<void> {
  const parts: Buffer[] = []
  const columns: Header['columns'] = []
  let offset = 0
  for (const key of columnKeys()) {
    const column = graph[key]
    const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength)
    const padding = Buffer.alloc((8 - (bytes.length % 8)) % 8)
    columns.push({ key, offset, length: column.length })
    parts.push(bytes, padding)
    offset += bytes.length + padding.length
  }
  const body = Buffer.concat(parts)
  const header: Header = {
    magic: MAGIC,
    format: FORMAT,
    source,
    checksum: sha256(body),
    names: graph.names,
    columns,
  }
  const head = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeUInt32LE(head.length)
  await writeFile(`${path}.new`, Buffer.concat([length, head, body]))
  await rename(`${path}.new`, path)
}

/** The stored graph of an extract, or undefined when it is missing, stale, of another format or damaged. */
export async function loadGraph(path: string, source: string): Promise<RoadGraph | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  if (!bytes || bytes.length < 8) return undefined
  const headEnd = 8 + bytes.readUInt32LE()
  const header = parsed(bytes.subarray(8, headEnd))
  if (!header || header.magic !== MAGIC || header.format !== FORMAT || header.source !== source)
    return undefined
  const body = bytes.subarray(headEnd)
  if (sha256(body) !== header.checksum) return undefined
  return graphOf(header, body)
}

function graphOf(header: Header, body: Buffer): RoadGraph | undefined {
  const columns: Partial<Record<string, Column>> = {}
  for (const { key, offset, length } of header.columns) {
    const type = COLUMN_TYPES[COLUMNS[columnKey(key)]]
    const start = body.byteOffset + offset
    // A copy starts on a boundary that every column type can stand on.
    const copy = new ArrayBuffer(length * type.BYTES_PER_ELEMENT)
    new Uint8Array(copy).set(new Uint8Array(body.buffer, start, copy.byteLength))
    columns[key] = new type(copy)
  }
  if (columnKeys().some(key => columns[key] === undefined)) return undefined
  return complete(columns, header.names)
}

/** Every key of COLUMNS was checked to be there with its own type just before. */
function complete(columns: Partial<Record<string, Column>>, names: string[]): RoadGraph {
  return { ...columns, names } as unknown as RoadGraph
}

/** The keys of a literal record are its declared keys. */
function columnKeys(): (keyof typeof COLUMNS)[] {
  return Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
}

function columnKey(key: string): keyof typeof COLUMNS {
  const known = columnKeys().find(one => one === key)
  if (!known) throw new Error(`a stored road graph has an unknown column ${key}`)
  return known
}

/** A header of another shape fails the checks of magic and format that follow. */
function parsed(bytes: Buffer): Header | undefined {
  try {
    return JSON.parse(bytes.toString('utf8')) as Header
  } catch {
    return undefined
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Checksum of an extract, by which its graph and its tiles know whether they are stale. */
export async function sourceChecksum(pbfPath: string): Promise<string> {
  return sha256(await readFile(pbfPath))
}
