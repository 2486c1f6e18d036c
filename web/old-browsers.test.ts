import { expect, test } from 'vitest'
import { complete } from './old-browsers.ts'

interface Completed {
  at(index: number): unknown
  findLast(fits: (item: number) => boolean): unknown
  toReversed(): number[]
  toSorted(order?: (one: number, other: number) => number): number[]
}

/** A list as an old browser has it: array-like, iterable, without the later methods. */
function oldList(): Completed {
  const prototype = {
    *[Symbol.iterator](this: ArrayLike<number>) {
      for (let i = 0; i < this.length; i++) yield this[i]
    },
  }
  complete(prototype)
  return Object.assign(Object.create(prototype), { 0: 3, 1: 1, 2: 2, length: 3 })
}

test('lists of an old browser get the later methods, with the same answers', () => {
  const list = oldList()
  expect([list.at(-1), list.at(0), list.at(9)]).toEqual([2, 3, undefined])
  expect(list.findLast(item => item > 1)).toBe(2)
  expect(list.findLast(item => item > 9)).toBeUndefined()
  expect([list.toReversed(), list.toSorted((a, b) => a - b)]).toEqual([
    [2, 1, 3],
    [1, 2, 3],
  ])
  expect(list.at(0)).toBe(3)
})

test('what a browser has of its own stays', () => {
  const own = () => 'own'
  const prototype = { at: own }
  complete(prototype)
  expect(prototype.at).toBe(own)
})
