import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InventoryLine } from '../installation.ts'
import { alphaOf, appraise } from './appraise.ts'
import type { ClassSymbol } from './classes.ts'
import { ratioOf, ratioText } from './ratio.ts'

const line = (no: number | null, tonnes: string, more: Partial<InventoryLine> = {}): InventoryLine => ({
  no,
  cas: null,
  classes: [],
  name: '',
  tonnes,
  note: '',
  ...more,
})
const of = (symbol: ClassSymbol, tonnes: string, name = '某物') =>
  line(null, tonnes, { classes: [symbol], name })
const result = (lines: InventoryLine[], people: number) => {
  const appraised = appraise(lines, people)
  if (!appraised.appraised) throw new Error(appraised.faults.map(({ message }) => message.en).join())
  return appraised.result
}
const faults = (lines: InventoryLine[]) => {
  const appraised = appraise(lines, 0)
  return appraised.appraised ? [] : appraised.faults
}

// GB 18218-2018, worked examples
test.each<[string, InventoryLine[], number, string, string, string | null, number]>([
  ['EX-G01: ammonia 40 t', [line(1, '40')], 60, '4', '1.5', '12', 3],
  ['EX-G02: chlorine 6 t', [line(12, '6')], 120, '1.2', '2', '9.6', 4],
  ['EX-G03: methanol 300 t and petrol 100 t', [line(65, '300'), line(66, '100')], 0, '1.1', '0.5', '0.55', 4],
  ['EX-G04: hydrogen 4 t and LPG 200 t', [line(51, '4'), line(52, '200')], 35, '4.8', '1.2', '8.64', 4],
  ['EX-G05: phosgene 1.5 t', [line(6, '1.5')], 10, '5', '1', '100', 1],
  ['EX-G06: TNT 30 t', [line(35, '30')], 200, '6', '2', '24', 3],
  ['EX-G07: ammonia 9.99 t', [line(1, '9.99')], 60, '0.999', '1.5', null, 0],
  ['EX-G08: xylene 6000 t by class', [of('W5.4', '6000', '二甲苯')], 29, '1.2', '1', '1.2', 4],
  [
    'EX-G09: chlorine, sulphur dioxide, ammonia',
    [line(12, '2'), line(4, '10'), line(1, '3')],
    100,
    '1.2',
    '2',
    '6.4',
    4,
  ],
  ['EX-G10: a liquid above its boiling point', [of('W5.1', '25')], 30, '2.5', '1.2', '4.5', 4],
  ['EX-G11: sulphur dioxide and ethylene oxide', [line(4, '19'), line(7, '1')], 49, '1.05', '1.2', '2.52', 4],
  ['EX-G12: acetylene 3 t', [line(54, '3')], 30, '3', '1.2', '5.4', 4],
])('%s', (_, lines, people, s, alpha, r, grade) =>
  expect(result(lines, people)).toMatchObject({ s, alpha, r, grade, constitutes: r !== null }),
)

// GB 18218-2018, table 5
test.each([
  [0, '0.5'],
  [1, '1'],
  [29, '1'],
  [30, '1.2'],
  [49, '1.2'],
  [50, '1.5'],
  [99, '1.5'],
  [100, '2'],
  [5000, '2'],
])('%i people give alpha %s', (people, alpha) => expect(alphaOf(people)).toBe(alpha))

// GB 18218-2018, table 6: the number itself belongs to the higher grade
test.each([
  ['99.999', 2],
  ['100', 1],
  ['50', 2],
  ['49.999', 3],
  ['10', 3],
  ['9.999', 4],
])('R %s is grade %i', (r, grade) => {
  // Class W8 has Q 50 and beta 1, so that 50 t are R 1 with a single neighbour.
  const tonnes = String(Math.round(Number(r) * 50_000) / 1000)
  expect(result([of('W8', tonnes)], 1)).toMatchObject({ r, grade })
})

test('S of exactly 1 constitutes, and thirds of a threshold add up exactly', () => {
  expect(result([line(1, '10')], 0)).toMatchObject({ s: '1', constitutes: true, grade: 4 })
  // 0.1 / 0.3 three times is 1 in the standard and 0.9999999999999999 in floating point.
  expect(result([line(6, '0.1'), line(6, '0.1'), line(6, '0.1')], 0)).toMatchObject({
    s: '1',
    constitutes: true,
  })
  expect(result([line(6, '0.29999999')], 0)).toMatchObject({ s: '0.99999997', constitutes: false, r: null })
})

test('an empty inventory constitutes nothing', () => {
  expect(result([], 500)).toMatchObject({ s: '0', weighted: '0', r: null, grade: 0, decidingLine: null })
})

test('the line that weighs most decides, and each line says where its figures stand', () => {
  const { lines, decidingLine, verified } = result([line(65, '500'), line(12, '2.5'), line(1, '1')], 0)
  expect(decidingLine).toBe(1)
  expect(lines[1]).toMatchObject({
    share: '0.5',
    product: '2',
    quantity: { value: '5', source: { zh: '表 1 第 12 项' }, verified: true },
    beta: { value: '4', source: { zh: '表 3 氯' }, verified: true },
  })
  // The class of methanol is ours, not the table's.
  expect(lines[0]?.beta).toMatchObject({ value: '1', source: { zh: '表 4 W5.3' }, verified: false })
  expect(verified).toBe(false)
})

test('table 1 comes before the classes; of several classes the smallest Q and the largest beta count', () => {
  expect(result([line(null, '10', { cas: '7664-41-7', classes: ['W2'] })], 0).lines[0]).toMatchObject({
    name: { zh: '氨' },
    quantity: { value: '10' },
    beta: { value: '2' },
  })
  expect(result([line(null, '10', { classes: ['J3', 'W2'], name: '某气' })], 0).lines[0]).toMatchObject({
    quantity: { value: '10', source: { zh: '表 2 W2' } },
    beta: { value: '2', source: { zh: '表 4 J3' }, verified: false },
  })
  // Methanol held above its boiling point: Q stays, beta follows the class that a person gave.
  expect(result([line(65, '500', { classes: ['W5.1'] })], 0).lines[0]).toMatchObject({
    quantity: { value: '500' },
    beta: { value: '1.5', source: { zh: '表 4 W5.1' }, verified: true },
  })
  expect(result([line(26, '75')], 0).lines[0]?.beta).toMatchObject({ value: '1', verified: false })
})

test.each<[string, InventoryLine, string, RegExp]>([
  ['a negative mass', line(1, '-3'), 'tonnes', /-3/],
  ['no mass', line(1, ''), 'tonnes', /十进制/],
  ['zero', line(1, '0.0'), 'tonnes', /不能为 0/],
  ['kilograms for tonnes', line(1, '10000000.1'), 'tonnes', /单位/],
  ['a number in letters', line(1, '1e3'), 'tonnes', /1e3/],
  ['an unknown CAS', line(null, '1', { cas: '64-19-7' }), 'cas', /不在表 1/],
  ['a wrong check digit', line(null, '1', { cas: '7664-41-8' }), 'cas', /校验位/],
  ['no CAS number at all', line(null, '1', { cas: '氨水' }), 'cas', /写法/],
  ['the CAS number of another', line(12, '1', { cas: '7664-41-7' }), 'cas', /氯/],
  ['a CAS number of several', line(null, '1', { cas: '6484-52-2' }), 'no', /2 项/],
  ['a place that table 1 has not', line(86, '1'), 'no', /86/],
  ['nothing but a name', line(null, '1', { name: '某物' }), 'no', /没有选/],
  ['a class without a name', line(null, '1', { classes: ['W2'] }), 'name', /名称/],
  ['a class that contradicts', line(12, '1', { classes: ['W5.3'] }), 'classes', /不符/],
])('%s is refused at its field', (_, bad, field, message) => {
  const found = faults([line(1, '1'), bad])
  expect(found).toMatchObject([{ line: 1, field }])
  expect(found[0]?.message.zh).toMatch(message)
})

test('every line at fault is named', () => {
  expect(faults([line(1, '0'), line(2, '1'), line(99, '1')]).map(fault => fault.line)).toEqual([0, 2])
})

test('S grows with every tonne and never depends on the order of the lines', () => {
  const tonnes = fc.integer({ min: 1, max: 9_999_999 }).map(grams => String(grams / 1000))
  const any = fc
    .record({ no: fc.integer({ min: 1, max: 85 }), tonnes })
    .map(each => line(each.no, each.tonnes))
  fc.assert(
    fc.property(
      fc.array(any, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 200 }),
      (lines, people) => {
        const forward = result(lines, people)
        const { s, r, grade } = result(lines.toReversed(), people)
        expect({ s, r, grade }).toEqual({ s: forward.s, r: forward.r, grade: forward.grade })
        const more = result([...lines, line(1, '0.001')], people)
        expect(Number(more.s)).toBeGreaterThanOrEqual(Number(forward.s))
        expect(more.constitutes || !forward.constitutes).toBe(true)
      },
    ),
  )
})

test('a fraction is written with more places where rounding would bring it onto a threshold', () => {
  const one = ratioOf('1')
  const below = ratioOf('0.99999')
  if (!one || !below) throw new Error('plain decimals')
  expect(ratioText(below)).toBe('1')
  expect(ratioText(below, { thresholds: [one] })).toBe('0.99999')
  expect(ratioText({ over: 1n, under: 3n })).toBe('0.3333')
})

test.each(['9.999999999999', '9.99999999999999999999999999'])('%s t of ammonia never read as 1', tonnes => {
  const { s, constitutes } = result([line(1, tonnes)], 60)
  expect([s, constitutes]).toEqual([`0.9${tonnes.slice(2)}`, false])
})
