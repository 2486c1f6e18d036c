import { expect, test } from 'vitest'
import { blastProbits, shareOf, thermalDose, thermalProbits, toxicProbit } from './probit.ts'

test('thermal probits at a dose of 1e7', () => {
  expect(thermalProbits.eisenberg(1e7)).toBeCloseTo(2.7823249, 6)
  expect(thermalProbits.tsaoPerry(1e7)).toBeCloseTo(4.8823249, 6)
  expect(thermalProbits.tno(1e7)).toBeCloseTo(4.0323249, 6)
  expect(thermalProbits.lees(1e7)).toBeCloseTo(1.6756475, 6)
})

test('half of the people die', () => {
  expect(shareOf(thermalProbits.eisenberg(thermalDose(15_796.170691, 60)))).toBeCloseTo(0.5, 6)
  expect(shareOf(blastProbits.lung(144_542.867547))).toBeCloseTo(0.5, 6)
})

test('a minute in 12.5 kW/m²', () => {
  const probit = thermalProbits.eisenbergScaled(thermalDose(12_500, 60))
  // The two printed forms of Eisenberg's probit differ by the rounding of their constants.
  expect(thermalProbits.eisenberg(thermalDose(12_500, 60))).toBeCloseTo(probit, 2)
  expect(probit).toBeCloseTo(4.2027, 4)
  expect(shareOf(probit)).toBeCloseTo(0.2126, 4)
})

test('blast probits', () => {
  expect(blastProbits.lung(1e5)).toBeCloseTo(2.454315, 6)
  expect(blastProbits.lungHse(1e5)).toBeCloseTo(5.13, 9)
  expect(blastProbits.head(1e5, 1e4)).toBeCloseTo(12.2786003, 6)
  expect(blastProbits.collapse(1e5, 1e4)).toBeCloseTo(6.4917213, 6)
})

test('EX-C58: lungs at 100 and 200 kPa', () => {
  expect(shareOf(blastProbits.lung(1e5))).toBeCloseTo(0.00545, 5)
  expect(shareOf(blastProbits.lung(2e5))).toBeCloseTo(0.9876, 4)
})

test('chlorine, 100 ppm for half an hour', () => {
  expect(toxicProbit('chlorine', 100, 30)).toBeCloseTo(3.3126, 4)
  expect(shareOf(toxicProbit('chlorine', 100, 30))).toBeCloseTo(0.0458, 4)
  // The power stands inside the logarithm only.
  expect(toxicProbit('hydrogen-sulfide', 10, 5)).toBeCloseTo(-31.42 + 3.008 * Math.log(10 ** 1.43 * 5), 9)
})

test('shares run from nobody to everybody', () => {
  expect(shareOf(5)).toBe(0.5)
  expect(shareOf(-10)).toBeCloseTo(0, 12)
  expect(shareOf(20)).toBeCloseTo(1, 12)
  expect(shareOf(8.6) + shareOf(1.4)).toBeCloseTo(1, 12)
})
