import { invalid } from '../../errors.ts'
import { type CsvRow, eachCsvRow } from '../../sheet/csv.ts'
import { decoded } from '../../sheet/decoded.ts'
import type { Crs, TextEncoding } from '../boundary.ts'
import { type CleanRow, fieldsOf } from './clean-row.ts'
import { damaged, Gathering, type RawBoundaries } from './raw.ts'
import { partsOfWkt, wktOf } from './wkt.ts'

const shapeNames = /^(wkt|geom|geometry|the_geom|wkt_geom|shape|边界|几何|坐标|范围)$/i

/**
 * Reads a table (RFC 4180) whose one column has polygons as well-known text; separated by comma, semicolon or tab, in
 * UTF-8 or GB 18030.
 * @throws Refusal `invalid` when there is no such column
 */
export function readCsv(bytes: Buffer, said?: TextEncoding): RawBoundaries {
  const { text, encoding } = decoded(bytes, said)
  const rows = eachCsvRow(text)
  const head = cellsOf(rows.next().value)
  const gathering = new Gathering()
  let shape = head.findIndex(name => shapeNames.test(name))
  let srid: number | null = null
  for (const row of rows) {
    const record = cellsOf(row)
    if (shape < 0) shape = record.findIndex(cell => /^(SRID=\d+;)?\s*(MULTI)?POLYGON/i.test(cell))
    if (shape < 0) break
    const values = Object.fromEntries(
      head.map((name, i): [string, unknown] => [name || `field${i + 1}`, record[i] ?? '']),
    )
    delete values[head[shape] || `field${shape + 1}`]
    const read = partsOfWkt(record[shape] ?? '')
    srid ??= read?.srid ?? null
    if (read) gathering.add(values, read.parts)
    else
      gathering.refuse(head[shape] ?? 'wkt', {
        zh: '不是 POLYGON 或 MULTIPOLYGON 的 WKT',
        en: 'This is no WKT of a POLYGON or MULTIPOLYGON',
      })
  }
  if (shape < 0) throw noColumn()
  const crs: Crs | null = srid === null ? null : `EPSG:${String(srid).padStart(4, '0')}`
  const { fields, features, problems } = gathering
  const crsName = crs ?? ''
  return { format: 'csv', crs, crsName, encoding, fields, features, problems, saysWinding: false }
}

function cellsOf(row: CsvRow | null | undefined): string[] {
  if (row === null) throw damaged('引号没有结束', 'a quoted cell does not end')
  return row?.cells ?? []
}

const noColumn = () =>
  invalid('file', {
    zh: '表格里没有 WKT 列：请加一列名为 wkt，内容如 POLYGON ((经度 纬度, …))',
    en: 'The table has no column of WKT: add one named wkt with POLYGON ((longitude latitude, …))',
  })

/** Writes a table with a column `wkt`. What a spreadsheet would take for a formula is written as text. */
export function writeCsv(rows: readonly CleanRow[]): string {
  const fields = fieldsOf(rows).filter(field => field !== 'wkt')
  const lines = rows.map(({ values, rings }) =>
    [...fields.map(field => cellOf(values[field] ?? '')), `"${wktOf(rings)}"`].join(','),
  )
  return `\uFEFF${[[...fields.map(cellOf), 'wkt'].join(','), ...lines].join('\r\n')}\r\n`
}

function cellOf(value: string | number | boolean): string {
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
