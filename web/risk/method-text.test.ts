import { expect, test } from 'vitest'
import type { RiskBand } from '../../server/risk/risk.ts'
import { bandRanges } from './method-text.ts'

const bands = (...from: string[]): RiskBand[] =>
  from.map((bound, i) => ({
    level: ([1, 2, 3, 4] as const)[i] ?? 0,
    from: bound,
    name: '',
    nameEn: '',
    verified: true,
  }))

test('bands are read gravest first, whichever way the scale runs', () => {
  expect(bandRanges(bands('320', '160', '70', '0')).map(({ text }) => text)).toEqual([
    '≥ 320',
    '160–320',
    '70–160',
    '< 70',
  ])
  expect(bandRanges(bands('0', '60', '75', '90')).map(({ level, text }) => [level, text])).toEqual([
    [1, '< 60'],
    [2, '60–75'],
    [3, '75–90'],
    [4, '≥ 90'],
  ])
})
