import { expect, test } from 'vitest'
import { en, zh } from '../language/words.ts'
import { asFact, factText } from './fact-text.ts'

test('facts are told in words and units, never as they are kept', () => {
  expect(factText(zh, 'kind', 'kindergarten')).toBe('幼儿园')
  expect(factText(en, 'grade', 'second')).toBe(en.inspection.readings.grades.second)
  expect(factText(zh, 'stocks', '1333-74-0 6 · 7664-41-7 12')).toBe('1333-74-0 6 t · 7664-41-7 12 t')
  expect([
    factText(zh, 'meters', '40'),
    factText(zh, 'degrees', '28'),
    factText(zh, 'people', '1500'),
  ]).toEqual(['40 m', '28°', '1500'])
  expect(factText(zh, 'tag', '')).toBe('—')
})

test('a fact that has no words yet is called another', () => {
  expect([asFact('people'), asFact('rainfall')]).toEqual(['people', 'other'])
})
