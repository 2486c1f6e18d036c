import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RiskBand, RiskChoice, RiskFactor, RiskMethod } from '../risk.ts'
import { assess, gradeOf, isVerified, weightFaults } from './method.ts'

const choices = (factor: string, values: string[]): RiskChoice[] =>
  values.map(value => ({ factor, value, meaning: value, meaningEn: value, verified: true }))
const bands = (...from: [string, string, string, string]): RiskBand[] =>
  from.map((bound, i) => ({
    level: ([1, 2, 3, 4] as const)[i] ?? 0,
    from: bound,
    name: '',
    nameEn: '',
    verified: true,
  }))
const factor = (name: string, more: Partial<RiskFactor> = {}): RiskFactor => ({
  factor: name,
  term: name,
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
type Tables = Pick<RiskMethod, 'method' | 'edition' | 'choices' | 'bands'> & Partial<RiskMethod>
const method = (more: Tables): RiskMethod => ({
  id: 1,
  revision: 1,
  inForce: true,
  title: more.method,
  titleEn: more.method,
  standard: '',
  clause: '',
  verified: true,
  form: 'product',
  symbol: 'R',
  places: null,
  domains: [],
  reviewMonths: null,
  note: '',
  noteEn: '',
  factors: [...new Set(more.choices.map(choice => choice.factor))].map(name => factor(name)),
  grades: [],
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
  ['the other 70', ['10', '1', '7'], '70', 3],
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

const mes = method({
  method: 'MES',
  edition: 'common',
  factors: [factor('M'), factor('E1', { term: 'E' }), factor('E2', { term: 'E' }), factor('S')],
  choices: [
    ...choices('M', ['5', '3', '1']),
    ...choices('E1', ['10', '6', '3', '2', '1', '0.5']),
    ...choices('E2', ['10', '6', '3', '2', '1', '0.5']),
    ...choices('S', ['10', '8', '4', '2', '1']),
  ],
  bands: bands('180', '90', '50', '0'),
  grades: [
    { from: '20', name: '四级', nameEn: '', verified: false },
    { from: '0', name: '五级', nameEn: '', verified: false },
  ],
})

test('of the factors of one term the largest counts, and one of them is enough', () => {
  expect(assess(mes, { M: '3', E1: '2', E2: '6', S: '10' })).toMatchObject({
    score: '180',
    level: 1,
    working: 'M3 × max(E1=2, E2=6) × S10 = 180',
  })
  expect(assess(mes, { M: '3', E2: '6', S: '8' })).toMatchObject({
    score: '144',
    level: 2,
    working: 'M3 × E2=6 × S8 = 144',
    inputs: { M: '3', E2: '6', S: '8' },
  })
  expect(assess(mes, { M: '3', S: '8' })).toMatchObject({ assessed: false, factor: 'E1' })
  expect(assess(mes, { M: '3', E1: '4', E2: '6', S: '8' })).toMatchObject({ assessed: false, factor: 'E1' })
})

test('the finer step is printed beside the colour', () => {
  expect(gradeOf(mes, '20')?.name).toBe('四级')
  expect(gradeOf(mes, '19.999')?.name).toBe('五级')
  expect(gradeOf(lec, '20')).toBeUndefined()
})

const weighted = (name: string, weight: string) => factor(name, { term: name[0] ?? '', weight })
const hev = method({
  method: 'HEV',
  edition: 'test',
  form: 'index',
  symbol: 'I',
  places: 4,
  factors: [
    weighted('H1', '0.6'),
    factor('H2', { term: 'H', weight: '0.4', kind: 'measure', least: '0', most: '300' }),
    weighted('E1', '1'),
    weighted('V1', '1'),
  ],
  choices: [
    ...choices('H1', ['1', '0.5']),
    ...choices('E1', ['1', '0.55', '0.5499']),
    ...choices('V1', ['1', '0.5']),
  ],
  bands: bands('0.55', '0.44', '0.35', '0'),
})

test('an index is a product of weighted sums; a measure is brought to 0..1 and rounded half up', () => {
  expect(assess(hev, { H1: '0.5', H2: '100', E1: '1', V1: '1' })).toMatchObject({
    score: '0.4333',
    level: 3,
    working: 'H(0.6×0.5 + 0.4×0.3333 = 0.4333) × E(1×1 = 1) × V(1×1 = 1) = 0.4333',
    inputs: { H2: '100' },
  })
  expect(assess(hev, { H1: '1', H2: '9999', E1: '0.55', V1: '1' })).toMatchObject({ score: '0.55', level: 1 })
  expect(assess(hev, { H1: '1', H2: '300', E1: '0.5499', V1: '1' })).toMatchObject({ level: 2 })
  expect(assess(hev, { H1: '1', H2: '-3', E1: '1', V1: '1' })).toMatchObject({ factor: 'H2' })
})

test('weights that do not sum to exactly 1 refuse the whole method and name the group', () => {
  const lame = {
    ...hev,
    factors: hev.factors.map(each => (each.factor === 'H1' ? weighted('H1', '0.59') : each)),
  }
  expect(weightFaults(hev.factors)).toEqual([])
  expect(weightFaults(lame.factors)).toEqual([
    { factor: 'H', message: expect.objectContaining({ en: 'The weights of H sum to 0.99, not 1' }) },
  ])
  expect(assess(lame, { H1: '1', H2: '300', E1: '1', V1: '1' })).toMatchObject({
    assessed: false,
    factor: 'H',
  })
  const tenths = Array.from({ length: 10 }, (_, i) => weighted(`H${i}`, '0.1'))
  expect(weightFaults(tenths)).toEqual([])
})

const diagnosis = method({
  method: 'DIAGNOSIS',
  edition: '2018',
  form: 'score',
  factors: [
    factor('S', { kind: 'figure', least: '0', most: '100' }),
    factor('V1', { kind: 'veto' }),
    factor('V2', { kind: 'veto', verified: false }),
  ],
  choices: [...choices('V1', ['1', '0']), ...choices('V2', ['1', '0'])],
  bands: bands('0', '60', '75', '90'),
})
const clear = { V1: '0', V2: '0' }

test.each([
  ['0', 1],
  ['59.99', 1],
  ['60', 2],
  ['74.9', 2],
  ['75', 3],
  ['89.999', 3],
  ['90', 4],
  ['100', 4],
])('a diagnosis score of %s is level %i', (S, level) =>
  expect(assess(diagnosis, { S, ...clear })).toMatchObject({ score: S, level, vetoed: false }),
)

test('a lower diagnosis is graver within its band too', () => {
  const severity = (S: string) => {
    const result = assess(diagnosis, { S, ...clear })
    return result.assessed ? result.severity : -1
  }
  expect(severity('61')).toBeGreaterThan(severity('74'))
  expect(severity('99')).toBeLessThan(severity('91'))
})

test('a veto is directly red, whatever the score, and says which', () => {
  expect(assess(diagnosis, { S: '96.5', V1: '0', V2: '1' })).toMatchObject({
    score: '96.5',
    level: 1,
    severity: 3000,
    vetoed: true,
    working: '96.5 · V2',
  })
  expect(assess(diagnosis, { S: '96.5', V1: '0' })).toMatchObject({ assessed: false, factor: 'V2' })
  expect(assess(diagnosis, { S: '100.1', ...clear })).toMatchObject({ assessed: false, factor: 'S' })
})

test('every fault is named, the first of them first', () => {
  const result = assess(lec, { L: '4', E: '', C: '15' })
  expect(result).toMatchObject({ assessed: false, factor: 'L', faults: [{ factor: 'L' }, { factor: 'E' }] })
})

test('a row that was not checked makes what uses it unverified', () => {
  expect(isVerified(diagnosis, { S: '70', ...clear })).toBe(true)
  expect(isVerified(diagnosis, { S: '70', V1: '0', V2: '1' })).toBe(false)
  expect(isVerified({ ...diagnosis, verified: false }, { S: '70', ...clear })).toBe(false)
})

const share = (name: string, more: Partial<RiskFactor> = {}) =>
  factor(name, { kind: 'measure', weight: '1', least: '0', most: '3', ...more })
const quarters = bands('0.75', '0.5', '0.25', '0')

test('an index that rounds nothing keeps its place in the band, however many decimals it has', () => {
  const unrounded = method({
    method: 'HEV',
    edition: 'unrounded',
    form: 'index',
    choices: [],
    factors: [
      share('H1', { term: 'H', weight: '0.35' }),
      share('H2', { term: 'H', weight: '0.65' }),
      share('E'),
      share('V'),
    ],
    bands: quarters,
  })
  const assessed = assess(unrounded, { H1: '2.8', H2: '2.9', E: '2.9', V: '2.9' })
  // (0.8924653350389 - 0.75) / 0.8924653350389 of the way through a band without an end.
  expect(assessed).toMatchObject({ score: '0.8924653350389', level: 1, severity: 3159 })
})

test.each(['product', 'index'] as const)('a veto situation is no figure of a %s', form => {
  const vetoed = method({
    method: 'HEV',
    edition: 'veto',
    form,
    choices: [...choices('L', ['1', '2']), ...choices('V', ['0', '1'])],
    factors: [form === 'index' ? share('H') : factor('L'), factor('V', { kind: 'veto' })],
    bands: quarters,
  })
  const figure: Record<string, string> = form === 'index' ? { H: '1.2' } : { L: '2' }
  const calm = assess(vetoed, { ...figure, V: '0' })
  expect(calm).toMatchObject(form === 'index' ? { score: '0.4', level: 3 } : { score: '2', level: 1 })
  expect(assess(vetoed, { ...figure, V: '1' })).toMatchObject({ level: 1, vetoed: true })
})

test('a row that nobody checked marks an assessment, however the table writes its value', () => {
  const rows = choices('L', ['1.0', '2']).map(row => ({ ...row, verified: row.value === '2' }))
  const table = method({ method: 'LS', edition: 'written', choices: rows, bands: quarters })
  expect(isVerified(table, { L: '2' })).toBe(true)
  expect(isVerified(table, { L: '1' })).toBe(false)
})
