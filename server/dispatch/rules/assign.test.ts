import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AssignNeed, assign } from './assign.ts'

interface Value {
  filled: number
  worst: number
  sum: number
}

const better = (one: Value, other: Value) =>
  one.filled !== other.filled
    ? one.filled > other.filled
    : one.worst !== other.worst
      ? one.worst < other.worst
      : one.sum < other.sum

/** Tries every way to give each candidate to one need or none. */
function exhaustive(needs: readonly AssignNeed[], candidates: number): Value {
  let best: Value = { filled: 0, worst: 0, sum: 0 }
  const left = needs.map(need => need.count)
  const visit = (candidate: number, value: Value) => {
    if (better(value, best)) best = value
    if (candidate === candidates) return
    visit(candidate + 1, value)
    needs.forEach((need, index) => {
      const cost = need.options.find(option => option.candidate === candidate)?.cost
      if (cost === undefined || (left[index] ?? 0) === 0) return
      left[index] = (left[index] ?? 0) - 1
      const { filled, worst, sum } = value
      visit(candidate + 1, { filled: filled + 1, worst: Math.max(worst, cost), sum: sum + cost })
      left[index] = (left[index] ?? 0) + 1
    })
  }
  visit(0, best)
  return best
}

function worth(needs: readonly AssignNeed[], chosen: number[][]): Value {
  const costs = chosen.flatMap((candidates, need) =>
    candidates.map(candidate => {
      const option = needs[need]?.options.find(one => one.candidate === candidate)
      if (!option) throw new Error('given to a need it cannot meet')
      return option.cost
    }),
  )
  return {
    filled: costs.length,
    worst: Math.max(0, ...costs),
    sum: costs.reduce((total, cost) => total + cost, 0),
  }
}

const needsOf = (candidates: number) =>
  fc.array(
    fc.record({
      count: fc.integer({ min: 1, max: 3 }),
      options: fc
        .array(fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }), {
          minLength: candidates,
          maxLength: candidates,
        })
        .map(costs => costs.flatMap((cost, candidate) => (cost === undefined ? [] : [{ candidate, cost }]))),
    }),
    { minLength: 1, maxLength: 3 },
  )

test('no other assignment fills more, ends sooner or costs less', () => {
  const cases = fc
    .integer({ min: 1, max: 6 })
    .chain(candidates => fc.tuple(fc.constant(candidates), needsOf(candidates)))
  fc.assert(
    fc.property(cases, ([candidates, needs]) => {
      const chosen = assign(needs, candidates)
      const all = chosen.flat()
      expect(new Set(all).size).toBe(all.length)
      for (const [need, given] of chosen.entries())
        expect(given.length).toBeLessThanOrEqual(needs[need]?.count ?? 0)
      expect(worth(needs, chosen)).toEqual(exhaustive(needs, candidates))
    }),
    { numRuns: 400 },
  )
})

test('the one expert who can do both jobs goes where nobody else can', () => {
  const both = { candidate: 0, cost: 100 }
  const needs = [
    { count: 1, options: [both, { candidate: 1, cost: 300 }] },
    { count: 1, options: [both] },
  ]
  expect(assign(needs, 2)).toEqual([[1], [0]])
})

test('nobody there, nothing chosen', () => {
  expect(assign([{ count: 2, options: [] }], 0)).toEqual([[]])
  expect(assign([], 5)).toEqual([])
})
