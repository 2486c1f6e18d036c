import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RiskBand, RiskChoice, RiskMethod } from '../risk.ts'
import { assess } from './method.ts'

const choices = (factor: string, values: string[]): RiskChoice[] =>
  values.map(value => ({ factor, value, meaning: value, meaningEn: value, verified: true }))
const bands = (...from: [string, string, string, string]): RiskBand[] =>
  from.map((bound, i) => ({ level: ([1, 2, 3, 4] as const)[i] ?? 0, from: bound, name: '', nameEn: '' }))
const method = (more: Pick<RiskMethod, 'method' | 'edition' | 'choices' | 'bands'>): RiskMethod => ({
  id: 1,
  title: more.method,
  titleEn: more.method,
  standard: '',
  clause: '',
  verified: true,
  ...more,
})

const steps = ['5', '4', '3', '2', '1']
const lec = method({
  method: 'LEC',
  edition: 'A',
  choices: [
    ...choices('L', ['10', '6', '3', '1', '0.5', '0.2', '0.1']),
    ...choices('E', ['10', '6', '3', '2', '1', '0.5']),
    ...choices('C', ['100', '40', '15', '7', '3', '1']),
  ],
  bands: bands('320', '160', '70', '0'),
})
const ls = (edition: string, ...from: [string, string, string, string]) =>
  method({
    method: 'LS',
    edition,
    choices: [...choices('L', steps), ...choices('S', steps)],
    bands: bands(...from),
  })
const lsA = ls('A', '20', '9', '4', '1')
const lsB = ls('B', '20', '15', '9', '1')

test.each([
  ['EX-R01', ['3', '6', '15'], '270', 2],
  ['EX-R02', ['6', '3', '40'], '720', 1],
  ['EX-R03', ['1', '10', '7'], '70', 3],
  ['EX-R04', ['0.5', '6', '15'], '45', 4],
  ['EX-R05', ['10', '10', '3'], '300', 2],
  ['EX-R06', ['3', '3', '7'], '63', 4],
])('%s: LEC %s is %s', (_, [L = '', E = '', C = ''], score, level) =>
  expect(assess(lec, { L, E, C })).toMatchObject({
    score,
    level,
    working: `L${L} × E${E} × C${C} = ${score}`,
  }),
)

test.each([
  ['EX-R10', '5', '4', '20', 1, 1],
  ['EX-R11', '3', '4', '12', 2, 3],
  ['EX-R12', '4', '4', '16', 2, 2],
  ['EX-R13', '2', '4', '8', 3, 4],
])('%s: LS %s × %s', (_, L, S, score, a, b) => {
  expect(assess(lsA, { L, S })).toMatchObject({ score, level: a })
  expect(assess(lsB, { L, S })).toMatchObject({ score, level: b })
})

test.each([
  [{ L: '4', E: '6', C: '15' }, 'L'],
  [{ L: '3', E: '6' }, 'C'],
  [{ L: '3', E: '', C: '15' }, 'E'],
  [{ L: '3', E: '6', C: '15', S: '3' }, 'S'],
  [{ L: '3e0', E: '6', C: '15' }, 'L'],
])('%j is refused at %s', (inputs, factor) =>
  expect(assess(lec, inputs)).toMatchObject({ assessed: false, factor }),
)

test('a value written another way is stored as the table writes it', () =>
  expect(assess(lec, { L: '0.50', E: '6.0', C: '15' })).toMatchObject({
    inputs: { L: '0.5', E: '6', C: '15' },
  }))

test('no legal triple falls between two bands', () => {
  const one = (factor: string) =>
    fc.constantFrom(...lec.choices.filter(c => c.factor === factor).map(c => c.value))
  fc.assert(
    fc.property(one('L'), one('E'), one('C'), (L, E, C) => {
      const result = assess(lec, { L, E, C })
      const hundredths = Math.round(Number(L) * 10) * Math.round(Number(E) * 10) * Number(C)
      const expected = hundredths >= 32000 ? 1 : hundredths >= 16000 ? 2 : hundredths >= 7000 ? 3 : 4
      expect(result).toMatchObject({ assessed: true, level: expected })
    }),
  )
})
