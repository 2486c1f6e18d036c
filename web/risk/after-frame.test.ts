import { afterEach, expect, test, vi } from 'vitest'
import { afterFrame } from './after-frame.ts'

afterEach(() => vi.unstubAllGlobals())

/** A screen that draws when it is told to. */
function aScreen() {
  const waiting = new Map<number, () => void>()
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => waiting.set(waiting.size + 1, draw).size)
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => waiting.delete(frame))
  return () => {
    for (const draw of waiting.values()) draw()
    waiting.clear()
  }
}

test('work waits for the frame, and is called off before and behind it', async () => {
  vi.useFakeTimers()
  const draw = aScreen()
  const done: string[] = []
  afterFrame(() => done.push('kept'))
  const early = afterFrame(() => done.push('early'))
  const late = afterFrame(() => done.push('late'))
  early()
  vi.runAllTimers()
  expect(done).toEqual([])
  draw()
  late()
  vi.runAllTimers()
  expect(done).toEqual(['kept'])
  vi.useRealTimers()
})
