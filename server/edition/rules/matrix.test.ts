import { expect, test } from 'vitest'
import { matrixOf, movedOf, movesOf } from './matrix.ts'

test('a lower number is a higher risk, and not assessed is neither high nor low', () => {
  expect([movedOf(2, 1), movedOf(1, 2), movedOf(0, 4), movedOf(1, 0), movedOf(3, 3), movedOf(0, 0)]).toEqual([
    'rose',
    'fell',
    'assessed',
    'unassessed',
    'same',
    'same',
  ])
})

/** A generator with a seed, so that a failure repeats. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

test('on random maps the counts add up: rows to the map before, columns to the map after, moves to the cells', () => {
  const next = random(7)
  for (let round = 0; round < 60; round++) {
    const size = Math.floor(next() * 400)
    const levels = () => Uint8Array.from({ length: size }, () => Math.floor(next() * 5))
    const [before, after] = [levels(), levels()]
    const ordinals = Array.from(before.keys()).filter(() => next() > 0.1)
    const matrix = matrixOf(before, after, ordinals)
    for (let level = 0; level < 5; level++) {
      const count = (array: Uint8Array) => ordinals.filter(ordinal => array[ordinal] === level).length
      expect(sum(matrix[level] ?? [])).toBe(count(before))
      expect(sum(matrix.map(row => row[level] ?? 0))).toBe(count(after))
    }
    const moves = movesOf(matrix)
    expect(sum(Object.values(moves))).toBe(ordinals.length)
    expect(moves.rose).toBe(
      ordinals.filter(o => (before[o] ?? 0) > 0 && (after[o] ?? 0) > 0 && (after[o] ?? 0) < (before[o] ?? 0))
        .length,
    )
    const back = movesOf(matrixOf(after, before, ordinals))
    expect([back.rose, back.fell, back.assessed, back.unassessed]).toEqual([
      moves.fell,
      moves.rose,
      moves.unassessed,
      moves.assessed,
    ])
  }
})
