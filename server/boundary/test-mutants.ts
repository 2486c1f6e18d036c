import type { BoundaryFormat } from './boundary.ts'
import type { CleanRow } from './formats/clean-row.ts'
import type { Pair } from './formats/raw.ts'
import { packZip } from './formats/zip.ts'
import { writeBoundaries } from './write.ts'

/** Whole numbers from 0 below `most`, the same for the same seed. */
type Dice = (most: number) => number

function diceOf(seed: number): Dice {
  let state = seed >>> 0 || 1
  return most => {
    // Marsaglia's xorshift, 2003.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return Math.floor(((state >>> 0) / 2 ** 32) * most)
  }
}

const formats: BoundaryFormat[] = ['geojson', 'shapefile', 'geopackage', 'kml', 'csv']

/** Good files of every format to make bad ones of. */
export async function soundFiles(): Promise<Buffer[]> {
  const rows: CleanRow[] = Array.from({ length: 6 }, (_, i) => {
    const [x, y] = [121.9 + (i % 3) * 0.01, 30.88 + Math.floor(i / 3) * 0.01]
    const ring: Pair[] = [
      [x, y],
      [x + 0.01, y],
      [x + 0.01, y + 0.01],
      [x, y + 0.01],
      [x, y],
    ]
    return { values: { name: `网格 ${i}`, code: `${i}`, people: i * 10 }, rings: [ring] }
  })
  const written = formats.map(format => writeBoundaries({ format, crs: 'EPSG:4326', rows, name: 'grids' }))
  const files = (await Promise.all(written)).map(bytes => Buffer.from(bytes))
  return [...files, packZip([{ name: 'doc.kml', bytes: files[3] ?? Buffer.alloc(0) }])]
}

type Mutation = (file: Buffer, dice: Dice) => Buffer

const flip: Mutation = (file, dice) => {
  const bytes = Buffer.from(file)
  for (let i = 0; i <= dice(12); i++) {
    const at = dice(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice(8))
  }
  return bytes
}
const cut: Mutation = (file, dice) => file.subarray(0, dice(file.length))
const overwrite: Mutation = (file, dice) => {
  const bytes = Buffer.from(file)
  const at = dice(bytes.length)
  bytes.fill([0, 0xff, 0x20, 0x7f][dice(4)] ?? 0, at, Math.min(bytes.length, at + 1 + dice(16)))
  return bytes
}
const double: Mutation = (file, dice) => {
  const at = dice(file.length)
  const piece = file.subarray(at, at + 1 + dice(200))
  return Buffer.concat([file.subarray(0, at), piece, piece, file.subarray(at)])
}
const swap: Mutation = (file, dice) => {
  const [a, b] = [dice(file.length), dice(file.length)].sort((p, q) => p - q)
  return Buffer.concat([file.subarray(b), file.subarray(a, b), file.subarray(0, a)])
}

const strange = ['NaN', '1e308', '-1e999', '1e-320', 'null', '"x"', '[]', '{}', '999999999', '-0', '']
/** Puts something strange in the place of a number of the text. */
const number: Mutation = (file, dice) => {
  const text = file.toString('latin1')
  const numbers = [...text.matchAll(/-?\d+\.\d+/g)]
  const found = numbers[dice(Math.max(1, numbers.length))]
  if (!found) return flip(file, dice)
  const put = strange[dice(strange.length)] ?? ''
  return Buffer.from(text.slice(0, found.index) + put + text.slice(found.index + found[0].length), 'latin1')
}
/** A double of every kind of badness over eight bytes. */
const double64: Mutation = (file, dice) => {
  const bytes = Buffer.from(file)
  const values = [NaN, Infinity, -Infinity, 1e308, 5e-324, 180.1, -0]
  if (bytes.length > 8) bytes.writeDoubleLE(values[dice(values.length)] ?? 0, dice(bytes.length - 8))
  return bytes
}
const nest: Mutation = (file, dice) => {
  const at = dice(file.length)
  const depth = 1000 + dice(50_000)
  const open = ['[', '(', '<a>', '{"a":'][dice(4)] ?? '['
  return Buffer.concat([file.subarray(0, at), Buffer.from(open.repeat(depth)), file.subarray(at)])
}
/** A count or a size that promises far more than there is. */
const promise: Mutation = (file, dice) => {
  const bytes = Buffer.from(file)
  if (bytes.length <= 4) return bytes
  const at = dice(bytes.length - 4)
  if (dice(2)) bytes.writeUInt32LE(0x7fff_ffff - dice(1000), at)
  else bytes.writeUInt32BE(0x7fff_ffff - dice(1000), at)
  return bytes
}
const bomb: Mutation = (_, dice) => {
  const name = ['a.shp', 'doc.kml', 'a.geojson', 'a.gpkg'][dice(4)] ?? 'a.shp'
  const zip = packZip([{ name, bytes: Buffer.alloc(1_000_000 * (1 + dice(4)), 0x20) }])
  const list = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  if (dice(2)) zip.writeUInt32LE(dice(2 ** 31), list + 24)
  return zip
}

const mutations: Mutation[] = [
  ...[flip, flip, cut, overwrite, double, swap, number, number, number, double64, nest, promise],
]

/** The file of that number, made bad in one to three ways; every two hundredth is a bomb. */
export function mutantOf(files: readonly Buffer[], seed: number): Buffer {
  const dice = diceOf(Math.imul(seed + 1, 2_654_435_761))
  if (seed % 200 === 199) return bomb(Buffer.alloc(0), dice)
  let file = files[seed % files.length] ?? Buffer.alloc(0)
  for (let i = 0; i <= dice(3); i++) file = (mutations[dice(mutations.length)] ?? flip)(file, dice)
  return file
}
