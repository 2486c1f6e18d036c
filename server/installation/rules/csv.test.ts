import { expect, test } from 'vitest'
import { csvRows } from './csv.ts'

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
