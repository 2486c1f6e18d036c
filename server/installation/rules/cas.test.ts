import fc from 'fast-check'
import { expect, test } from 'vitest'
import { casOf, isCas } from './cas.ts'

test.each([
  ['7664-41-7', '7664-41-7'],
  ['７６６４－４１－７', '7664-41-7'],
  [' 7664–41–7 ', '7664-41-7'],
  ['7664 - 41 - 7', '7664-41-7'],
  ['7664417', '7664-41-7'],
  ['CAS：7664-41-7', '7664-41-7'],
  ['氨', null],
  ['7664-41', null],
  ['1-2-3', null],
])('%s is read as %s', (text, cas) => expect(casOf(text)).toBe(cas))

test('a wrong check digit is known', () => {
  expect(isCas('18810-58-7')).toBe(true)
  expect(isCas('18810-58-1')).toBe(false)
})

test('of ten last digits one is right', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 9_999_999 }),
      fc.integer({ min: 10, max: 99 }),
      (registry, pair) => {
        const right = [...'0123456789'].filter(check => isCas(`${registry}-${pair}-${check}`))
        expect(right).toHaveLength(1)
      },
    ),
  )
})
