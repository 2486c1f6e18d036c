import { expect, test } from 'vitest'
import type { RiskMethod } from '../../server/risk/risk.ts'
import { differing, MethodDraft } from './method-draft.svelte.ts'

const factor = (name: string) => ({
  factor: name,
  term: name,
  name,
  nameEn: name,
  kind: 'choice' as const,
  weight: null,
  least: null,
  most: null,
  unit: '',
  unitEn: '',
  verified: true,
})
const choice = (name: string, value: string) => ({
  factor: name,
  value,
  meaning: value,
  meaningEn: value,
  verified: true,
})
const band = (level: 1 | 2 | 3 | 4, from: string) => ({ level, from, name: '', nameEn: '', verified: true })
const method: RiskMethod = {
  id: 7,
  method: 'LS',
  edition: 'A',
  revision: 2,
  inForce: true,
  title: '甲',
  titleEn: 'A',
  standard: '某标准',
  clause: '附录 A',
  verified: true,
  form: 'product',
  symbol: 'R',
  places: null,
  domains: [],
  reviewMonths: null,
  note: '',
  noteEn: '',
  factors: [factor('L'), factor('S')],
  choices: [choice('L', '2'), choice('L', '1'), choice('S', '2'), choice('S', '1')],
  bands: [band(1, '4'), band(2, '3'), band(3, '2'), band(4, '1')],
  grades: [],
}

test('an untouched draft changes nothing and has no fault', () => {
  const draft = new MethodDraft(method)
  expect([draft.changes, draft.faults]).toEqual([0, []])
  expect(draft.input).toMatchObject({ revision: 2, choices: method.choices })
})

test('a changed value counts as unverified until it is said to be checked', () => {
  const draft = new MethodDraft(method)
  draft.setChoice(0, { value: '3' })
  expect(draft.choices[0]).toMatchObject({ value: '3', verified: false })
  draft.setChoice(0, { verified: true })
  expect(draft.choices[0]).toMatchObject({ value: '3', verified: true })
  expect(draft.changes).toBe(1)
})

test('bounds out of order and a value twice are faults at their table, at once', () => {
  const draft = new MethodDraft(method)
  draft.setBand(2, { from: '5' })
  expect(draft.faultAt('bands')?.en).toMatch(/rise or fall/)
  draft.setBand(2, { from: '3' })
  draft.setChoice(0, { value: '1.0' })
  expect(draft.faultAt('factors.L')).toBeDefined()
  expect(draft.faultAt('factors.S')).toBeUndefined()
})

test('a value may be added and removed; the version before is never touched', () => {
  const draft = new MethodDraft(method)
  draft.addChoice('S')
  expect(draft.faultAt('factors.S')).toBeDefined()
  draft.setChoice(4, { value: '5' })
  draft.removeChoice(3)
  expect(draft.choicesOf('S').map(each => each.choice.value)).toEqual(['2', '5'])
  expect(method.choices).toHaveLength(4)
})

test('over a version that somebody published meanwhile the draft keeps what it says', () => {
  const draft = new MethodDraft(method)
  draft.setBand(1, { from: '3.5' })
  const again = draft.over({ ...method, id: 8, revision: 3 })
  expect(again.input).toMatchObject({ revision: 3, bands: draft.bands })
  expect(differing(again.bands, method.bands)).toBe(1)
})

test('what the other one published stands where the draft changed nothing', () => {
  const draft = new MethodDraft(method)
  draft.setBand(1, { from: '3.5' })
  draft.addChoice('S')
  draft.setChoice(4, { value: '5' })
  const theirs: RiskMethod = {
    ...method,
    id: 8,
    revision: 3,
    note: '新说明',
    bands: method.bands.map(each => (each.level === 3 ? { ...each, from: '1.5' } : each)),
    choices: [...method.choices, choice('L', '3')],
  }
  const again = draft.over(theirs)
  expect(again.words.note).toBe('新说明')
  expect(again.bands.map(({ from }) => from)).toEqual(['3.5', '3', '1.5', '1'])
  expect(again.choices.map(({ factor, value }) => factor + value)).toEqual([
    'L2',
    'L1',
    'S2',
    'S1',
    'S5',
    'L3',
  ])
  expect(again.seen).toBe(theirs)
})
