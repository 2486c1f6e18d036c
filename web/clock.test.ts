import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { tickBesides, worldTime } from './clock.svelte.ts'

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

describe('its ticks', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('window', new EventTarget())
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const move = (buttons: number) => window.dispatchEvent(Object.assign(new Event('pointermove'), { buttons }))

  it('come four times a second, also while the pointer passes over', () => {
    const tick = vi.fn()
    const stop = tickBesides(tick)
    for (let i = 0; i < 20; i++) {
      move(0)
      vi.advanceTimersByTime(50)
    }
    expect(tick).toHaveBeenCalledTimes(4)
    stop()
    vi.advanceTimersByTime(1000)
    expect(tick).toHaveBeenCalledTimes(4)
  })

  it('come with the moves of what is dragged, never between them', () => {
    const ticked: string[] = []
    let now = 'between'
    tickBesides(() => ticked.push(now))
    for (let i = 0; i < 20; i++) {
      now = 'move'
      move(1)
      now = 'between'
      vi.advanceTimersByTime(100)
    }
    expect(ticked.length).toBeGreaterThanOrEqual(6)
    expect(new Set(ticked)).toEqual(new Set(['move']))
    // A hand that rests lets the clock go on by itself.
    vi.advanceTimersByTime(1000)
    expect(ticked.at(-1)).toBe('between')
  })
})
