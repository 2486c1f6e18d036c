import type { Map as LibreMap } from 'maplibre-gl'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Grabber, hearGrabs } from './grab.ts'

/** Frames that are drawn when a test says so. */
let frames: (() => void)[] = []
const draw = () => {
  for (const frame of frames.splice(0)) frame()
}

class Pointer extends Event {
  pointerType = 'mouse'
  clientX: number
  clientY = 0
  altKey = false
  shiftKey = false
  constructor(type: string, x: number) {
    super(type, { bubbles: true })
    this.clientX = x
  }
}

beforeEach(() => {
  frames = []
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('PointerEvent', Pointer)
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = []
  })
})
afterEach(() => vi.unstubAllGlobals())

/** A map that is told of presses, and what its grabber heard: moves by their pixel. */
function heardOf() {
  const heard: (number | string)[] = []
  const listeners: { kind: string; listener: (event: unknown) => void }[] = []
  const grabber: Grabber = {
    down: () => true,
    move: ({ at }) => heard.push(at.x),
    up: () => heard.push('up'),
    double: () => false,
    second: () => heard.push('second') > 0,
  }
  const map = {
    on: (kind: string, listener: (event: unknown) => void) => listeners.push({ kind, listener }),
    getCanvas: () => ({ getBoundingClientRect: () => ({ left: 0, top: 0 }) }),
    unproject: ([x, y]: [number, number]) => ({ lng: x, lat: y }),
  }
  // Only these of the map are asked for.
  hearGrabs(map as unknown as LibreMap, grabber)
  const press = (pressed: string) => {
    const event = {
      ...{ lngLat: { lng: 0, lat: 0 }, point: { x: 0, y: 0 }, points: [0], preventDefault: () => undefined },
      originalEvent: Object.assign(new Pointer(pressed, 0), { button: 0 }),
    }
    for (const { kind, listener } of listeners) if (kind === pressed) listener(event)
  }
  return { heard, press }
}

/** What is heard of moves after something was taken. */
function taken() {
  const { heard, press } = heardOf()
  press('mousedown')
  return heard
}

const tell = (type: string, x: number) => window.dispatchEvent(new Pointer(type, x))

it('takes the first move of a frame at once, and the latest of the others before it is drawn', () => {
  const heard = taken()
  tell('pointermove', 1)
  expect(heard).toEqual([1])
  tell('pointermove', 2)
  tell('pointermove', 3)
  expect(heard).toEqual([1])
  draw()
  expect(heard).toEqual([1, 3])
  tell('pointermove', 4)
  expect(heard).toEqual([1, 3, 4])
})

it('lets go where the pointer is, and hears nothing of later moves', () => {
  const heard = taken()
  tell('pointermove', 1)
  tell('pointermove', 2)
  tell('pointerup', 5)
  draw()
  tell('pointermove', 6)
  expect(heard).toEqual([1, 5, 'up'])
})

it('keeps moves from the map while something is in the hand', () => {
  const isKept = () => {
    const stopPropagation = vi.fn()
    window.dispatchEvent(Object.assign(new Pointer('mousemove', 1), { stopPropagation }))
    return stopPropagation.mock.calls.length > 0
  }
  taken()
  expect(isKept()).toBe(true)
  tell('pointerup', 1)
  expect(isKept()).toBe(false)
})

it.each([
  ['sooner', 500, 400],
  ['later', 700, 100],
])('is told once of a finger that stays, though the browser tells of it %s', (_, before, after) => {
  vi.useFakeTimers()
  const { heard, press } = heardOf()
  press('touchstart')
  vi.advanceTimersByTime(before)
  press('contextmenu')
  vi.advanceTimersByTime(after)
  expect(heard).toEqual(['second'])
  vi.useRealTimers()
})
