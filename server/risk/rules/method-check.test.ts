import { expect, test } from 'vitest'
import type { RiskBand, RiskFactor } from '../risk.ts'
import { checkMethod } from './method-check.ts'

type Tables = Parameters<typeof checkMethod>[0]

const factor = (name: string, more: Partial<RiskFactor> = {}): RiskFactor => ({
  factor: name,
  term: name.slice(0, 1),
  name,
  nameEn: name,
  kind: 'choice',
  weight: null,
  least: null,
  most: null,
  unit: '',
  unitEn: '',
  verified: true,
  ...more,
})
const choices = (name: string, ...values: string[]) =>
  values.map(value => ({ factor: name, value, meaning: '', meaningEn: '', verified: true }))
const bands = (...from: string[]): RiskBand[] =>
  from.map((bound, i) => ({
    level: ([1, 2, 3, 4] as const)[i] ?? 0,
    from: bound,
    name: '',
    nameEn: '',
    verified: true,
  }))
const step = (from: string) => ({ from, name: '', nameEn: '', verified: true })
const whole: Tables = {
  form: 'product',
  factors: [factor('L'), factor('S')],
  choices: [...choices('L', '2', '1'), ...choices('S', '2', '1')],
  bands: bands('20', '9', '4', '1'),
}
const paths = (more: Partial<Tables>) => checkMethod({ ...whole, ...more }).map(({ path }) => path)

test('a whole method has no fault, whichever way its bands run', () => {
  expect(paths({})).toEqual([])
  expect(paths({ bands: bands('0', '60', '75', '90') })).toEqual([])
})

test.each([
  ['no factor', { factors: [], choices: [] }, ['factors']],
  ['a factor twice', { factors: [factor('L'), factor('S'), factor('L')] }, ['factors.L']],
  ['one value', { choices: [...choices('L', '2'), ...choices('S', '2', '1')] }, ['factors.L']],
  [
    'a value twice',
    { choices: [...choices('L', '2', '2.0', '1'), ...choices('S', '2', '1')] },
    ['factors.L'],
  ],
  ['no number', { choices: [...choices('L', '2', '-1'), ...choices('S', '2', '1')] }, ['factors.L']],
  ['a stray value', { choices: [...whole.choices, ...choices('X', '1')] }, ['choices.X']],
  ['bounds out of order', { bands: bands('20', '4', '9', '1') }, ['bands']],
  ['a bound twice', { bands: bands('20', '9', '9', '1') }, ['bands']],
  ['a gap below', { bands: bands('20', '9', '4', '2') }, ['bands']],
  ['a colour missing', { bands: bands('20', '9', '4') }, ['bands']],
  ['a veto that is 2', { factors: [factor('L', { kind: 'veto' }), factor('S')] }, ['factors.L']],
  [
    'a measure upside down',
    { factors: [factor('L', { kind: 'measure', least: '9', most: '3' }), factor('S')] },
    ['factors.L'],
  ],
  ['a weight of nothing', { factors: [factor('L', { weight: '0' }), factor('S')] }, ['factors.L']],
  ['a list with a range', { factors: [factor('L', { least: '1' }), factor('S')] }, ['factors.L']],
  ['a step twice', { grades: [step('4'), step('4.0')] }, ['grades']],
  ['a step at no number', { grades: [step('four')] }, ['grades']],
  ['decimals beyond measure', { places: 9, reviewMonths: 0 }, ['places', 'reviewMonths']],
  ['a score without a figure', { form: 'score' as const }, ['factors']],
] satisfies [string, Partial<Tables>, string[]][])('%s is named', (_, more, expected) =>
  expect(paths(more)).toEqual(expected),
)

test('the weights of an index sum to 1 group by group', () => {
  const weighed = (weight: string) => ({
    form: 'index' as const,
    factors: [factor('H1', { weight }), factor('H2', { weight: '0.4' }), factor('E1', { weight: '1' })],
    choices: ['H1', 'H2', 'E1'].flatMap(name => choices(name, '1', '0.5')),
  })
  expect(paths(weighed('0.6'))).toEqual([])
  expect(paths(weighed('0.59'))).toEqual(['factors.H'])
})
