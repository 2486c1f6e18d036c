import { expect, test } from 'vitest'
import { compareAssessments, isGraver } from './comparison.ts'

const made = (more: object = {}) => ({
  methodId: 1,
  method: 'LEC' as const,
  edition: 'A',
  inputs: { L: '3', E: '6', C: '15' },
  score: '270',
  severity: 2687,
  level: 2 as const,
  ...more,
})

test('under one table the factors that changed are listed and the score is turned', () => {
  const later = made({ inputs: { L: '1', E: '6', C: '15' }, score: '90', severity: 1222, level: 3 })
  expect(compareAssessments(made(), later)).toEqual({
    comparable: true,
    differences: [{ factor: 'L', from: '3', to: '1' }],
    score: 'fallen',
  })
  expect(compareAssessments(later, made())).toMatchObject({ score: 'risen' })
  expect(compareAssessments(made(), made())).toEqual({ comparable: true, differences: [], score: 'same' })
})

test('scores are compared as decimals, not as text', () =>
  expect(compareAssessments(made({ score: '90' }), made({ score: '270' }))).toMatchObject({ score: 'risen' }))

test.each([
  [{ methodId: 2, edition: 'B' }, 'edition'],
  [{ methodId: 3, method: 'LS' as const }, 'method'],
  [{ methodId: 4 }, 'revision'],
])('%j is not set against LEC A', (more, why) =>
  expect(compareAssessments(made(), made(more))).toEqual({ comparable: false, why }),
)

test('graver is judged by level across criteria sets, and within a level only under the same one', () => {
  expect(isGraver(made({ level: 1, severity: 3000, methodId: 9 }), made())).toBe(true)
  expect(isGraver(made({ level: 3, severity: 1999 }), made())).toBe(false)
  expect(isGraver(made({ severity: 2900 }), made())).toBe(true)
  expect(isGraver(made({ severity: 2900, methodId: 9 }), made())).toBe(false)
  expect(isGraver(made(), made())).toBe(false)
})
