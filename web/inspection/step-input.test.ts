import { expect, test } from 'vitest'
import {
  Accepting,
  Assessing,
  Closing,
  type Danger,
  Rectifying,
  Reopening,
  Supervising,
} from '../../server/danger/danger.ts'
import { emptyStep, stepInput, stepIsReady } from './step-input.ts'

const danger: Danger = {
  id: 1,
  townId: 1,
  hazardId: 1,
  hazardName: '',
  hazardNameEn: '',
  inspectionId: null,
  title: '',
  detail: '',
  grade: 'major',
  state: 'reported',
  responsible: '',
  supervisor: '',
  dueAt: null,
  reportedAt: '2026-03-01T00:00:00.000Z',
  reportedBy: '',
  closedAt: null,
  gridCode: '',
  gridName: '',
  next: [],
  steps: [],
  version: 4,
}
const nowMs = Date.parse('2026-03-12T00:00:00Z')
const filled = {
  ...emptyStep(danger),
  responsible: '赵工',
  supervisor: '安委办',
  measures: '更换',
  contingency: '停用',
  note: '说明',
  resumed: true,
}

test.each([
  ['assess', Assessing],
  ['supervise', Supervising],
  ['rectify', Rectifying],
  ['accept', Accepting],
  ['close', Closing],
  ['reopen', Reopening],
] as const)('%s sends what the server takes, and nothing else', (verb, schema) => {
  expect(schema.safeParse(stepInput(verb, { draft: filled, version: 4, nowMs })).success).toBe(true)
  expect(stepIsReady(verb, { draft: filled, grade: 'major' })).toBe(true)
})

test('days become a date from the clock of the world', () => {
  expect(stepInput('assess', { draft: { ...filled, days: 10 }, version: 4, nowMs })).toMatchObject({
    dueAt: '2026-03-22T00:00:00.000Z',
  })
})

test('a major danger asks for more than a general one', () => {
  const draft = { ...filled, contingency: ' ', resumed: false }
  expect(stepIsReady('rectify', { draft, grade: 'major' })).toBe(false)
  expect(stepIsReady('rectify', { draft, grade: 'general' })).toBe(true)
  expect(stepIsReady('accept', { draft, grade: 'major' })).toBe(false)
  expect(stepIsReady('accept', { draft: { ...draft, passed: 'no' }, grade: 'major' })).toBe(true)
  expect(stepIsReady('reopen', { draft: { ...filled, note: '' }, grade: 'general' })).toBe(false)
})
