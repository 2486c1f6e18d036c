import { expect, test } from 'vitest'
import type { Assessment } from '../../server/hazard/hazard.ts'
import type { RiskBand, RiskFactor, RiskMethod } from '../../server/risk/risk.ts'
import type { Api } from '../api.ts'
import { AssessDraft } from './assess-draft.svelte.ts'

const factor = (name: string, more: Partial<RiskFactor> = {}): RiskFactor => ({
  factor: name,
  term: name,
  name,
  nameEn: name,
  kind: 'choice',
  weight: null,
  least: null,
  most: null,
  unit: '',
  unitEn: '',
  verified: true,
  ...more,
})
const choices = (name: string, ...values: string[]) =>
  values.map(value => ({ factor: name, value, meaning: value, meaningEn: value, verified: value !== '0.5' }))
const bands = (...from: string[]): RiskBand[] =>
  from.map((bound, i) => ({
    level: ([1, 2, 3, 4] as const)[i] ?? 0,
    from: bound,
    name: '',
    nameEn: '',
    verified: true,
  }))
const ls: RiskMethod = {
  id: 1,
  method: 'LS',
  edition: 'A',
  revision: 1,
  inForce: true,
  title: 'LS',
  titleEn: 'LS',
  standard: '',
  clause: '',
  verified: true,
  form: 'product',
  symbol: 'R',
  places: null,
  domains: ['natural'],
  reviewMonths: null,
  note: '',
  noteEn: '',
  factors: [factor('L'), factor('S')],
  choices: [...choices('L', '10', '4', '3', '1', '0.5'), ...choices('S', '5', '4', '1')],
  bands: bands('20', '9', '4', '0'),
  grades: [],
}
const diagnosis: RiskMethod = {
  ...ls,
  id: 2,
  method: 'DIAGNOSIS',
  form: 'score',
  domains: ['work-safety'],
  factors: [factor('S', { kind: 'figure', least: '0', most: '100' }), factor('V1', { kind: 'veto' })],
  choices: choices('V1', '1', '0'),
  bands: bands('0', '60', '75', '90'),
}
const old: RiskMethod = { ...ls, id: 3, inForce: false }
const methods = [diagnosis, ls, old]
const past = (scale: Assessment['scale'], more: Partial<Assessment> = {}): Assessment => ({
  id: 7,
  hazardId: 1,
  scale,
  methodId: 1,
  method: 'LS',
  edition: 'A',
  revision: 1,
  title: '',
  titleEn: '',
  standard: '',
  clause: '',
  verified: true,
  inputs: { L: '3', S: '4' },
  score: '12',
  level: 2,
  severity: 2272,
  working: '',
  note: '',
  reason: '',
  evidence: '',
  assessedAt: '2026-01-01T00:00:00.000Z',
  assessedBy: '',
  gridCode: '',
  gridName: '',
  ...more,
})
const draftOf = (rows: Assessment[] = [], domain: 'natural' | 'work-safety' = 'natural') =>
  new AssessDraft({ methods, past: rows, hazard: { domain } })

test('a new source begins with the method that suits its domain, an assessed one with its own', () => {
  expect(draftOf().method).toBe(ls)
  expect(draftOf([], 'work-safety').method).toBe(diagnosis)
  expect(draftOf([past('residual')], 'work-safety').inputs.residual).toEqual({ L: '3', S: '4' })
  expect(draftOf([past('residual', { methodId: 3 })]).methodId).toBe(1)
  expect(draftOf().methods).not.toContain(old)
})

test('a replaced version hands its values to the version in force, and the level is reckoned by that', () => {
  const made = past('residual', { methodId: 3, inputs: { L: '3', S: '4', gone: '1' } })
  const draft = draftOf([made], 'work-safety')
  expect(draft.method).toBe(ls)
  expect(draft.inputs.residual).toEqual({ L: '3', S: '4' })
  expect(draft.results.residual).toMatchObject({ score: '12', level: 2 })
  expect(draft.sent).toEqual(['residual'])
})

test('score and level follow each key on both scales', () => {
  const draft = draftOf()
  expect(draft.isReady).toBe(false)
  draft.choose({ factor: 'L', scale: 'inherent' }, '4')
  expect(draft.results.inherent).toMatchObject({ assessed: false })
  draft.choose({ factor: 'S', scale: 'inherent' }, '5')
  expect(draft.results).toMatchObject({ inherent: { score: '20', level: 1 }, residual: undefined })
  expect(draft.sent).toEqual(['inherent'])
  draft.copyToResidual()
  draft.choose({ factor: 'L', scale: 'residual' }, '1')
  expect(draft.results.residual).toMatchObject({ score: '5', level: 3 })
  expect(draft.sent).toEqual(['inherent', 'residual'])
  expect(draft.isReady).toBe(true)
})

test('a value outside the table is a fault of its cell, but not while it may become one', () => {
  const draft = draftOf()
  const cell = { factor: 'L', scale: 'inherent' as const }
  draft.choose({ factor: 'S', scale: 'inherent' }, '5')
  draft.at = cell
  draft.choose(cell, '0')
  expect(draft.faultAt(cell)).toBeUndefined()
  expect(draft.isReady).toBe(false)
  draft.choose(cell, '2')
  expect(draft.faultAt(cell)?.en).toContain('10, 4, 3, 1, 0.5')
  draft.choose(cell, '0')
  draft.at = { factor: 'S', scale: 'inherent' }
  expect(draft.faultAt(cell)).toBeDefined()
  draft.choose(cell, '')
  expect(draft.inputs.inherent).toEqual({ S: '5' })
})

test('arrows step through the listed values and stop at the ends', () => {
  const draft = draftOf()
  const cell = { factor: 'L', scale: 'residual' as const }
  draft.step(cell, 1)
  expect(draft.inputs.residual.L).toBe('10')
  draft.step(cell, -1)
  expect(draft.inputs.residual.L).toBe('10')
  draft.step(cell, 1)
  expect(draft.inputs.residual.L).toBe('4')
})

test('only what changed is sent; unchanged, all of it is confirmed again', () => {
  const draft = draftOf([past('residual'), past('inherent')])
  expect(draft.isRepeat).toBe(true)
  expect(draft.sent).toEqual(['inherent', 'residual'])
  draft.choose({ factor: 'L', scale: 'residual' }, '1')
  expect(draft.isRepeat).toBe(false)
  expect(draft.sent).toEqual(['residual'])
})

test('graver than the inherent risk asks for a reason, also against an earlier assessment', () => {
  const draft = draftOf([past('inherent')])
  draft.choose({ factor: 'L', scale: 'residual' }, '4')
  draft.choose({ factor: 'S', scale: 'residual' }, '5')
  expect(draft.asksReason).toBe(true)
  expect(draft.isReady).toBe(false)
  draft.reason = '喷淋停用'
  expect(draft.isReady).toBe(true)
})

test('another method carries nothing over, and no veto is claimed until somebody says so', () => {
  const draft = draftOf([past('inherent')])
  draft.takeMethod(2)
  expect(draft.inputs).toEqual({ inherent: { V1: '0' }, residual: { V1: '0' } })
  expect(draft.isEmpty('inherent')).toBe(true)
  draft.choose({ factor: 'S', scale: 'inherent' }, '95')
  draft.choose({ factor: 'V1', scale: 'inherent' }, '1')
  expect(draft.results.inherent).toMatchObject({ level: 1, vetoed: true })
  draft.takeMethod(1)
  expect(draft.inputs.inherent).toEqual({ L: '3', S: '4' })
})

test('both scales go in one request, with what was reckoned', async () => {
  const draft = draftOf()
  for (const scale of ['inherent', 'residual'] as const) {
    draft.choose({ factor: 'L', scale }, '4.0')
    draft.choose({ factor: 'S', scale }, '1')
  }
  const sent: unknown[] = []
  // Only the one door is used.
  const api = { post: async (path: string, body: unknown) => sent.push([path, body]) } as unknown as Api
  await draft.save(api, { id: 5, version: 3 })
  expect(sent).toEqual([
    [
      '/api/hazards/5/assessments',
      {
        scale: 'inherent',
        methodId: 1,
        inputs: { L: '4', S: '1' },
        counterpart: { methodId: 1, inputs: { L: '4', S: '1' } },
        note: '',
        reason: '',
        evidence: '',
        version: 3,
      },
    ],
  ])
})

test('a version published while the form is open takes over, with what was entered', () => {
  const draft = draftOf()
  draft.choose({ factor: 'L', scale: 'inherent' }, '3')
  const next = { ...ls, id: 90, revision: 2, choices: ls.choices.filter(({ value }) => value !== '3') }
  expect(draft.follow([{ ...ls, inForce: false }, next])?.id).toBe(90)
  expect(draft.inputs.inherent).toEqual({ L: '3' })
  expect(draft.results.inherent).toMatchObject({ assessed: false })
  expect(draft.follow([next])).toBeUndefined()
})
