import { expect, test } from 'vitest'
import { changedFacts } from './changed-facts.ts'

test('each fact that differs is told with what it was and what it is', () => {
  const before = { target: 7, people: 1500, tag: '' }
  expect(changedFacts(before, { people: 1600, target: 7, tag: '' })).toEqual([
    { fact: 'people', before: '1500', after: '1600', plus: 0, minus: 0 },
  ])
  expect(changedFacts(before, { ...before })).toEqual([])
})

test('of lists of ids it is told how many came and went, of other lists what they say', () => {
  const before = { cells: [1, 2, 3], stocks: ['7664-41-7 12'] }
  expect(changedFacts(before, { cells: [2, 3, 4, 5], stocks: ['7664-41-7 20'] })).toEqual([
    { fact: 'cells', before: '3', after: '4', plus: 2, minus: 1 },
    { fact: 'stocks', before: '7664-41-7 12', after: '7664-41-7 20', plus: 0, minus: 0 },
  ])
})

test('a fact that was not looked at before stands beside nothing', () => {
  expect(changedFacts({ sensor: 4 }, { sensor: 4, grade: 'second' })).toEqual([
    { fact: 'grade', before: '', after: 'second', plus: 0, minus: 0 },
  ])
})
