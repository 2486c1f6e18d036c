/** A row of a table with the line of the file on which it begins, from 1. */
export interface CsvRow {
  at: number
  cells: string[]
}

/**
 * Reads comma, semicolon or tab separated text (RFC 4180: quotes, doubled quotes, line breaks inside them), row by row,
 * so that a reader may stop early. The separator is the one that the first line has most of. Cells are trimmed, empty
 * rows left out; null comes last when a quote is never closed.
 */
export function* eachCsvRow(given: string): Generator<CsvRow | null, undefined> {
  const text = given.replace(/^\uFEFF/, '')
  const signs = signsOf(text)
  let row: CsvRow = { at: 1, cells: [] }
  let line = 1
  for (let at = 0; at < text.length; ) {
    const cell = quotedCell(text, at, signs) ?? plainCell(text, at, signs.stop)
    if (cell.next > text.length) return yield null
    row.cells.push(cell.text.trim())
    line += cell.breaks
    const sign = text[cell.next]
    at = cell.next + (sign === '\r' && text[cell.next + 1] === '\n' ? 2 : 1)
    if (sign === signs.separator && at < text.length) continue
    if (sign === signs.separator) row.cells.push('')
    line += 1
    if (row.cells.some(each => each !== '')) yield row
    row = { at: line, cells: [] }
  }
  if (row.cells.some(each => each !== '')) yield row
}

/** All rows of a table at once; null when a quote is never closed. */
export function csvRows(text: string): CsvRow[] | null {
  const rows: CsvRow[] = []
  for (const row of eachCsvRow(text)) {
    if (!row) return null
    rows.push(row)
  }
  return rows
}

interface Signs {
  separator: string
  /** Finds the end of a cell without quotes. */
  stop: RegExp
  /** Finds the quote that opens a cell, which blanks may precede. */
  open: RegExp
}

interface Cell {
  text: string
  /** Where the sign behind the cell is; past the end of the text when a quote is open. */
  next: number
  /** How many line breaks are in it. */
  breaks: number
}

function signsOf(text: string): Signs {
  const head = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? ''
  const count = (sign: string) => head.split(sign).length
  const separator = [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
  return { separator, stop: new RegExp(`[${separator}\\r\\n]`, 'g'), open: / *"/y }
}

function plainCell(text: string, at: number, stop: RegExp): Cell {
  stop.lastIndex = at
  const next = stop.exec(text)?.index ?? text.length
  return { text: text.slice(at, next), next, breaks: 0 }
}

function quotedCell(text: string, at: number, { open, stop }: Signs): Cell | null {
  open.lastIndex = at
  const opening = open.exec(text)?.[0]
  if (opening === undefined) return null
  const begin = at + opening.length
  let end = text.indexOf('"', begin)
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
  if (end < 0) return { text: '', next: text.length + 1, breaks: 0 }
  const inside = text.slice(begin, end).replaceAll('""', '"')
  // What a careless writer puts behind the closing quote still belongs to the cell.
  const rest = plainCell(text, end + 1, stop)
  return { text: inside + rest.text, next: rest.next, breaks: inside.split('\n').length - 1 }
}
