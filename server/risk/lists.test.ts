import fc from 'fast-check'
import { expect, test } from 'vitest'
import { append, empty, lengthOf, listsFor, removeItem, startOf } from './lists.ts'

const lists = 5
const step = fc.record({
  list: fc.integer({ min: 0, max: lists - 1 }),
  act: fc.constantFrom('append', 'append', 'append', 'remove', 'empty'),
  upper: fc.integer({ min: 0, max: 9 }),
})

test('lists that grow, shrink and move in their array hold what plain lists hold', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), steps => {
      const packed = listsFor(Int32Array.of(0, 1, 0, 3, 2))
      const plain: number[][] = Array.from({ length: lists }, () => [])
      for (const { list, act, upper } of steps) {
        const own = plain[list] ?? []
        const at = own.findIndex(item => item >>> 8 === upper)
        if (act === 'append' && at < 0) {
          append(packed, list, (upper << 8) | list)
          own.push((upper << 8) | list)
        } else if (act === 'remove') {
          removeItem(packed, list, upper)
          if (at >= 0) own.splice(at, 1)
        } else if (act === 'empty' && upper === 0) {
          empty(packed, list)
          own.length = 0
        }
      }
      for (const [list, own] of plain.entries()) {
        const start = startOf(packed, list)
        const items = [...packed.items.subarray(start, start + lengthOf(packed, list))]
        expect(items.toSorted((a, b) => a - b)).toEqual(own.toSorted((a, b) => a - b))
      }
    }),
  )
})
