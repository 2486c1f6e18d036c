import { expect, test } from 'vitest'
import { OrderState } from '../dispatch.ts'
import { openStates, transitions } from './transition.ts'

test('an ended order never moves again and a responder can do no more than a commander', () => {
  for (const { from, ownFrom } of Object.values(transitions)) {
    expect(from).not.toContain('released')
    expect(from).not.toContain('declined')
    for (const state of ownFrom) expect(from).toContain(state)
  }
})

test('every state but the first is reached by some step, and every open one is left by some step', () => {
  const reached = Object.values(transitions).map(transition => transition.to)
  for (const state of OrderState.options) if (state !== 'ordered') expect(reached).toContain(state)
  for (const state of openStates)
    expect(Object.values(transitions).some(one => one.from.includes(state))).toBe(true)
})
