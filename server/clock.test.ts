import { expect, test } from 'vitest'
import { worldNow } from './clock.ts'

const at = '2026-07-01T06:00:00.000Z'
const realAt = '2026-11-22T00:00:00.000Z'
const later = new Date('2026-11-22T00:01:00.000Z')

test('a drill runs at its rate and stands still while paused', () => {
  expect(worldNow({ kind: 'drill', at, realAt, rate: 4 }, later).toISOString()).toBe(
    '2026-07-01T06:04:00.000Z',
  )
  expect(worldNow({ kind: 'drill', at, realAt, rate: 0 }, later).toISOString()).toBe(at)
})

test('a real clock stepping back never turns a drill back', () => {
  const earlier = new Date('2026-11-21T23:00:00.000Z')
  expect(worldNow({ kind: 'drill', at, realAt, rate: 1 }, earlier).toISOString()).toBe(at)
})

test('the live world is real time', () => {
  expect(worldNow({ kind: 'live', at, realAt, rate: 1 }, later)).toBe(later)
})
