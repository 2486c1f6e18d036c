import type { TextEncoding } from '../boundary.ts'
import { damaged, type Value } from './raw.ts'

interface Column {
  name: Buffer
  kind: string
  offset: number
  bytes: number
}

/** The table of a shapefile: raw columns and records, decoded once the encoding is known. */
interface Table {
  columns: Column[]
  records: Buffer[]
  language: number
}

// The language byte of dBASE and the code page it stands for; only those of writers that mean it.
const encodingOfLanguage: Record<number, string> = {
  77: 'gbk',
  79: 'big5',
  122: 'gbk',
  120: 'big5',
  19: 'shift_jis',
  123: 'shift_jis',
}

const encodingOfName: Record<string, string> = {
  '65001': 'utf-8',
  '936': 'gbk',
  '950': 'big5',
  '932': 'shift_jis',
  '54936': 'gb18030',
  '1252': 'windows-1252',
}

export interface Rows {
  encoding: string
  rows: Record<string, Value>[]
}

/**
 * Reads the table of a shapefile. The .cpg names the encoding, then the language byte, then the texts themselves:
 * what is not UTF-8 is taken for GB 18030.
 * @throws Refusal `invalid`
 */
export function readDbf(bytes: Buffer, cpg: string, said?: TextEncoding): Rows {
  const table = tableOf(bytes)
  const { decoder, encoding } = said
    ? { decoder: new TextDecoder(said), encoding: said }
    : decoderOf(table, cpg)
  const names = table.columns.map(({ name }, i) => decoder.decode(name).trim() || `field${i + 1}`)
  const rows = table.records.map(record =>
    Object.fromEntries(
      table.columns.map((column, i) => [names[i] ?? '', valueIn(column, { record, decoder })]),
    ),
  )
  return { encoding, rows }
}

function tableOf(bytes: Buffer): Table {
  if (bytes.length < 33) throw damaged('属性表（.dbf）太短', 'the table (.dbf) is too short')
  const count = bytes.readUInt32LE(4)
  const headerBytes = bytes.readUInt16LE(8)
  const recordBytes = bytes.readUInt16LE(10)
  const columns: Column[] = []
  let offset = 1
  for (let at = 32; at + 32 <= Math.min(headerBytes, bytes.length) && bytes[at] !== 0x0d; at += 32) {
    const end = bytes.indexOf(0, at)
    const name = bytes.subarray(at, end >= at && end < at + 11 ? end : at + 11)
    const column = {
      name,
      kind: String.fromCharCode(bytes[at + 11] ?? 0),
      offset,
      bytes: bytes[at + 16] ?? 0,
    }
    columns.push(column)
    offset += column.bytes
  }
  if (columns.length === 0 || recordBytes < offset) {
    throw damaged('属性表（.dbf）的表头不对', 'the header of the table (.dbf) is wrong')
  }
  const records: Buffer[] = []
  for (let i = 0; i < count; i++) {
    const at = headerBytes + i * recordBytes
    if (at + recordBytes > bytes.length) break
    records.push(bytes.subarray(at, at + recordBytes))
  }
  return { columns, records, language: bytes[29] ?? 0 }
}

function decoderOf({ columns, records, language }: Table, cpg: string) {
  const texts = [
    ...columns.map(({ name }) => name),
    ...records.flatMap(record =>
      columns.filter(({ kind }) => kind === 'C').map(column => cellOf(column, record)),
    ),
  ]
  const named = cpg
    .trim()
    .toLowerCase()
    .replace(/^(cp|ansi|windows-|oem)[\s-]*/, '')
  const declared = encodingOfName[named] ?? (named || encodingOfLanguage[language])
  for (const encoding of [declared, 'utf-8', 'gb18030', 'windows-1252']) {
    const decoder = encoding === undefined ? null : strictly(encoding)
    if (decoder && encoding && texts.every(text => canDecode(decoder, text))) return { decoder, encoding }
  }
  return { decoder: new TextDecoder('gb18030'), encoding: 'gb18030' }
}

function strictly(encoding: string): TextDecoder | null {
  try {
    return new TextDecoder(encoding, { fatal: true })
  } catch {
    return null
  }
}

function canDecode(decoder: TextDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes)
    return true
  } catch {
    return false
  }
}

const cellOf = ({ offset, bytes }: Column, record: Buffer) => {
  const cell = record.subarray(offset, offset + bytes)
  // A text cut in the middle of a sign ends in padding; what is behind a NUL is no text.
  const end = cell.indexOf(0)
  return end < 0 ? cell : cell.subarray(0, end)
}

function valueIn(column: Column, { record, decoder }: { record: Buffer; decoder: TextDecoder }): Value {
  const text = decoder.decode(cellOf(column, record)).trim()
  if (column.kind === 'N' || column.kind === 'F') {
    const value = Number(text)
    return text === '' || !Number.isFinite(value) ? null : value
  }
  if (column.kind === 'L') return /^[ty]$/i.test(text) ? true : /^[fn]$/i.test(text) ? false : null
  return text
}

const mostTextBytes = 254

/** Writes a table in UTF-8. Names longer than ten bytes are cut and kept apart by a number, as every writer does. */
export function writeDbf(fields: readonly string[], rows: readonly Record<string, Value>[]): Buffer {
  const columns = fields.map(field => ({ field, ...columnOf(rows.map(row => row[field] ?? null)) }))
  const names = shortNames(fields)
  const recordBytes = 1 + columns.reduce((sum, { bytes }) => sum + bytes, 0)
  const header = Buffer.alloc(32 + columns.length * 32 + 1)
  header[0] = 3
  header.set([100, 1, 1], 1)
  header.writeUInt32LE(rows.length, 4)
  header.writeUInt16LE(header.length, 8)
  header.writeUInt16LE(recordBytes, 10)
  for (const [i, { kind, bytes, decimals }] of columns.entries()) {
    const at = 32 + i * 32
    header.set(names[i] ?? Buffer.alloc(0), at)
    header.write(kind, at + 11, 'latin1')
    header[at + 16] = bytes
    header[at + 17] = decimals
  }
  header[header.length - 1] = 0x0d
  const records = rows.map(row => {
    const record = Buffer.alloc(recordBytes, 0x20)
    let at = 1
    for (const { field, bytes, kind } of columns) {
      const text = textOf(row[field] ?? null)
      if (kind === 'N') record.write(text.padStart(bytes), at, 'latin1')
      else record.set(cutText(text, bytes), at)
      at += bytes
    }
    return record
  })
  return Buffer.concat([header, ...records, Buffer.from([0x1a])])
}

const textOf = (value: Value): string =>
  value === null ? '' : typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value)

function columnOf(values: readonly Value[]): { kind: string; bytes: number; decimals: number } {
  const given = values.filter(value => value !== null)
  const plain = (value: Value) => typeof value === 'number' && !/e/.test(String(value))
  if (given.length > 0 && given.every(plain)) {
    const texts = given.map(String)
    const decimals = Math.max(...texts.map(text => text.split('.')[1]?.length ?? 0))
    const bytes = Math.max(...texts.map(text => text.length)) + (decimals > 0 ? 1 : 0)
    return { kind: 'N', bytes: Math.min(32, bytes), decimals }
  }
  if (given.length > 0 && given.every(value => typeof value === 'boolean')) {
    return { kind: 'L', bytes: 1, decimals: 0 }
  }
  const longest = Math.max(1, ...given.map(value => Buffer.byteLength(textOf(value))))
  return { kind: 'C', bytes: Math.min(mostTextBytes, longest), decimals: 0 }
}

function shortNames(fields: readonly string[]): Buffer[] {
  const taken = new Set<string>()
  return fields.map(field => {
    let name = cutText(field, 10)
    for (let i = 1; taken.has(name.toString('utf8')); i++) {
      const tail = `_${i}`
      name = Buffer.concat([cutText(field, 10 - tail.length), Buffer.from(tail)])
    }
    taken.add(name.toString('utf8'))
    return name
  })
}

/** The longest beginning of a text that fits, never half a sign. */
function cutText(text: string, bytes: number): Buffer {
  let kept = ''
  let used = 0
  for (const sign of text) {
    used += Buffer.byteLength(sign)
    if (used > bytes) break
    kept += sign
  }
  return Buffer.from(kept, 'utf8')
}
