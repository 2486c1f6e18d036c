import { describe, expect, it } from 'vitest'
import { countDown } from './countdown.ts'

const at = Date.parse('2026-03-12T06:10:00Z')

describe('a deadline', () => {
  it.each([
    [600, 600, 'calm'],
    [121, 121, 'calm'],
    [120, 120, 'soon'],
    [0.2, 1, 'soon'],
    [0, 0, 'soon'],
    [-1.5, -1, 'late'],
    [-90, -90, 'late'],
  ] as const)('%s s before is %s and %s', (before, seconds, urgency) => {
    expect(countDown(at, at - before * 1000, 120)).toEqual({ seconds, urgency })
  })
})
