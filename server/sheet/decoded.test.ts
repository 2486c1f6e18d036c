import { expect, test } from 'vitest'
import { csvRows } from './csv.ts'
import { decoded } from './decoded.ts'

/** “网格,户数” and “东滨,12” as GBK writes them. */
const gbk = Buffer.from('cdf8b8f12cbba7cafd0ab6abb1f52c3132', 'hex')

test('letters that are no UTF-8 are those of old Chinese tools', () => {
  const { text, encoding } = decoded(gbk)
  expect(encoding).toBe('gb18030')
  expect(csvRows(text)?.map(({ cells }) => cells)).toEqual([
    ['网格', '户数'],
    ['东滨', '12'],
  ])
})

test('UTF-8 is itself, without its byte order mark', () => {
  expect(decoded(Buffer.from('\uFEFF网格', 'utf8'))).toEqual({ text: '网格', encoding: 'UTF-8' })
})

test('a person who says what the letters are is believed', () => {
  expect(decoded(Buffer.from('ba f4 ae e6'.replaceAll(' ', ''), 'hex'), 'big5').encoding).toBe('big5')
  expect(decoded(Buffer.from('網格'), 'gb18030').text).not.toBe('網格')
})
