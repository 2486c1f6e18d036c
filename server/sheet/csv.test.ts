import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRows, eachCsvRow } from './csv.ts'

const cells = (text: string) => csvRows(text)?.map(row => row.cells)

test('quotes, doubled quotes, separators and line breaks inside them', () => {
  expect(cells('a,"b,""c""",d\r\n1,"x\ny", 3 \n')).toEqual([
    ['a', 'b,"c"', 'd'],
    ['1', 'x\ny', '3'],
  ])
})

test('each row knows its line in the file, over breaks and empty rows', () => {
  expect(csvRows('h\n"1\n2"\n\n,,\n5')?.map(({ at }) => at)).toEqual([1, 2, 5 + 1])
})

test('semicolons and tabs part as well, and a byte order mark is no letter', () => {
  expect(cells('\uFEFFa;b;c\n1;2,5;3')).toEqual([
    ['a', 'b', 'c'],
    ['1', '2,5', '3'],
  ])
  expect(cells('a\tb\n1\t2')).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('an open quote is no table, and nothing is nothing', () => {
  expect(csvRows('a,"b\n1,2')).toBeNull()
  expect(csvRows('')).toEqual([])
})

test('what stands behind a closing quote belongs to the cell, blanks before an opening one do not', () => {
  expect(cells('a,b,c\n"1"; x, "2,3" ,4')).toEqual([
    ['a', 'b', 'c'],
    ['1; x', '2,3', '4'],
  ])
})

test('a line that ends in a separator has an empty cell there, and old Macs break lines by a return alone', () => {
  expect(cells('a,b,\r1,2,3\r4,5,')).toEqual([
    ['a', 'b', ''],
    ['1', '2', '3'],
    ['4', '5', ''],
  ])
})

test('rows come one by one, so that a reader who has enough stops before an open quote', () => {
  const rows = eachCsvRow('a,b\n1,2\n"open')
  expect([rows.next().value?.cells, rows.next().value?.cells]).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
  expect(rows.next()).toEqual({ done: false, value: null })
})

test('any table written by the rules is read as it was', () => {
  const cell = fc.stringMatching(/^[a-z网,;"\n]{0,6}$/).map(text => text.trim())
  const table = fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(table, fc.constantFrom(',', ';', '\t'), (rows, separator) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
      const head = ['h', 'i', 'j'].join(separator)
      const text = [head, ...rows.map(row => row.map(quoted).join(separator))].join('\r\n')
      expect(cells(text)?.slice(1)).toEqual(rows)
    }),
  )
})
