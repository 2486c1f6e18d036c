import type { CsvRow } from '../../sheet/csv.ts'
import { folded, plainText, withoutThousands } from '../../sheet/rules/plain-text.ts'
import { fault, openTable, type Table, type TableFault } from '../../sheet/table.ts'
import type { InventoryLine } from '../installation.ts'
import { type ClassSymbol, classOf } from './classes.ts'
import { resolveLine } from './line.ts'
import { withName } from './search.ts'

export interface TableLine {
  row: number
  unitId: number
  line: InventoryLine
}

export interface ReadTable {
  /** Rows below the head. */
  count: number
  lines: TableLine[]
  /** Refused rows; `unitId` where at least the unit is known. */
  faults: (TableFault & { unitId: number | null })[]
}

/** A unit under which rows may be filed. */
export interface KnownUnit {
  id: number
  code: string
  name: string
}

const mostRows = 20_000
const columns = {
  unit: ['单元', '单元编号', '单元名称', '重大危险源单元', 'unit'],
  substance: ['物质', '名称', '物质名称', '品名', '化学品名称', 'substance', 'name'],
  cas: ['cas', 'cas号', 'casno', 'casnumber'],
  classes: ['类别', '类别符号', '危险性类别', 'class', 'classes'],
  tonnes: [
    '设计最大量',
    '最大量',
    '数量',
    '设计最大量t',
    '设计最大量吨',
    '数量t',
    '数量吨',
    'tonnes',
    'mass',
  ],
  note: ['备注', '说明', 'note'],
} as const

/** Reads an inventory table; every row that does not stand is named. A file that is no such table is one fault. */
export function readInventoryTable(
  text: string,
  units: readonly KnownUnit[],
): ReadTable | { fault: TableFault } {
  const table = openTable(text, { columns, needed: ['unit', 'tonnes'], mostRows })
  if ('fault' in table) return table
  const read: ReadTable = { count: table.rows.length, lines: [], faults: [] }
  const known = idsByName(units)
  for (const row of table.rows) readRow(read, row, { table, known })
  return read
}

/** The units that a name or a code stands for: several units of a town may have one name. */
function idsByName(units: readonly KnownUnit[]): Map<string, Set<number>> {
  const known = new Map<string, Set<number>>()
  for (const { id, name, code } of units)
    for (const text of [folded(name), folded(code)]) known.set(text, (known.get(text) ?? new Set()).add(id))
  return known
}

interface Reading {
  table: Table<keyof typeof columns>
  known: ReadonlyMap<string, ReadonlySet<number>>
}

function readRow(read: ReadTable, row: CsvRow, { table, known }: Reading): void {
  const cell = (column: keyof typeof columns) => table.cell(row, column)
  const unit = cell('unit')
  const ids = [...(known.get(folded(unit)) ?? [])]
  const unitId = ids.length === 1 ? (ids[0] ?? null) : null
  const refuse = (column: string, zh: string, en: string) =>
    read.faults.push({ ...fault(row.at, column, zh, en), unitId })
  if (ids.length > 1) {
    refuse(
      'unit',
      `有 ${ids.length} 个单元叫「${unit}」，请写单元编号`,
      `${ids.length} units are called “${unit}”; write the code of the unit`,
    )
    return
  }
  if (unitId === null) {
    refuse(
      'unit',
      unit ? `没有单元「${unit}」` : '没有写单元',
      unit ? `There is no unit “${unit}”` : 'No unit is named',
    )
    return
  }
  const symbols = plainText(cell('classes'))
    .split(/[\s,、;/]+/)
    .filter(symbol => symbol !== '')
  const unknown = symbols.find(symbol => !classOf(symbol.toUpperCase()))
  if (unknown) {
    refuse('classes', `类别「${unknown}」不在表 2 中`, `Class “${unknown}” is not in table 2`)
    return
  }
  const name = cell('substance')
  const cas = cell('cas')
  const named = cas === '' ? withName(name) : []
  if (named.length > 1) {
    refuse(
      'substance',
      `「${name}」在表 1 中有 ${named.length} 项，请写全名`,
      `“${name}” stands for ${named.length} entries; write the full name`,
    )
    return
  }
  const line: InventoryLine = {
    no: named[0]?.no ?? null,
    cas: cas === '' ? null : cas,
    classes: symbols.map(symbol => symbolOf(symbol.toUpperCase())),
    name,
    tonnes: withoutThousands(plainText(cell('tonnes')).replace(/\s*(t|吨)$/i, '')),
    note: cell('note'),
  }
  const resolved = resolveLine(line)
  if (resolved.known) read.lines.push({ row: row.at, unitId, line: resolved.line })
  else if (resolved.field === 'no' && cas === '')
    refuse(
      'substance',
      name === '' ? '没有写物质' : `「${name}」不在表 1 中，请给出 CAS 号或类别`,
      name === ''
        ? 'No substance is named'
        : `“${name}” is not named in table 1; give its CAS number or class`,
    )
  else refuse(resolved.field, resolved.message.zh, resolved.message.en)
}

/** Each symbol was found in table 2 before. */
const symbolOf = (symbol: string) => symbol as ClassSymbol
