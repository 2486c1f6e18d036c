import { describe, expect, it } from 'vitest'
import { worldTime } from './clock.svelte.ts'

const drill = { kind: 'drill' as const, at: '2026-07-12T06:00:00Z', realAt: '2026-11-21T01:00:00Z', rate: 4 }
const real = Date.parse(drill.realAt)

describe('the clock of a world', () => {
  it('is the wall clock in the live world', () => {
    expect(worldTime({ ...drill, kind: 'live' }, real + 5000)).toBe(real + 5000)
  })

  it('runs from its anchor at its own rate', () => {
    expect(worldTime(drill, real + 15_000)).toBe(Date.parse('2026-07-12T06:01:00Z'))
  })

  it('stands still while paused and never runs backwards', () => {
    expect(worldTime({ ...drill, rate: 0 }, real + 60_000)).toBe(Date.parse(drill.at))
    expect(worldTime(drill, real - 60_000)).toBe(Date.parse(drill.at))
  })
})
