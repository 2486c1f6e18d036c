import { expect, test } from 'vitest'
import { CHANGE, changesBetween, countsOf, monthsUntil } from './change.ts'

test('the map of changes says of each cell what became of it', () => {
  const before = Uint8Array.of(3, 1, 0, 2, 4, 0)
  const after = Uint8Array.of(1, 3, 4, 0, 4, 0)
  const { rose, fell, assessed, unassessed, same } = CHANGE
  expect([...changesBetween(before, after)]).toEqual([rose, fell, assessed, unassessed, same, same])
})

test('a slider goes back month by month, by the last day where a month is too short', () => {
  const stops = monthsUntil(Date.parse('2026-03-31T08:00:00Z'), 4)
  expect(stops.map(stop => stop.toISOString().slice(0, 10))).toEqual([
    '2025-11-30',
    '2025-12-31',
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
  ])
})

test('only cells are counted', () => {
  expect(countsOf(Uint8Array.of(1, 2, 1, 0, 4), [0, 2, 3])).toEqual([1, 2, 0, 0, 0])
})
