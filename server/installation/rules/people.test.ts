import { expect, it } from 'vitest'
import { moved } from './people.ts'

const exposure = {
  cells: [
    { ordinal: 3, code: 'a', day: 40, night: 10, share: 0.5 },
    { ordinal: 4, code: 'b', day: 9, night: 30, share: 1 },
  ],
  day: 29,
  night: 35,
}

it('moves people into cells and out of them, each by the share of its cell, and nobody who is not there', () => {
  expect(moved(exposure, [])).toBe(exposure)
  expect(moved(exposure, [{ ordinal: 3, people: 21 }])).toMatchObject({ day: 40, night: 46 })
  expect(moved(exposure, [{ ordinal: 4, people: -20 }])).toMatchObject({ day: 20, night: 15 })
  const there = [
    { ordinal: 3, people: -15 },
    { ordinal: 4, people: 15 },
  ]
  expect(moved(exposure, there)).toMatchObject({ day: 37, night: 45 })
  expect(moved(exposure, [{ ordinal: 99, people: 500 }])).toMatchObject({ day: 29, night: 35 })
})
