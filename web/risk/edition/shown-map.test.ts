import { expect, test } from 'vitest'
import { withinEdges } from './shown-map.ts'

test('the line of a swipe can always be taken hold of again', () => {
  expect([withinEdges(-3), withinEdges(0.4), withinEdges(1)]).toEqual([0.02, 0.4, 0.98])
})
