import { expect, test } from 'vitest'
import { DockFold } from './dock-fold.svelte.ts'

test('one dock is open at a time, and the open one folds', () => {
  const fold = new DockFold('right')
  fold.toggle('left')
  expect(fold.open).toBe('left')
  fold.toggle('left')
  expect(fold.open).toBeUndefined()
})

test('the sheet is pulled down and up again, and a resting finger does neither', () => {
  const fold = new DockFold('left')
  fold.pull(12, 'left')
  expect(fold.open).toBe('left')
  fold.pull(80, 'left')
  expect(fold.open).toBeUndefined()
  fold.pull(-12, 'left')
  expect(fold.open).toBeUndefined()
  fold.pull(-80, 'left')
  expect(fold.open).toBe('left')
})

test('an open sheet is pulled up over the map, and down again in two steps', () => {
  const fold = new DockFold('right')
  fold.pull(-80, 'right')
  expect([fold.open, fold.isTall]).toEqual(['right', true])
  fold.pull(80, 'right')
  expect([fold.open, fold.isTall]).toEqual(['right', false])
  fold.pull(80, 'right')
  expect(fold.open).toBeUndefined()
  fold.isTall = true
  fold.toggle('right')
  expect(fold.isTall).toBe(false)
})

test('a dock that comes up is opened, and one that goes gives way to the other', () => {
  const fold = new DockFold('left')
  fold.follow(['left'])
  expect(fold.open).toBe('left')
  fold.follow(['left', 'right'])
  expect(fold.open).toBe('right')
  fold.follow(['left'])
  expect(fold.open).toBe('left')
  fold.toggle('left')
  fold.follow(['left'])
  expect(fold.open).toBeUndefined()
})
