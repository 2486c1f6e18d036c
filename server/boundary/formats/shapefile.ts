import { invalid } from '../../errors.ts'
import type { TextEncoding } from '../boundary.ts'
import { crsOfPrj, wgs84Prj } from '../rules/crs-name.ts'
import { type CleanRow, fieldsOf } from './clean-row.ts'
import { readDbf, writeDbf } from './dbf.ts'
import { damaged, Gathering, type Pair, type RawBoundaries } from './raw.ts'
import { packZip, type Zip } from './zip.ts'

/**
 * Reads the shapefile of an archive (ESRI, 1998): polygons, with or without Z and M.
 * @throws Refusal `invalid` when parts are missing or damaged
 */
export function readShapefile(zip: Zip, said?: TextEncoding): RawBoundaries {
  const [shp, ...others] = zip.names.filter(name => /\.shp$/i.test(name)).sort()
  if (shp === undefined || others.length > 0) throw notOne(others.length)
  const base = shp.slice(0, -4).toLowerCase()
  const read = (ending: string) => {
    const name = zip.names.find(each => each.toLowerCase() === `${base}.${ending}`)
    return name === undefined ? null : zip.read(name)
  }
  const table = read('dbf')
  const { rows, encoding } = table
    ? readDbf(table, read('cpg')?.toString('latin1') ?? '', said)
    : { rows: [], encoding: '' }
  const gathering = new Gathering()
  addShapes(gathering, { bytes: zip.read(shp) ?? Buffer.alloc(0), rows })
  const prj = read('prj')?.toString('utf8') ?? ''
  return {
    format: 'shapefile',
    crs: crsOfPrj(prj),
    crsName: /^\w+\s*\[\s*"([^"]{1,100})"/.exec(prj.trim())?.[1] ?? '',
    encoding,
    fields: gathering.fields,
    features: gathering.features,
    problems: gathering.problems,
    saysWinding: false,
  }
}

const notOne = (more: number) =>
  more > 0
    ? invalid('file', {
        zh: '压缩包里有多个 .shp，请每次只放一个图层',
        en: 'The archive has several .shp files; put one layer in at a time',
      })
    : invalid('file', {
        zh: '压缩包里没有 .shp，请把 .shp .dbf .prj .cpg 一起打包',
        en: 'The archive has no .shp; pack .shp, .dbf, .prj and .cpg together',
      })

function addShapes(
  gathering: Gathering,
  { bytes, rows }: { bytes: Buffer; rows: Record<string, unknown>[] },
): void {
  if (bytes.length < 100 || bytes.readUInt32BE(0) !== 9994) {
    throw damaged('.shp 的文件头不对', 'the header of the .shp is wrong')
  }
  let at = 100
  for (let i = 0; at + 12 <= bytes.length; i++) {
    const length = bytes.readUInt32BE(at + 4) * 2
    const record = bytes.subarray(at + 8, at + 8 + length)
    if (record.length < length || length < 4)
      throw damaged(`.shp 第 ${i + 1} 个图形不完整`, `shape ${i + 1} is cut off`)
    addShape(gathering, record, rows[i] ?? {})
    at += 8 + length
  }
}

const polygonKinds = [5, 15, 25]

function addShape(gathering: Gathering, record: Buffer, values: Record<string, unknown>): void {
  const kind = record.readUInt32LE(0)
  const rings = polygonKinds.includes(kind) ? ringsOf(record) : null
  // What an odd number of rings surround is inside, whatever their order and direction.
  if (rings) gathering.add(values, [rings])
  else if (kind === 0) gathering.add(values, null)
  else if (polygonKinds.includes(kind)) gathering.refuse('geometry', brokenShape)
  else
    gathering.refuse('geometry', {
      zh: `图形类型是 ${kind}，应为面（5、15、25）`,
      en: `The shape is of type ${kind}, not a polygon (5, 15, 25)`,
    })
}

const brokenShape = {
  zh: '图形的部分与顶点数不符',
  en: 'The parts of the shape do not fit its points',
}

function ringsOf(record: Buffer): Pair[][] | null {
  if (record.length < 44) return null
  const partCount = record.readUInt32LE(36)
  const pointCount = record.readUInt32LE(40)
  const pointsAt = 44 + partCount * 4
  if (pointsAt + pointCount * 16 > record.length) return null
  const starts = Array.from({ length: partCount }, (_, i) => record.readUInt32LE(44 + i * 4))
  const ends = [...starts.slice(1), pointCount]
  if (starts.some((start, i) => start > (ends[i] ?? 0) || (ends[i] ?? 0) > pointCount)) return null
  return starts.map((start, i) => {
    const ring: Pair[] = []
    for (let p = start; p < (ends[i] ?? start); p++) {
      ring.push([record.readDoubleLE(pointsAt + p * 16), record.readDoubleLE(pointsAt + p * 16 + 8)])
    }
    return ring
  })
}

/** Writes a zip of .shp, .shx, .dbf in UTF-8, .cpg and .prj. */
export function writeShapefile(rows: readonly CleanRow[], name: string): Buffer {
  const shapes = rows.map(({ rings }) => shapeOf(rings))
  const box = boxOf(rows.flatMap(({ rings }) => rings))
  const shx = Buffer.alloc(shapes.length * 8)
  let offset = 100
  const records = shapes.flatMap((shape, i) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(i + 1, 0)
    head.writeUInt32BE(shape.length / 2, 4)
    shx.writeUInt32BE(offset / 2, i * 8)
    shx.writeUInt32BE(shape.length / 2, i * 8 + 4)
    offset += 8 + shape.length
    return [head, shape]
  })
  const fields = fieldsOf(rows)
  const table = writeDbf(
    fields,
    rows.map(({ values }) => values),
  )
  return packZip([
    { name: `${name}.shp`, bytes: Buffer.concat([fileHead(offset, box), ...records]) },
    { name: `${name}.shx`, bytes: Buffer.concat([fileHead(100 + shx.length, box), shx]) },
    { name: `${name}.dbf`, bytes: table },
    { name: `${name}.cpg`, bytes: Buffer.from('UTF-8') },
    { name: `${name}.prj`, bytes: Buffer.from(wgs84Prj) },
  ])
}

type Box = [number, number, number, number]

function boxOf(rings: readonly Pair[][]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of rings.flat()) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return Number.isFinite(box[0]) ? box : [0, 0, 0, 0]
}

function fileHead(bytes: number, box: Box): Buffer {
  const head = Buffer.alloc(100)
  head.writeUInt32BE(9994, 0)
  head.writeUInt32BE(bytes / 2, 24)
  head.writeUInt32LE(1000, 28)
  head.writeUInt32LE(5, 32)
  for (const [i, value] of box.entries()) head.writeDoubleLE(value, 36 + i * 8)
  return head
}

/** Shapefiles run their outer rings clockwise, the other way from everything else here. */
function shapeOf(rings: readonly Pair[][]): Buffer {
  const points = rings.flatMap(ring => ring.toReversed())
  const shape = Buffer.alloc(44 + rings.length * 4 + points.length * 16)
  shape.writeUInt32LE(5, 0)
  for (const [i, value] of boxOf(rings).entries()) shape.writeDoubleLE(value, 4 + i * 8)
  shape.writeUInt32LE(rings.length, 36)
  shape.writeUInt32LE(points.length, 40)
  let start = 0
  for (const [i, ring] of rings.entries()) {
    shape.writeUInt32LE(start, 44 + i * 4)
    start += ring.length
  }
  const pointsAt = 44 + rings.length * 4
  for (const [i, [x, y]] of points.entries()) {
    shape.writeDoubleLE(x, pointsAt + i * 16)
    shape.writeDoubleLE(y, pointsAt + i * 16 + 8)
  }
  return shape
}
