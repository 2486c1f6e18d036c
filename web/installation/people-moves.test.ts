import { expect, test } from 'vitest'
import { PeopleMoves } from './people-moves.svelte.ts'

const exposure = {
  ring: { type: 'Polygon' as const, coordinates: [] },
  cells: [{ ordinal: 3, code: 'a', day: 40, night: 10, share: 0.5 }],
  day: 20,
  night: 5,
}

test('people are moved in cells of the ring only, and what was counted stays beside', () => {
  const moves = new PeopleMoves(() => exposure)
  expect([moves.take(9), moves.take(3), moves.take(3)]).toEqual([false, true, true])
  expect(moves.rows).toHaveLength(1)
  moves.set(3, 30)
  expect(moves.after).toMatchObject({ day: 35, night: 20 })
  expect(moves.before).toMatchObject({ day: 20, night: 5 })
  moves.set(3, -1000)
  expect(moves.after).toMatchObject({ day: 0, night: 0 })
  moves.leave(3)
  expect(moves.after).toMatchObject({ day: 20, night: 5 })
})
