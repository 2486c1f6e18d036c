import { expect, test } from 'vitest'
import {
  compare,
  type Decimal,
  decimalOf,
  decimalText,
  dividedBy,
  less,
  plus,
  roundedTo,
  times,
} from './decimal.ts'

const decimal = (text: string): Decimal => {
  const value = decimalOf(text)
  if (!value) throw new Error(`${text} is no decimal`)
  return value
}

test.each([
  ['12', '12'],
  ['0.50', '0.5'],
  ['070.0', '70'],
  ['0', '0'],
])('%s is written %s', (text, expected) => expect(decimalText(decimal(text))).toBe(expected))

test.each(['', '-1', '1e3', '.5', '1.', ' 1', 'NaN', '１'])('%j is refused', text =>
  expect(decimalOf(text)).toBeNull(),
)

test('a product that binary floats miss is exact', () => {
  expect(0.1 * 3).not.toBe(0.3)
  expect(decimalText(times(decimal('0.1'), decimal('3')))).toBe('0.3')
  expect(compare(times(decimal('0.1'), decimal('3')), decimal('0.30'))).toBe(0)
  expect(compare(decimal('0.3'), decimal('0.31'))).toBe(-1)
  expect(compare(decimal('10'), decimal('9.99'))).toBe(1)
})

test('sums, differences and quotients are exact, or rounded half up where they end', () => {
  expect(decimalText(plus(decimal('0.1'), decimal('0.25')))).toBe('0.35')
  expect(decimalText(less(decimal('1'), decimal('0.75')))).toBe('0.25')
  expect(decimalText(less(decimal('0.75'), decimal('1')))).toBe('0')
  expect(decimalText(dividedBy(decimal('2'), decimal('3'), 4))).toBe('0.6667')
  expect(decimalText(dividedBy(decimal('0.5'), decimal('4'), 2))).toBe('0.13')
  expect(decimalText(roundedTo(4, decimal('0.54995')))).toBe('0.55')
  expect(decimalText(roundedTo(4, decimal('0.549949')))).toBe('0.5499')
  expect(decimalText(roundedTo(4, decimal('0.5')))).toBe('0.5')
})
