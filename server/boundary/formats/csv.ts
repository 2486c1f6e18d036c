import { invalid } from '../../errors.ts'
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
  const records = recordsOf(text, separatorOf(text))
  const head = (records.next().value ?? []).map(name => name.trim())
  const gathering = new Gathering()
  let shape = head.findIndex(name => shapeNames.test(name))
  let srid: number | null = null
  for (const record of records) {
    if (record.every(cell => cell.trim() === '')) continue
    if (shape < 0) shape = record.findIndex(cell => /^\s*(SRID=\d+;)?\s*(MULTI)?POLYGON/i.test(cell))
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

const noColumn = () =>
  invalid('file', {
    zh: '表格里没有 WKT 列：请加一列名为 wkt，内容如 POLYGON ((经度 纬度, …))',
    en: 'The table has no column of WKT: add one named wkt with POLYGON ((longitude latitude, …))',
  })

/** The text of a table in UTF-8 or, where it is none, in GB 18030, which old Chinese tools write. */
export function decoded(bytes: Buffer, said?: TextEncoding): { text: string; encoding: string } {
  if (said) return { text: new TextDecoder(said).decode(bytes), encoding: said }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gb18030' }
  }
}

/** The separator that the first line has most of. */
function separatorOf(text: string): string {
  const line = text.slice(0, 10_000).split(/\r?\n/)[0] ?? ''
  const count = (sign: string) => line.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

const special = { ',': /[",\r\n]/g, ';': /[";\r\n]/g, '\t': /["\t\r\n]/g }

function* recordsOf(text: string, separator: string): Generator<string[], undefined> {
  const stops = special[separator === ';' ? ';' : separator === '\t' ? '\t' : ',']
  let record: string[] = []
  let at = 0
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, { at, stops })
    record.push(cell.text)
    at = cell.next
    const sign = text[at]
    at += sign === '\r' && text[at + 1] === '\n' ? 2 : 1
    if (sign === separator && at < text.length) continue
    if (sign === separator) record.push('')
    yield record
    record = []
  }
}

function plainCell(text: string, { at, stops }: { at: number; stops: RegExp }) {
  stops.lastIndex = at
  let next = text.length
  for (let match = stops.exec(text); match; match = stops.exec(text)) {
    if (match[0] === '"') continue
    next = match.index
    break
  }
  return { text: text.slice(at, next), next }
}

function quotedCell(text: string, at: number) {
  let end = text.indexOf('"', at + 1)
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
  if (end < 0) throw damaged('引号没有结束', 'a quoted cell does not end')
  const tail = /[^,;\t\r\n]*/y
  tail.lastIndex = end + 1
  const rest = tail.exec(text)?.[0] ?? ''
  return { text: text.slice(at + 1, end).replaceAll('""', '"') + rest, next: end + 1 + rest.length }
}

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
