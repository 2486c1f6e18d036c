import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { contextOf, testTown } from '../test-town.ts'
import { findMethods } from './find-methods.ts'
import { RiskMethod } from './risk.ts'
import { assess, gradeOf, weightFaults } from './rules/method.ts'
import { levelOfSeverity, severityOf } from './rules/severity.ts'

// The tables as they ship, on whichever database runs.
const { sql } = await testDatabase()
let planner: Context
let methods: RiskMethod[]

beforeAll(async () => {
  planner = await contextOf(sql, (await testTown(sql)).people.planner)
  methods = await findMethods(planner)
})

const shipped = (method: string, edition: string): RiskMethod => {
  const found = methods.find(each => each.method === method && each.edition === edition && each.inForce)
  if (!found) throw new Error(`${method} ${edition} is not shipped`)
  return found
}
const figure = (method: RiskMethod, inputs: Record<string, string>) => {
  const result = assess(method, inputs)
  if (!result.assessed) throw new Error(result.message.en)
  return result
}

/** Every combination of listed values. */
function* combinations(method: RiskMethod, names: string[]): Generator<Record<string, string>> {
  const [name, ...rest] = names
  if (name === undefined) {
    yield {}
    return
  }
  const values = method.choices.filter(({ factor }) => factor === name).map(({ value }) => value)
  for (const more of combinations(method, rest)) for (const value of values) yield { ...more, [name]: value }
}

test('every criteria set is shipped once, whole and in the words of its schema', () => {
  expect(RiskMethod.array().parse(methods)).toEqual(methods)
  const inForce = methods.filter(each => each.inForce)
  expect(inForce.map(({ method, edition }) => `${method} ${edition}`)).toEqual([
    'LEC A',
    'LEC B',
    'LS A',
    'LS B',
    'MES common',
    'MES rail',
    'HEV flood',
    'HEV geology',
    'DIAGNOSIS 2018',
  ])
  for (const { bands, factors, choices } of methods) {
    expect(bands.map(({ level }) => level)).toEqual([1, 2, 3, 4])
    for (const { factor, kind } of factors) {
      const listed = choices.filter(choice => choice.factor === factor).length
      expect([factor, listed > 1]).toEqual([factor, kind === 'choice' || kind === 'veto'])
    }
  }
})

test.each([
  ['EX-R01', 'A', ['3', '6', '15'], '270', 2],
  ['EX-R02', 'A', ['6', '3', '40'], '720', 1],
  ['EX-R03', 'A', ['1', '10', '7'], '70', 3],
  ['EX-R04', 'A', ['0.5', '6', '15'], '45', 4],
  ['EX-R05', 'A', ['10', '10', '3'], '300', 2],
  ['EX-R06', 'A', ['3', '3', '7'], '63', 4],
  ['EX-R20', 'A', ['1', '6', '40'], '240', 2],
  ['EX-R21', 'A', ['6', '6', '15'], '540', 1],
  ['EX-R22', 'A', ['0.5', '10', '15'], '75', 3],
  ['the other 70', 'A', ['10', '1', '7'], '70', 3],
  ['set B', 'B', ['3', '6', '15'], '270', 2],
])('%s: LEC %s %j', (_, edition, [L = '', E = '', C = ''], score, level) =>
  expect(assess(shipped('LEC', edition), { L, E, C })).toMatchObject({ score, level }),
)

test('no listed values of LEC give 320 or 160; 70 is given twice and 20 five times', () => {
  const lec = shipped('LEC', 'A')
  const scores = [...combinations(lec, ['L', 'E', 'C'])].map(inputs => figure(lec, inputs).score)
  const count = (score: string) => scores.filter(each => each === score).length
  expect([count('320'), count('160'), count('70'), count('20')]).toEqual([0, 0, 2, 5])
})

test('a score between two whole numbers falls in no gap', () => {
  for (const edition of ['A', 'B']) {
    const { bands } = shipped('LEC', edition)
    expect(levelOfSeverity(severityOf('319.5', bands))).toBe(2)
    expect(levelOfSeverity(severityOf('159.999', bands))).toBe(3)
    expect(levelOfSeverity(severityOf('69.5', bands))).toBe(4)
  }
})

test.each([
  ['EX-R10', '5', '4', '20', 1, 1],
  ['EX-R11', '3', '4', '12', 2, 3],
  ['EX-R12', '4', '4', '16', 2, 2],
  ['EX-R13', '2', '4', '8', 3, 4],
])('%s: LS %s × %s', (_, L, S, score, a, b) => {
  expect(assess(shipped('LS', 'A'), { L, S })).toMatchObject({ score, level: a })
  expect(assess(shipped('LS', 'B'), { L, S })).toMatchObject({ score, level: b })
})

test('the attainable products of LS are the fourteen, coloured without a gap', () => {
  const ls = shipped('LS', 'A')
  const scores = [...combinations(ls, ['L', 'S'])].map(inputs => Number(figure(ls, inputs).score))
  const attainable = [...new Set(scores)].sort((a, b) => a - b)
  expect(attainable).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25])
  const colours = (edition: string) =>
    attainable.map(score => levelOfSeverity(severityOf(String(score), shipped('LS', edition).bands))).join('')
  expect(colours('A')).toBe('44433332222211')
  expect(colours('B')).toBe('44444443332211')
})

test('MES gives no score in the printed gaps, and 180 is red in both tables', () => {
  const mes = shipped('MES', 'common')
  const results = [...combinations(mes, ['M', 'E1', 'S'])].map(inputs => figure(mes, inputs))
  const scores = [...new Set(results.map(({ score }) => Number(score)))].sort((a, b) => a - b)
  expect(scores.filter(score => score >= 18)).toEqual([
    18, 20, 24, 25, 30, 36, 40, 48, 50, 60, 72, 80, 90, 100, 120, 144, 150, 180, 200, 240, 300, 400, 500,
  ])
  expect(scores[0]).toBe(0.5)
  const at180 = { M: '3', E1: '6', S: '10' }
  for (const edition of ['common', 'rail'])
    expect(assess(shipped('MES', edition), at180)).toMatchObject({ score: '180', level: 1 })
  const steps = ['500', '180', '150', '90', '80', '50', '48', '20', '18', '0.5']
  expect(steps.map(score => gradeOf(mes, score)?.name)).toEqual([
    '一级',
    '一级',
    '二级',
    '二级',
    '三级',
    '三级',
    '四级',
    '四级',
    '五级',
    '五级',
  ])
})

test.each([
  ['90', { M: '3', E1: '3', S: '10' }, 2, 2],
  ['80', { M: '1', E1: '10', S: '8' }, 3, 3],
  ['50', { M: '5', E1: '10', S: '1' }, 3, 3],
  ['48', { M: '1', E1: '6', S: '8' }, 4, 3],
  ['40', { M: '5', E1: '1', S: '8' }, 4, 3],
  ['36', { M: '3', E1: '3', S: '4' }, 4, 4],
])('MES %s: common and rail colour it apart', (score, inputs, common, rail) => {
  expect(assess(shipped('MES', 'common'), inputs)).toMatchObject({ score, level: common })
  expect(assess(shipped('MES', 'rail'), inputs)).toMatchObject({ score, level: rail })
})

test('EX-R23: MES 5, 10, 1 is 50: grade three of the common table, yellow of the railway', () => {
  const inputs = { M: '5', E1: '10', S: '1' }
  const [common, rail] = [shipped('MES', 'common'), shipped('MES', 'rail')]
  expect(figure(common, inputs).score).toBe('50')
  expect(gradeOf(common, '50')?.name).toBe('三级')
  expect(gradeOf(common, '49.9')?.name).toBe('四级')
  expect(assess(rail, inputs)).toMatchObject({ score: '50', level: 3 })
})

test('the weights of each index sum to 1, and its worst and best inputs reach red and blue', () => {
  for (const edition of ['geology', 'flood']) {
    const hev = shipped('HEV', edition)
    expect(weightFaults(hev.factors)).toEqual([])
    const extreme = (worst: boolean) =>
      Object.fromEntries(
        hev.factors.map(({ factor, kind, most, least }) => {
          const listed = hev.choices.filter(choice => choice.factor === factor).map(({ value }) => value)
          const value = kind === 'measure' ? (worst ? most : least) : listed.at(worst ? 0 : -1)
          return [factor, value ?? '']
        }),
      )
    expect(assess(hev, extreme(true))).toMatchObject({ score: '1', level: 1 })
    expect(assess(hev, extreme(false))).toMatchObject({ level: 4 })
  }
})

test.each([
  ['59.9', 1],
  ['60', 2],
  ['74.99', 2],
  ['75', 3],
  ['89.99', 3],
  ['90', 4],
])('a diagnosis of %s points is level %i', (S, level) =>
  expect(assess(shipped('DIAGNOSIS', '2018'), { S, V1: '0', V2: '0', V3: '0', V4: '0' })).toMatchObject({
    level,
  }),
)

test('what was not checked against its source ships unverified', () => {
  const marks = Object.fromEntries(
    methods.map(({ method, edition, verified }) => [`${method} ${edition}`, verified]),
  )
  expect(marks).toEqual({
    'LEC A': true,
    'LEC B': false,
    'LS A': true,
    'LS B': false,
    'MES common': false,
    'MES rail': false,
    'HEV flood': false,
    'HEV geology': false,
    'DIAGNOSIS 2018': true,
  })
  const vetoes = shipped('DIAGNOSIS', '2018').choices.filter(({ value }) => value === '1')
  expect(Object.fromEntries(vetoes.map(({ factor, verified }) => [factor, verified]))).toEqual({
    V1: false,
    V2: true,
    V3: false,
    V4: false,
  })
})

test('the application may not edit a table that somebody signed under, nor an assessment', async () => {
  const edits = [
    'update risk_bands set from_score = 1',
    'delete from risk_choices',
    "update risk_methods set title = ''",
    'update assessments set level = 4',
    'delete from assessments',
  ]
  for (const edit of edits) {
    const attempt = sql.begin(async tx => {
      await tx`set local role sisetu_app`
      await tx.unsafe(edit)
    })
    await expect(attempt, edit).rejects.toMatchObject({ code: '42501' })
  }
})
