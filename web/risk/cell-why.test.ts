import { expect, test } from 'vitest'
import type { Contribution, RiskLevel, RiskMethod } from '../../server/risk/risk.ts'
import { sharesOf, whatIf } from './cell-why.ts'

const made = (hazardId: number, level: RiskLevel, more: Partial<Contribution> = {}): Contribution => ({
  hazardId,
  name: `源 ${hazardId}`,
  nameEn: '',
  domain: 'natural',
  kind: 'slope',
  lngLat: [121, 31],
  distanceMeters: 0,
  reachMeters: 0,
  level,
  score: level === 0 ? null : '1',
  working: '',
  method: 'LEC',
  standard: '',
  clause: '',
  verified: true,
  decides: false,
  ...more,
})
const method = (title: string, from: string): RiskMethod => ({
  id: 1,
  method: 'LEC',
  edition: 'A',
  title,
  titleEn: title,
  standard: '',
  clause: '',
  verified: true,
  revision: 1,
  inForce: true,
  form: 'product',
  symbol: 'D',
  places: null,
  domains: [],
  reviewMonths: null,
  note: '',
  noteEn: '',
  factors: [],
  grades: [],
  choices: [],
  bands: [{ level: 1, from, name: '', nameEn: '', verified: true }],
})

test('shares weigh each score by its own method', () => {
  const shares = sharesOf(
    [made(1, 1, { score: '320' }), made(2, 1, { score: '20', method: 'LS' }), made(3, 0)],
    [method('LEC', '320'), method('LS', '20')],
  )
  expect([...shares.values()]).toEqual([0.5, 0.5, 0])
  expect([...sharesOf([made(1, 0)], []).values()]).toEqual([0])
})

test('without its one deciding source a cell falls to the next level', () => {
  const changes = whatIf({ contributions: [made(1, 1, { decides: true }), made(2, 3), made(3, 0)] })
  expect(changes.map(({ act, level, contribution }) => [act, contribution.hazardId, level])).toEqual([
    ['gone', 1, 3],
    ['assessed', 3, null],
  ])
})

test('one of two deciding sources changes nothing, the last one leaves no level', () => {
  const two = whatIf({ contributions: [made(1, 2, { decides: true }), made(2, 2, { decides: true })] })
  expect(two.map(each => each.level)).toEqual([2, 2])
  expect(whatIf({ contributions: [made(1, 4, { decides: true })] })[0]?.level).toBe(0)
})
