import { readSheet as readExcel } from 'read-excel-file/node'
import { Zip } from '../boundary/formats/zip.ts'
import { invalid } from '../errors.ts'
import { csvRows } from '../sheet/csv.ts'
import { decoded } from '../sheet/decoded.ts'

const mostRows = 5000

/**
 * The first sheet of an `.xlsx` workbook, or a `.csv` in UTF-8 or GBK, as rows of text; dates are written 2026-11-22.
 * @throws Refusal `invalid` for anything else, for archives that unpack to far more than they are, and for over 5,000 rows
 */
export async function readSheet(bytes: Buffer): Promise<string[][]> {
  const rows = isZip(bytes) ? await excelRows(bytes) : textRows(bytes)
  if (rows.length > mostRows + 1) {
    throw invalid('bytes', {
      zh: `表格有 ${rows.length - 1} 行，上限 ${mostRows} 行；请分几个文件上传`,
      en: `The sheet has ${rows.length - 1} rows, over the limit of ${mostRows}; send several files`,
    })
  }
  return rows
}

const isZip = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))

async function excelRows(bytes: Buffer): Promise<string[][]> {
  // The list of the archive is looked at before anything is unpacked.
  const archive = new Zip(bytes)
  if (!archive.names.includes('xl/workbook.xml')) throw notReadable()
  try {
    const rows = await readExcel(bytes)
    return rows.map(row => row.map(textOf))
  } catch {
    throw notReadable()
  }
}

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}

function textRows(bytes: Buffer): string[][] {
  const rows = bytes.includes(0) ? null : csvRows(decoded(bytes).text)
  if (!rows) throw notReadable()
  return rows.map(row => row.cells)
}

const notReadable = () =>
  invalid('bytes', {
    zh: '这不是 .xlsx 工作簿，也不是 .csv 文本；请用 Excel 或 WPS 另存为 .xlsx 后再上传',
    en: 'This is neither an .xlsx workbook nor .csv text; save it as .xlsx and send it again',
  })
