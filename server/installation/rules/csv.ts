/** A row of a table with the line of the file on which it begins, from 1. */
export interface CsvRow {
  at: number
  cells: string[]
}

/**
 * Reads comma, semicolon or tab separated text (RFC 4180: quotes, doubled quotes, line breaks inside them). The
 * separator is the one that the first line has most of. Empty rows are left out; null when a quote is never closed.
 */
export function csvRows(text: string): CsvRow[] | null {
  const body = text.replace(/^\uFEFF/, '')
  const separator = separatorOf(body.split(/\r?\n/, 1)[0] ?? '')
  const rows: CsvRow[] = []
  let row: CsvRow = { at: 1, cells: [] }
  let cell = ''
  let isQuoted = false
  let line = 1
  const endCell = () => {
    row.cells.push(cell.trim())
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.cells.some(each => each !== '')) rows.push(row)
    row = { at: line, cells: [] }
  }
  for (let i = 0; i < body.length; i++) {
    const sign = body[i] ?? ''
    if (sign === '\n') line += 1
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (body[i + 1] === '"') cell += body[i++]
      else isQuoted = false
    } else if (sign === '"' && cell.trim() === '') {
      isQuoted = true
      cell = ''
    } else if (sign === separator) endCell()
    else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  if (isQuoted) return null
  endRow()
  return rows
}

function separatorOf(head: string): string {
  const count = (sign: string) => head.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}
