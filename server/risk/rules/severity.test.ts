import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RiskLevel } from '../risk.ts'
import { assessedSeverity, leastSeverity, levelOfSeverity, severityOf, unassessed } from './severity.ts'

const lec = [
  { level: 1, from: '320' },
  { level: 2, from: '160' },
  { level: 3, from: '70' },
  { level: 4, from: '0' },
] as const
const diagnosis = [
  { level: 1, from: '0' },
  { level: 2, from: '60' },
  { level: 3, from: '75' },
  { level: 4, from: '90' },
] as const

test.each<[number, RiskLevel]>([
  [unassessed, 0],
  [0, 4],
  [999, 4],
  [1000, 3],
  [1999, 3],
  [2000, 2],
  [2999, 2],
  [3000, 1],
  [3999, 1],
])('severity %i is level %i', (severity, level) => {
  expect(levelOfSeverity(severity)).toBe(level)
})

test.each([
  ['0', 0],
  ['45', 642],
  ['69.999', 999],
  ['70', 1000],
  ['159.5', 1994],
  ['160', 2000],
  ['270', 2687],
  ['320', 3000],
  ['720', 3555],
  ['10000', 3968],
  ['999999999999', 3999],
  ['nothing', unassessed],
])('a product of %s has severity %i', (score, severity) => {
  expect(severityOf(score, lec)).toBe(severity)
})

test.each([
  ['0', 3999],
  ['59.9', 3002],
  ['60', 2999],
  ['75', 1999],
  ['90', 999],
  ['100', 900],
])('a diagnosis score of %s, where less is worse, has severity %i', (score, severity) => {
  expect(severityOf(score, diagnosis)).toBe(severity)
})

test('a score below every band is not assessed', () => {
  expect(severityOf('0', [{ level: 4, from: '1' }])).toBe(unassessed)
  expect(severityOf('5', [])).toBe(unassessed)
})

test('bands of one level next to one another count as one', () => {
  const fiveSteps = [...lec.slice(0, 3), { level: 4 as const, from: '20' }, { level: 4 as const, from: '0' }]
  expect(severityOf('45', fiveSteps)).toBe(severityOf('45', lec))
})

test('a signed level holds against its score', () => {
  expect(assessedSeverity({ level: 1, score: '95' }, diagnosis)).toBe(leastSeverity(1))
  expect(assessedSeverity({ level: 2, score: '270' }, lec)).toBe(2687)
})

test('the severity of any score has the level of its band and grows with the score', () => {
  const score = fc.integer({ min: 0, max: 1_000_000 }).map(n => `${Math.floor(n / 100)}.${n % 100}`)
  fc.assert(
    fc.property(score, score, (a, b) => {
      const level = (text: string) => lec.find(({ from }) => Number(text) >= Number(from))?.level
      expect(levelOfSeverity(severityOf(a, lec))).toBe(level(a))
      if (Number(a) <= Number(b)) expect(severityOf(a, lec)).toBeLessThanOrEqual(severityOf(b, lec))
    }),
  )
})
