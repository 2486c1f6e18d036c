import { crc32, inflateRawSync } from 'node:zlib'
import { voidHeight } from './flood.ts'
import { both } from './sourced.ts'
import type { Terrain } from './terrain.ts'

/** One tile of SRTM: a square degree, its corner named by the file. */
export interface HgtTile {
  /** e.g. `N43E007`. */
  name: string
  /** Degrees of the south-west corner. */
  south: number
  west: number
  /** Samples along a side: 1201 or 3601. */
  side: number
  /** Big-endian 16-bit metres, row by row from the north-west corner. */
  bytes: Uint8Array
}

/** Why a file is no tile, in words. */
export class HgtFault extends Error {
  readonly words: ReturnType<typeof both>

  constructor(words: ReturnType<typeof both>) {
    super(words.en)
    this.words = words
  }
}

const sides = [1201, 3601]

/** South-west corner that a name such as `N43E007.hgt` says, or null. */
export function cornerOf(name: string): { name: string; south: number; west: number } | null {
  const [, ns = '', lat = '', ew = '', lng = ''] =
    /^([NS])(\d{2})([EW])(\d{3})$/i.exec(name.replace(/\.hgt$/i, '')) ?? []
  if (ns === '') return null
  const south = Number(lat) * (ns.toUpperCase() === 'N' ? 1 : -1)
  const west = Number(lng) * (ew.toUpperCase() === 'E' ? 1 : -1)
  if (south < -90 || south > 89 || west < -180 || west > 179) return null
  return { name: `${ns}${lat}${ew}${lng}`.toUpperCase(), south, west }
}

/**
 * Reads one tile out of an `.hgt` or a zip with one in it.
 * @throws HgtFault naming the file
 */
export function readTile(fileName: string, bytes: Uint8Array): HgtTile {
  if (/\.zip$/i.test(fileName)) {
    const inner = entryOf(fileName, bytes)
    return readTile(inner.name, inner.bytes)
  }
  const corner = cornerOf(fileName)
  if (!corner) {
    throw new HgtFault(
      both(
        `${fileName}：文件名应为图幅名，如 N30E121.hgt`,
        `${fileName}: the name must be that of a tile, such as N30E121.hgt`,
      ),
    )
  }
  const side = Math.sqrt(bytes.length / 2)
  if (!sides.includes(side)) {
    throw new HgtFault(
      both(
        `${fileName}：大小应为 2884802 字节（3″）或 25934402 字节（1″），实为 ${bytes.length} 字节`,
        `${fileName}: the size must be 2884802 bytes (3″) or 25934402 bytes (1″), it is ${bytes.length}`,
      ),
    )
  }
  return { ...corner, side, bytes }
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** The one `.hgt` in a zip, by its central directory. */
function entryOf(fileName: string, bytes: Uint8Array): { name: string; bytes: Uint8Array } {
  const broken = () => new HgtFault(both(`${fileName}：压缩文件已损坏`, `${fileName}: the zip is broken`))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end < 0) throw broken()
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw broken()
    const nameLength = view.getUint16(at + 28, true)
    const path = text(bytes.subarray(at + 46, at + 46 + nameLength))
    const name = path.split('/').at(-1) ?? ''
    if (/\.hgt$/i.test(name) && !path.startsWith('__MACOSX/')) {
      const unpacked = unpack(bytes, { view, entry: at })
      if (!unpacked) throw broken()
      return { name, bytes: unpacked }
    }
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  throw new HgtFault(both(`${fileName}：压缩文件里没有 .hgt`, `${fileName}: there is no .hgt in the zip`))
}

function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at > view.byteLength - 66_000; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  return -1
}

/** Largest tile; a zip that says more is not one. */
const mostBytes = 3601 * 3601 * 2

function unpack(bytes: Uint8Array, { view, entry }: { view: DataView; entry: number }): Uint8Array | null {
  const method = view.getUint16(entry + 10, true)
  const checksum = view.getUint32(entry + 16, true)
  const packedSize = view.getUint32(entry + 20, true)
  const local = view.getUint32(entry + 42, true)
  if (local + 30 > bytes.length) return null
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const packed = bytes.subarray(from, from + packedSize)
  if (packed.length !== packedSize || (method !== 0 && method !== 8)) return null
  const plain = method === 0 ? packed : inflated(packed)
  return plain && crc32(plain) === checksum ? plain : null
}

function inflated(packed: Uint8Array): Uint8Array | null {
  try {
    return inflateRawSync(packed, { maxOutputLength: mostBytes + 1 })
  } catch {
    return null
  }
}

/** West, south, east, north in degrees. */
type Box = readonly [number, number, number, number]

/** Heights over a box out of the tiles that meet it, at the finest of their steps; void where no tile lies. */
export function terrainOf(tiles: readonly HgtTile[], [west, south, east, north]: Box): Terrain | null {
  const meeting = tiles.filter(
    tile => tile.west < east && tile.west + 1 > west && tile.south < north && tile.south + 1 > south,
  )
  if (meeting.length === 0) return null
  const perDegree = Math.max(...meeting.map(tile => tile.side)) - 1
  const step = 1 / perDegree
  const [left, right] = [Math.floor(west * perDegree), Math.ceil(east * perDegree)]
  const [bottom, top] = [Math.floor(south * perDegree), Math.ceil(north * perDegree)]
  const [columns, rows] = [right - left + 1, top - bottom + 1]
  // Shared, so that a thread floods them where they lie.
  const heights = new Int16Array(new SharedArrayBuffer(columns * rows * 2)).fill(voidHeight)
  for (const tile of meeting) copy(tile, { heights, columns, rows, left, top, perDegree })
  return {
    columns,
    rows,
    heights,
    west: left * step,
    north: top * step,
    step,
    edition: `SRTM ${3600 / perDegree}″`,
  }
}

interface Window {
  heights: Int16Array
  columns: number
  rows: number
  left: number
  top: number
  perDegree: number
}

function copy(
  { west, south, side, bytes }: HgtTile,
  { heights, columns, rows, left, top, perDegree }: Window,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const coarser = perDegree / (side - 1)
  for (let row = 0; row < rows; row++) {
    const line = Math.round(((south + 1) * perDegree - (top - row)) / coarser)
    if (line < 0 || line >= side) continue
    for (let column = 0; column < columns; column++) {
      const sample = Math.round((left + column - west * perDegree) / coarser)
      if (sample < 0 || sample >= side) continue
      const height = view.getInt16((line * side + sample) * 2)
      if (height !== voidHeight) heights[row * columns + column] = height
    }
  }
}
