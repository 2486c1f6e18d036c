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

/** A map on which something was taken; what it heard of moves, by their pixel. */
function taken() {
  const heard: (number | string)[] = []
  const listeners = new Map<string, (event: unknown) => void>()
  const grabber: Grabber = {
    down: () => true,
    move: ({ at }) => heard.push(at.x),
    up: () => heard.push('up'),
    double: () => false,
  }
  const map = {
    on: (kind: string, listener: (event: unknown) => void) => listeners.set(kind, listener),
    getCanvas: () => ({ getBoundingClientRect: () => ({ left: 0, top: 0 }) }),
    unproject: ([x, y]: [number, number]) => ({ lng: x, lat: y }),
  }
  // Only these of the map are asked for.
  hearGrabs(map as unknown as LibreMap, grabber)
  listeners.get('mousedown')?.({
    ...{ lngLat: { lng: 0, lat: 0 }, point: { x: 0, y: 0 }, preventDefault: () => undefined },
    originalEvent: Object.assign(new Pointer('mousedown', 0), { button: 0 }),
  })
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
