// PMTiles specification 3
import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import { Compression, TileType, zxyToTileId } from 'pmtiles'

export interface Tile {
  z: number
  x: number
  y: number
  data: Uint8Array
}
export interface ArchiveMeta {
  minZoom: number
  maxZoom: number
  /** West, south, east, north in degrees. */
  bounds: [number, number, number, number]
  center: { lngLat: [number, number]; zoom: number }
  /** The JSON block: name, attribution, vector_layers. */
  metadata: Record<string, unknown>
}
export interface DirectoryEntry {
  tileId: number
  offset: number
  length: number
  /** Tiles in a row with the same content; 0 means that the entry points at a leaf directory. */
  runLength: number
}

const HEADER_BYTES = 127
const MAX_ROOT_BYTES = 16_384 - HEADER_BYTES
const FIRST_LEAF_ENTRIES = 4096
const pack = promisify(gzip)

/** Collects tiles, keeping equal ones once, and writes them as one clustered archive. */
export class PmtilesWriter {
  readonly #tiles: { id: number; content: string }[] = []
  readonly #contents = new Map<string, Uint8Array>()

  async add({ z, x, y, data }: Tile): Promise<void> {
    const content = createHash('sha1').update(data).digest('base64')
    this.#tiles.push({ id: zxyToTileId(z, x, y), content })
    if (!this.#contents.has(content)) this.#contents.set(content, await pack(data))
  }

  get count(): number {
    return this.#tiles.length
  }

  /** Writes beside the path first and renames, so that a reader never sees half an archive. */
  async write(path: string, meta: ArchiveMeta): Promise<{ tiles: number; bytes: number }> {
    const { entries, chunks, dataBytes } = this.#arrange()
    const { root, leaves } = buildDirectories(entries)
    const metadata = gzipSync(JSON.stringify(meta.metadata))
    const sizes = { root: root.length, metadata: metadata.length, leaves: leaves.length, data: dataBytes }
    const counts = { tiles: this.#tiles.length, entries: entries.length, contents: chunks.length }
    const beside = `${path}.${process.pid}.part`
    const file = await open(beside, 'w')
    try {
      await file.writev([header({ meta, sizes, counts }), root, metadata, leaves])
      for (let i = 0; i < chunks.length; i += 256) {
        await file.writev(chunks.slice(i, i + 256))
        await breathe()
      }
      await file.sync()
    } catch (error) {
      await file.close()
      await rm(beside, { force: true })
      throw error
    }
    await file.close()
    await rename(beside, path)
    const bytes = HEADER_BYTES + root.length + metadata.length + leaves.length + dataBytes
    return { tiles: this.#tiles.length, bytes }
  }

  #arrange(): { entries: DirectoryEntry[]; chunks: Uint8Array[]; dataBytes: number } {
    const entries: DirectoryEntry[] = []
    const chunks: Uint8Array[] = []
    const places = new Map<string, { offset: number; length: number }>()
    let offset = 0
    for (const { id, content } of this.#tiles.sort((a, b) => a.id - b.id)) {
      let place = places.get(content)
      if (!place) {
        const chunk = this.#contents.get(content) ?? new Uint8Array()
        place = { offset, length: chunk.length }
        places.set(content, place)
        chunks.push(chunk)
        offset += chunk.length
      }
      const last = entries.at(-1)
      if (last && last.offset === place.offset && id === last.tileId + last.runLength) last.runLength++
      else entries.push({ tileId: id, ...place, runLength: 1 })
    }
    return { entries, chunks, dataBytes: offset }
  }
}

/** Root and leaf directories, gzip packed; leaves are cut so that the root fits the first 16 kB of the file. */
export function buildDirectories(entries: DirectoryEntry[]): { root: Buffer; leaves: Buffer } {
  const whole = directoryBytes(entries)
  if (whole.length <= MAX_ROOT_BYTES) return { root: whole, leaves: Buffer.alloc(0) }
  for (let leafEntries = FIRST_LEAF_ENTRIES; ; leafEntries *= 2) {
    const leaves: Buffer[] = []
    const pointers: DirectoryEntry[] = []
    let offset = 0
    for (let i = 0; i < entries.length; i += leafEntries) {
      const leaf = directoryBytes(entries.slice(i, i + leafEntries))
      pointers.push({ tileId: entries[i]?.tileId ?? 0, offset, length: leaf.length, runLength: 0 })
      leaves.push(leaf)
      offset += leaf.length
    }
    const root = directoryBytes(pointers)
    if (root.length <= MAX_ROOT_BYTES) return { root, leaves: Buffer.concat(leaves) }
  }
}

function directoryBytes(entries: DirectoryEntry[]): Buffer {
  const bytes: number[] = []
  let lastId = 0
  varint(bytes, entries.length)
  for (const { tileId } of entries) {
    varint(bytes, tileId - lastId)
    lastId = tileId
  }
  for (const { runLength } of entries) varint(bytes, runLength)
  for (const { length } of entries) varint(bytes, length)
  let expected = -1
  for (const { offset, length } of entries) {
    varint(bytes, offset === expected ? 0 : offset + 1)
    expected = offset + length
  }
  return gzipSync(Buffer.from(bytes))
}

function varint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
}

interface HeaderInput {
  meta: ArchiveMeta
  sizes: { root: number; metadata: number; leaves: number; data: number }
  counts: { tiles: number; entries: number; contents: number }
}

function header({ meta, sizes, counts }: HeaderInput): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.write('PMTiles', 0, 'ascii')
  bytes.writeUInt8(3, 7)
  let offset = HEADER_BYTES
  let at = 8
  for (const size of [sizes.root, sizes.metadata, sizes.leaves, sizes.data]) {
    bytes.writeBigUInt64LE(BigInt(offset), at)
    bytes.writeBigUInt64LE(BigInt(size), at + 8)
    offset += size
    at += 16
  }
  for (const count of [counts.tiles, counts.entries, counts.contents]) {
    bytes.writeBigUInt64LE(BigInt(count), at)
    at += 8
  }
  const flags = [1, Compression.Gzip, Compression.Gzip, TileType.Mvt, meta.minZoom, meta.maxZoom]
  for (const flag of flags) at = bytes.writeUInt8(flag, at)
  for (const degrees of meta.bounds) at = bytes.writeInt32LE(Math.round(degrees * 1e7), at)
  at = bytes.writeUInt8(meta.center.zoom, at)
  for (const degrees of meta.center.lngLat) at = bytes.writeInt32LE(Math.round(degrees * 1e7), at)
  return bytes
}
