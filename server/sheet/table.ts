import { z } from 'zod'
import { Refusal } from '../errors.ts'
import { Both, Id } from '../region/place.ts'
import { type CsvRow, csvRows } from './csv.ts'
import { folded } from './rules/plain-text.ts'

/** The text of a CSV table. `keepGood` stores what stands although other rows were refused. */
export const TableText = z.strictObject({
  townId: Id,
  csv: z.string().max(3_500_000),
  keepGood: z.boolean().default(false),
})
export type TableText = z.infer<typeof TableText>

/** A row that cannot be kept: its line in the file from 1, its column and why. */
export const TableFault = z.strictObject({ row: z.int(), column: z.string(), message: Both })
export type TableFault = z.infer<typeof TableFault>

export const fault = (row: number, column: string, zh: string, en: string): TableFault => ({
  row,
  column,
  message: { zh, en },
})

interface Layout<Column extends string> {
  /** The heads by which each column is known, folded; the first is how it is named in Chinese. */
  columns: Readonly<Record<Column, readonly string[]>>
  needed: readonly Column[]
  mostRows: number
}

export interface Table<Column extends string> {
  /** The rows below the head. */
  rows: readonly CsvRow[]
  /** The text of a cell, empty where the table has no such column. */
  cell(row: CsvRow, column: Column): string
}

/** Opens a table by its heads; what is no such table is one fault. */
export function openTable<Column extends string>(
  text: string,
  { columns, needed, mostRows }: Layout<Column>,
): Table<Column> | { fault: TableFault } {
  const [head, ...rows] = csvRows(text) ?? []
  if (!head)
    return {
      fault: fault(1, '', '文件是空的，或有引号没有闭合', 'The file is empty, or a quote is never closed'),
    }
  const names = head.cells.map(cell => folded(cell.replace(/[（(].*$/, '')))
  const placeOf = (column: Column) => names.findIndex(name => columns[column].includes(name))
  const lacking = needed.find(column => placeOf(column) < 0)
  if (lacking)
    return {
      fault: fault(1, lacking, `缺少「${columns[lacking][0]}」列`, `The column “${lacking}” is missing`),
    }
  if (rows.length === 0) return { fault: fault(1, '', '表中没有数据行', 'The table has no rows') }
  if (rows.length > mostRows)
    return { fault: fault(1, '', `超过 ${mostRows} 行的上限`, `There are more than ${mostRows} rows`) }
  return { rows, cell: (row, column) => row.cells[placeOf(column)] ?? '' }
}

/** Says that a file is no such table. */
export const noTable = ({ row, column, message }: TableFault): Refusal =>
  new Refusal('invalid', message, {
    errors: [{ path: column ? `rows.${row}.${column}` : `rows.${row}`, message }],
  })

/** Refuses a whole table and names each row and column that does not stand. */
export function refusalOf({ faults, count }: { faults: readonly TableFault[]; count: number }): Refusal {
  const errors = faults.map(({ row, column, message }) => ({
    path: `rows.${row}.${column}`,
    message: { zh: `第 ${row} 行：${message.zh}`, en: `Row ${row}: ${message.en}` },
  }))
  const bad = new Set(faults.map(({ row }) => row)).size
  const words = {
    zh: `${count} 行中有 ${bad} 行不能收，什么都没有保存`,
    en: `${bad} of ${count} rows cannot be kept; nothing was stored`,
  }
  return new Refusal('invalid', words, { errors })
}
