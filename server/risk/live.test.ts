import { expect, test } from 'vitest'
import { raised } from './live.ts'
import { levelOfSeverity, unassessed } from './rules/severity.ts'

const by = (...list: number[]) => list.map(thousandths => ({ thousandths }))

test('raises add up, to red at most', () => {
  expect(raised(1499, by(500, 1))).toBe(2000)
  expect(raised(3500, by(1000))).toBe(3999)
  expect(raised(700)).toBe(700)
})

test('what nobody assessed stays grey until something raises it, and is then yellow at least', () => {
  expect(raised(unassessed)).toBe(unassessed)
  expect(raised(unassessed, [])).toBe(unassessed)
  expect(levelOfSeverity(raised(unassessed, by(500)))).toBe(3)
  expect(levelOfSeverity(raised(unassessed, by(1000)))).toBe(3)
  expect(levelOfSeverity(raised(unassessed, by(1000, 1500)))).toBe(2)
  expect(raised(unassessed, by(1500, 1500, 1500))).toBe(3999)
})

test('no raise of any size makes an unassessed source blue', () => {
  for (let thousandths = 1; thousandths <= 3999; thousandths++)
    expect(levelOfSeverity(raised(unassessed, by(thousandths)))).not.toBe(4)
})
