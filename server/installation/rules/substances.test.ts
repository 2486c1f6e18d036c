import { expect, test } from 'vitest'
import { isCas } from './cas.ts'
import { alphaTable, classOf, classSymbols, hazardClasses, kindOf, toxicGases } from './classes.ts'
import { withCas } from './search.ts'
import { substanceOf, substances } from './substances.ts'

// GB 18218-2018, table 1
test('85 named substances, numbered without a gap, each with a critical quantity', () => {
  expect(substances.map(({ no }) => no)).toEqual(Array.from({ length: 85 }, (_, i) => i + 1))
  expect(substances.filter(({ quantity }) => !(Number(quantity) > 0))).toEqual([])
  const names = substances.map(({ name }) => name)
  expect(new Set(names).size).toBe(85)
  expect(substances.filter(({ nameEn }) => !/^[\w\s(),.%-]+$/.test(nameEn))).toEqual([])
})

test('every CAS number has the check digit that its other digits ask for', () => {
  const numbers = substances.flatMap(({ cas }) => cas)
  expect(numbers.length).toBe(85)
  expect([...numbers, ...toxicGases.map(({ cas }) => cas)].filter(cas => !isCas(cas))).toEqual([])
})

test('UN numbers have four digits and stand for one substance', () => {
  const numbers = substances.flatMap(({ un }) => un)
  expect(numbers.filter(un => !/^\d{4}$/.test(un))).toEqual([])
  expect(new Set(numbers).size).toBe(numbers.length)
})

test.each([
  [1, '氨', '10'],
  [6, '碳酰氯', '0.3'],
  [14, '砷化氢', '1'],
  [26, '三氧化硫', '75'],
  [30, '异氰酸甲酯', '0.75'],
  [31, '叠氮化钡', '0.5'],
  [46, '硝酸钾', '1000'],
  [56, '氧（压缩的或液化的）', '200'],
  [66, '汽油（乙醇汽油、甲醇汽油）', '200'],
  [85, '钠', '10'],
])('entry %i is %s with Q %s t', (no, name, quantity) =>
  expect(substanceOf(no)).toMatchObject({ name, quantity }),
)

test('the sum of all critical quantities is that of the table', () => {
  const hundredths = substances.reduce((sum, { quantity }) => sum + Math.round(Number(quantity) * 100), 0)
  expect(hundredths).toBe(728_955)
})

// GB 18218-2018, tables 2 and 4
test('24 classes, each with a name, a critical quantity and a factor', () => {
  expect(hazardClasses.map(({ symbol }) => symbol)).toEqual([...classSymbols])
  expect(hazardClasses.filter(({ name }) => !name?.zh || !name.en)).toEqual([])
  expect(hazardClasses.map(({ quantity, beta }) => [quantity, beta].join('/')).join(' ')).toBe(
    '5/4 50/1 50/2 50/2 500/1 1/2 10/2 50/2 10/1.5 150/1 50/1 10/1.5 50/1 1000/1 5000/1 10/1.5 50/1 10/1.5 50/1 50/1 50/1 200/1 200/1 200/1',
  )
})

test('every class that a substance is given is one of the table', () => {
  expect(substances.flatMap(({ classes }) => classes).filter(symbol => !classOf(symbol))).toEqual([])
  expect(kindOf('J1')).toBe(kindOf('J3'))
  expect(kindOf('J1')).not.toBe(kindOf('J2'))
  expect(kindOf('W5.1')).toBe(kindOf('W5.4'))
  expect(kindOf('W1.1')).not.toBe(kindOf('W10'))
})

// GB 18218-2018, table 3
test('14 toxic gases with factors of their own, each found in table 1', () => {
  expect(toxicGases.map(({ beta }) => beta).join(' ')).toBe('2 2 2 2 3 3 4 5 5 10 10 20 20 20')
  expect(toxicGases.filter(({ cas }) => withCas(cas).length !== 1)).toEqual([])
})

test('table 5 goes down to nobody', () => {
  expect(alphaTable.map(({ from, alpha }) => [from, alpha])).toEqual([
    [100, '2'],
    [50, '1.5'],
    [30, '1.2'],
    [1, '1'],
    [0, '0.5'],
  ])
})
