import { expect, test } from 'vitest'
import { sinceThen } from './grid-since.ts'

const grid = { id: 7, name: '北沙第 7 网格', version: 2, retiredAt: null }

test('a grid that nobody touched says nothing', () => {
  expect(sinceThen(grid, grid, undefined)).toEqual({ kind: 'same' })
})

test('a later version was redrawn, another name says so first', () => {
  expect(sinceThen(grid, { ...grid, version: 3 }, undefined)).toEqual({ kind: 'redrawn' })
  expect(sinceThen(grid, { ...grid, version: 3, name: '滨河' }, undefined)).toEqual({
    kind: 'renamed',
    name: '滨河',
  })
})

test('ground that went to another grid names it, and says when the old one was retired', () => {
  const other = { ...grid, id: 9, name: '滨河' }
  const retired = { ...grid, retiredAt: '2026-11-01T00:00:00.000Z' }
  expect(sinceThen(grid, other, grid)).toEqual({ kind: 'moved', name: '滨河', retiredAt: null })
  expect(sinceThen(grid, other, retired)).toMatchObject({ retiredAt: retired.retiredAt })
  expect(sinceThen(grid, undefined, retired)).toMatchObject({ kind: 'moved', name: undefined })
})
