import { expect, test } from 'vitest'
import type { DangerGrade, DangerState, DangerVerb } from '../danger.ts'
import { daysLate, nextOf, stateAfter } from './steps.ts'

/** Walks the first of the allowed steps until the danger is closed. */
function walk(grade: DangerGrade): DangerState[] {
  const seen: DangerState[] = []
  for (let state: DangerState = 'reported'; state !== 'closed'; ) {
    const verb = nextOf({ state, grade })[0]
    if (!verb || seen.length > 9) break
    state = stateAfter(verb, { grade })
    seen.push(state)
  }
  return seen
}

test('a general danger is assessed, rectified, accepted and closed', () => {
  expect(walk('general')).toEqual(['assessed', 'rectified', 'accepted', 'closed'])
})

test('a major one is supervised before it may be rectified', () => {
  expect(walk('major')).toEqual(['assessed', 'supervised', 'rectified', 'accepted', 'closed'])
  expect(nextOf({ state: 'assessed', grade: 'major' })).not.toContain('rectify')
  expect(nextOf({ state: 'assessed', grade: 'general' })).not.toContain('supervise')
})

test('a failed acceptance goes back to before the rectification', () => {
  expect(stateAfter('accept', { grade: 'general', passed: false })).toBe('assessed')
  expect(stateAfter('accept', { grade: 'major', passed: false })).toBe('supervised')
})

test('no state lets a step be skipped', () => {
  const order: DangerState[] = ['reported', 'assessed', 'supervised', 'rectified', 'accepted', 'closed']
  const need: Partial<Record<DangerVerb, DangerState[]>> = {
    accept: ['rectified'],
    close: ['accepted'],
    reopen: ['accepted', 'closed'],
  }
  for (const grade of ['general', 'major'] as const)
    for (const [verb, states] of Object.entries(need))
      expect(order.filter(state => nextOf({ state, grade }).some(each => each === verb))).toEqual(states)
})

test('a danger is late from the moment after its date, and not when it is closed', () => {
  const dueAt = '2026-03-01T00:00:00.000Z'
  const at = Date.parse(dueAt)
  expect(daysLate({ state: 'assessed', dueAt }, at)).toBe(0)
  expect(daysLate({ state: 'assessed', dueAt }, at + 1)).toBe(1)
  expect(daysLate({ state: 'assessed', dueAt }, at + 86_400_000)).toBe(1)
  expect(daysLate({ state: 'assessed', dueAt }, at + 86_400_001)).toBe(2)
  expect(daysLate({ state: 'closed', dueAt }, at + 86_400_001)).toBe(0)
  expect(daysLate({ state: 'assessed', dueAt: null }, at)).toBe(0)
})
