import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EdgeHeap } from './heap.ts'

it('gives edges back by key, lowered keys and a second filling included', () => {
  const keysArbitrary = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 200,
  })
  fc.assert(
    fc.property(keysArbitrary, fc.array(fc.nat(), { maxLength: 100 }), (values, lowered) => {
      const keys = Float64Array.from(values)
      const heap = new EdgeHeap(keys)
      heap.lower(0)
      heap.clear()
      for (let edge = 0; edge < keys.length; edge++) heap.lower(edge)
      for (const pick of lowered) {
        const edge = pick % keys.length
        keys[edge] = (keys[edge] ?? 0) / 2
        heap.lower(edge)
      }
      const popped: number[] = []
      while (heap.size > 0) popped.push(heap.pop())
      expect([...popped].sort((a, b) => a - b)).toEqual(values.map((_, edge) => edge))
      expect(popped.map(edge => keys[edge])).toEqual([...keys].sort((a, b) => a - b))
    }),
  )
})
