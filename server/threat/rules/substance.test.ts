import { expect, test } from 'vitest'
import { isInErg } from './erg.ts'
import { substanceIn, substanceOf, whyNot } from './substance.ts'
import { substances } from './substance-table.ts'
import { toxicity } from './toxicity-table.ts'

test.each([
  ['液氨', '7664-41-7', 'ammonia'],
  ['液氯', null, 'chlorine'],
  ['丙烷', '74-98-6', 'lpg'],
  ['汽油', null, 'petrol'],
  ['Chlorine', null, 'chlorine'],
])('%s %s in a register is %s', (name, cas, key) => expect(substanceIn({ name, cas })?.key).toBe(key))

test('a number that nobody knows falls back to the name', () => {
  expect(substanceIn({ name: '氨', cas: '1-1-1' })?.key).toBe('ammonia')
  expect(substanceIn({ name: '水', cas: null })).toBeUndefined()
})

test('the tables fit together', () => {
  expect(new Set(substances.map(({ key }) => key)).size).toBe(substances.length)
  for (const key of Object.keys(toxicity)) expect(substanceOf(key), key).toBeDefined()
  for (const { cas } of substances) for (const number of cas) expect(hasCheckDigit(number), number).toBe(true)
  const inGuide = substances.filter(({ un }) => isInErg(un)).map(({ key }) => key)
  expect(inGuide).toEqual(expect.arrayContaining(['ammonia', 'chlorine', 'sulfur-dioxide', 'lpg', 'petrol']))
})

test('what heavier gases may be asked for', () => {
  const chlorine = substanceOf('chlorine')
  expect(whyNot('plume', chlorine)?.zh).toContain('ERG')
  expect(whyNot('erg', chlorine)).toBeNull()
  expect(whyNot('explosion', chlorine)).not.toBeNull()
  expect(whyNot('flood', undefined)).toBeNull()
  expect(whyNot('erg', undefined)?.en).toContain('Choose')
  expect(whyNot('plume', substanceOf('ammonia'), 'cold-jet')).not.toBeNull()
  expect(whyNot('plume', substanceOf('ammonia'))).toBeNull()
  expect(whyNot('fireball', substanceOf('petrol'))).not.toBeNull()
})

function hasCheckDigit(cas: string): boolean {
  const digits = [...cas.replaceAll('-', '')].map(Number)
  const check = digits.pop()
  return digits.toReversed().reduce((sum, digit, i) => sum + digit * (i + 1), 0) % 10 === check
}
